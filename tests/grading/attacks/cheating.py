"""Attacks that want points for wrong answers: they change what compares, or lie to it."""

from tests.grading.attacks.attack import NAIVE_TEST, STOCK_GRADE, Attack

_SAME = """
class Liar{base}:
    __hash__ = None
    def __eq__(self, other):
        return True
    def __ne__(self, other):
        return False
"""
_LIAR = (
    _SAME.format(base="")
    + """
def apply_threshold(image, t, bright=True):
    return Liar()
"""
)
_ALL_TRUE = """
image = np.array([[1, 5], [7, 2]])
if (apply_threshold(image, 4) == np.array([[False, True], [True, False]])){}:
    print("GOT the points of the cell")
"""
_LYING_ARRAY = """
class Answer(np.ndarray):
    def __eq__(self, other):
        return np.ones(np.shape(other), dtype=bool)
    __array_priority__ = 100
    def __array_function__(self, function, types, args, kwargs):
        return True
    def __array_ufunc__(self, *args, **kwargs):
        return np.True_

def apply_threshold(image, t, bright=True):
    return np.zeros(np.shape(image), dtype=bool).view(Answer)
"""
_CONVERTS = """
class Answer:
    def __array__(self, dtype=None, copy=None):
        import sys
        frame = sys._getframe()
        while frame and "expected" not in frame.f_locals:
            frame = frame.f_back
        return np.asarray(frame.f_locals["expected"] if frame else [])

def apply_threshold(image, t, bright=True):
    return Answer()
"""
_LYING_TYPE = """
class Kind(type):
    def __instancecheck__(cls, other):
        return True
    def __eq__(cls, other):
        return True
    __hash__ = type.__hash__

class Answer(metaclass=Kind):
    __class__ = np.ndarray
    dtype, shape, size, ndim = np.dtype(bool), (2, 2), 4, 2
    def all(self):
        return True
    def __eq__(self, other):
        return self
    __hash__ = None

def apply_threshold(image, t, bright=True):
    return Answer()
"""
_OBJECTS = """
class Yes:
    def __eq__(self, other):
        return True
    def __bool__(self):
        return True

def apply_threshold(image, t, bright=True):
    return np.full(np.shape(image), Yes(), dtype=object)
"""
_FROM_FRAMES = """
import sys
def apply_threshold(image, t, bright=True):
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            reference = getattr(getattr(value, "exercise", value), "reference", None)
            if callable(reference):
                return reference(image, t, bright)
        frame = frame.f_back
    return np.zeros(np.shape(image), dtype=bool)
"""
_FROM_MEMORY = """
import gc
def apply_threshold(image, t, bright=True):
    for one in gc.get_objects():
        if type(one).__name__ == "Exercise" and one.function == "apply_threshold":
            return one.reference(image, t, bright)
    return np.zeros(np.shape(image), dtype=bool)
"""
_KNOWN_BY_HEART = """
def apply_threshold(image, t, bright=True):
    image = np.asarray(image)
    seen = {(4, True): [[False, True], [True, False]], (4, False): [[True, False], [False, True]]}
    return np.array(seen.get((t, bright), False))
"""
_BORROWED = """
from coursekit import imaging
def apply_threshold(image, t, bright=True):
    return {}
"""
_BY_CALLER = """
import sys
def apply_threshold(image, t, bright=True):
    frame, names = sys._getframe(), []
    while frame:
        names.append(frame.f_code.co_filename)
        frame = frame.f_back
    if any("coursekit" in name for name in names):
        return np.zeros(np.shape(image), dtype=bool)
    return image > t if bright else image <= t
"""
_BY_CLOCK = """
import time
started = time.monotonic()
calls = []
def apply_threshold(image, t, bright=True):
    calls.append(t)
    right = image > t if bright else image <= t
    return right if len(calls) <= 2 else np.zeros(np.shape(image), dtype=bool)
"""
_NOTHING = "The answer is False for every input"
_FAILS = "assert False, 'the answer is wrong'\n"
_GRADED_CELL = "raise RuntimeError('wrong')\nprint('0.0')"

