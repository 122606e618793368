"""What a notebook's text alone tells about borrowed functions; local names are no library's."""

import pytest

from coursekit.checking.borrowed import borrowed_names
from coursekit.checking.borrowed_text import borrowed_in_text
from tests.grading.both_ways import run_here

FORBIDDEN = ("coursekit.imaging.f", "numpy.histogram", "skimage.measure.label")
BORROWED = {
    "by its full name": "import numpy as np\ndef f(x): return np.histogram(x)",
    "under another name": "from skimage.measure import label as g\ndef f(x): return g(x)",
    "imported inside": "def f(x):\n    from skimage import measure\n    return measure.label(x)",
    "itself": "import numpy as np\nf = np.histogram",
    "in a lambda": "import numpy as np\nf = lambda x: np.histogram(x)",
    "by a helper": "import numpy as np\ndef g(x): return np.histogram(x)\ndef f(x): return g(x)",
    "a partial": "import functools, numpy as np\nf = functools.partial(np.histogram, bins=3)",
    "the course's own": "from coursekit import imaging\ndef f(x): return imaging.f(x)",
}
LABEL = "from skimage.measure import label\n"
COUNTS = "import numpy as np\ncounts = np.histogram([1])\n"
OWN = {
    "a loop's variable": LABEL + "def f(x):\n    for label in x: pass\n    return label",
    "an argument": LABEL + "def f(label): return label",
    "in a comprehension": LABEL + "def f(x): return [label for label in x]",
    "a name that means another thing now": LABEL + "label = 3\ndef f(x): return label",
    "a keyword": LABEL + "def f(x): return dict(label=x)",
    "a variable like one beside": COUNTS + "def f(x):\n    counts = 3\n    return counts",
    "data that the library made": COUNTS + "def f(x): return counts",
    "compared with the library": COUNTS + "def f(x): return x\nsame = f(1) == np.histogram([1])",
    "a method of this name": "def f(x): return x.histogram()",
    "words": "import numpy as np\ndef f(x):\n    'Like np.histogram.'\n    return x",
    "bound again": "import numpy as np\nf = np.histogram\ndef f(x): return x",
}


@pytest.mark.parametrize("code", BORROWED.values(), ids=BORROWED)
def test_a_borrowed_function_is_found_in_text_and_in_the_function(code):
    assert len(borrowed_in_text([code], "f", FORBIDDEN)) == 1
    if "coursekit" not in code:  # it has no function f
        assert borrowed_names(run_here(code)["f"], FORBIDDEN) == borrowed_in_text(
            [code], "f", FORBIDDEN
        )


@pytest.mark.parametrize("code", OWN.values(), ids=OWN)
def test_an_own_function_is_not_taken_for_a_borrowed_one(code):
    assert borrowed_in_text([code], "f", FORBIDDEN) == []
    assert borrowed_names(run_here(code)["f"], FORBIDDEN) == []


def test_cells_are_read_together_and_broken_ones_passed_over():
    cells = ["import numpy as np", "this is no Python", "def f(x): return np.histogram(x)"]
    assert borrowed_in_text(cells, "f", FORBIDDEN) == ["numpy.histogram"]
    assert borrowed_in_text(cells, "g", FORBIDDEN) == []