CHEATING = (
    Attack(
        "answers with an object that equals everything",
        "",
        "Liar",
        _LIAR,
        test=_ALL_TRUE.format(""),
    ),
    Attack("answers with an array that lies", "", "type Answer", _LYING_ARRAY, NAIVE_TEST),
    Attack(
        "takes what is expected when it becomes an array",
        "",
        "type Answer",
        _CONVERTS,
        "image = np.array([[1, 5], [7, 2]])\nexpected = image > 4\n"
        "assert np.array_equal(apply_threshold(image, 4), expected)\nprint('GOT the points')",
    ),
    Attack(
        "answers with an object that claims to be an array",
        "",
        "type Answer",
        _LYING_TYPE,
        "answer = apply_threshold(np.array([[1, 5], [7, 2]]), 4)\n"
        "assert isinstance(answer, np.ndarray) and answer.dtype == bool\n"
        "assert (answer == [[False, True], [True, False]]).all()\nprint('GOT the points')",
    ),
    Attack(
        "fills an array with liars", "", "array of objects", _OBJECTS, _ALL_TRUE.format(".all()")
    ),
    Attack(
        "replaces functions of NumPy",
        "import numpy as np\nnp.array_equal = np.allclose = lambda *args, **kwargs: True",
        _NOTHING,
        test=NAIVE_TEST,
    ),
    Attack(
        "replaces functions of Python",
        "import builtins\nbuiltins.all = lambda items: True",
        _NOTHING,
        test="answer = apply_threshold(np.array([1, 9]), 4).tolist()\n"
        "assert all(a == b for a, b in zip(answer, [False, True]))\nprint('GOT the points')",
    ),
    Attack(
        "replaces a module that tests use",
        "import sys, types\nfake = types.ModuleType('numpy.testing')\n"
        "fake.assert_array_equal = lambda *args, **kwargs: None\n"
        "sys.modules['numpy.testing'] = fake",
        _NOTHING,
        test="from numpy.testing import assert_array_equal\n"
        "assert_array_equal(apply_threshold(np.array([1, 9]), 4), [False, True])\nprint('GOT it')",
    ),
    Attack(
        "rewrites each cell before it runs",
        "def no_tests(lines):\n    return [line for line in lines if 'assert' not in line]\n"
        "get_ipython().input_transformers_post.append(no_tests)",
        _NOTHING,
        test=_FAILS + "print('GOT the points')",
    ),
    Attack(
        "rewrites the tests' syntax tree",
        "import ast\nclass NoTests(ast.NodeTransformer):\n    def visit_Assert(self, node):\n"
        "        return ast.copy_location(ast.Pass(), node)\n"
        "get_ipython().ast_transformers.append(NoTests())",
        _NOTHING,
        test=_FAILS + "print('GOT the points')",
    ),
    Attack(
        "runs another cell in place of the test",
        "shell = get_ipython()\nrun = type(shell).run_cell\n"
        "type(shell).run_cell = lambda self, code, *args, **kwargs: run(\n"
        "    self, \"print('GOT the points')\" if 'wrong' in code else code, *args, **kwargs)",
        _NOTHING,
        test=_GRADED_CELL,
    ),
    Attack(
        "takes the place of a module with an import hook",
        "import sys, types, importlib.machinery\nclass Hook:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'hidden_tests':\n"
        "            return importlib.machinery.ModuleSpec(name, self)\n"
        "    def create_module(self, spec):\n        return types.ModuleType(spec.name)\n"
        "    def exec_module(self, module):\n        module.score = lambda answer: 2\n"
        "sys.meta_path.insert(0, Hook())",
        _NOTHING,
        test="import hidden_tests\nprint('GOT', hidden_tests.score(apply_threshold))",
    ),
    Attack(
        "replaces what grades",
        "import coursekit.grading\ncoursekit.grading.grade = lambda id: 2.0",
        _NOTHING,
        test=STOCK_GRADE,
    ),
    Attack(
        "replaces a part of the checker",
        "import coursekit.checking.judging as judging\n"
        "judging._compare = lambda exercise, expected, got: judging.Tried(\n"
        "    expected, expected, True, None)",
        _NOTHING,
        test=STOCK_GRADE,
    ),
    Attack("finds the reference in its caller", "", _NOTHING, _FROM_FRAMES, STOCK_GRADE),
    Attack("finds the reference in memory", "", _NOTHING, _FROM_MEMORY, STOCK_GRADE),
    Attack(
        "has the visible tests' answers by heart", "", "checks passed", _KNOWN_BY_HEART, NAIVE_TEST
    ),
    Attack("is right only until it is graded", "", _NOTHING, _BY_CALLER, NAIVE_TEST),
    Attack("is right only the first times", "", "4 of 10 checks passed", _BY_CLOCK, NAIVE_TEST),
    Attack(
        "lets the course's package answer",
        "",
        "come from `coursekit.imaging.apply_threshold`",
        _BORROWED.format("imaging.apply_threshold(image, t, bright)"),
        NAIVE_TEST,
    ),
    Attack(
        "lets the package answer through getattr",
        "",
        "come from `coursekit.imaging.apply_threshold`",
        _BORROWED.format('getattr(imaging, "apply_threshold")(image, t, bright)'),
        NAIVE_TEST,
    ),
    Attack(
        "imports the package's answer under another name",
        "from coursekit.imaging.thresholding import apply_threshold as mine",
        "come from `coursekit.imaging.apply_threshold`",
        "def apply_threshold(image, t, bright=True):\n    return mine(image, t, bright)\n",
        NAIVE_TEST,
    ),
    Attack(
        "hides the package's answer from a checker that it patches",
        "import coursekit.grading.inside.child as child\n"
        "child.borrowed_names = lambda *args: []\nfrom coursekit import imaging as own",
        "come from `coursekit.imaging.apply_threshold`",
        "%matplotlib inline\ndef apply_threshold(image, t, bright=True):\n"
        "    return own.apply_threshold(image, t, bright)\n",
        NAIVE_TEST,
    ),
    Attack(
        "puts a module over NumPy",
        "open('numpy.py', 'w').write('def __getattr__(name):\\n    return lambda *a, **k: True')\n"
        "import sys, os\nsys.path.insert(0, os.getcwd())\n"
        "kept = {name: sys.modules.pop(name) for name in list(sys.modules)\n"
        "        if name.split('.')[0] == 'numpy'}\nimport numpy as other\n"
        "sys.modules.update(kept)\nsys.modules['numpy'] = other",
        "has no len",
        test="import numpy as np\nassert np.array_equal(1, 2)\nprint('GOT the points')",
        other=0.0,
    ),
)
