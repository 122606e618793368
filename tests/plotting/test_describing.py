import base64
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from nbconvert import HTMLExporter

from coursekit import plotting

ALT = 'A line that "rises" from 1 & falls to 0 < 1: made up for this test, and long enough.'


def small_figure():
    fig = Figure(figsize=(4, 2))
    fig.subplots().plot([0, 1], [1, 0])
    return fig


def bundle(fig, alt=ALT):
    return plotting.describe(fig, alt)._repr_mimebundle_()


class Images(HTMLParser):
    """Collects the attributes of every img."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.found.append(dict(attrs))


def test_the_text_of_a_description_is_its_alt_text():
    description = plotting.describe(small_figure(), ALT)
    assert repr(description) == description.alt == ALT
    assert bundle(small_figure())[0]["text/plain"] == ALT


def test_the_picture_has_90_pixels_per_inch_and_its_metadata_say_so():
    data, metadata = bundle(small_figure())
    picture = imread(BytesIO(base64.b64decode(data["image/png"])))
    assert picture.shape[:2] == (2 * 90, 4 * 90)
    assert metadata == {"image/png": {"alt": ALT, "width": 4 * 90, "height": 2 * 90}}


def test_the_html_shows_the_same_picture_with_the_alt_text():
    data, _ = bundle(small_figure())
    (image,) = Images(data["text/html"]).found
    assert image == {
        "alt": ALT,
        "width": "360",
        "height": "180",
        "src": f"data:image/png;base64,{data['image/png']}",
    }


def test_picture_and_alt_text_survive_the_conversion_to_a_web_page():
    data, metadata = bundle(small_figure())
    output = nbformat.v4.new_output("display_data", data, metadata=metadata)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    pictures = [image for image in Images(page).found if "base64" in image["src"]]
    assert [image["alt"] for image in pictures] == [ALT]


def test_the_same_figure_gives_the_same_bytes():
    assert plotting.describe(small_figure(), ALT).png == plotting.describe(small_figure(), ALT).png


def test_neither_date_nor_software_is_written_into_the_picture():
    png = plotting.describe(small_figure(), ALT).png
    assert not [word for word in (b"tEXt", b"tIME", b"atplotlib") if word in png]


def test_a_figure_of_pyplot_is_closed_so_that_it_is_shown_once():
    before = plt.get_fignums()
    fig, _ = plt.subplots()
    plotting.describe(fig, ALT)
    assert plt.get_fignums() == before


def test_line_breaks_and_indentation_of_the_alt_text_do_not_count():
    assert plotting.describe(small_figure(), "word   \n  word " * 12).alt == " ".join(["word"] * 24)


@pytest.mark.parametrize("length", [80, 250])
def test_the_shortest_and_the_longest_alt_text_are_accepted(length):
    assert len(plotting.describe(small_figure(), "x" * length).alt) == length


@pytest.mark.parametrize("alt", ["", "plot.png", "x" * 79, "x" * 251], ids=len)
def test_an_alt_text_of_another_length_is_refused(alt):
    message = f"^alt must have 80 to 250 characters, got {len(alt)}: '{alt}'.$"
    with pytest.raises(ValueError, match=message):
        plotting.describe(small_figure(), alt)


def test_axes_are_no_figure():
    with pytest.raises(TypeError, match=r"^fig must be a matplotlib figure, got Axes\.$"):
        plotting.describe(Figure().subplots(), ALT)


def test_drawing_works_without_pyplot():
    code = (
        "import sys, numpy as np\n"
        "from matplotlib.figure import Figure\n"
        "from coursekit import plotting\n"
        "fig = Figure()\n"
        "plotting.show_labels(fig.subplots(), np.eye(3, dtype=int))\n"
        "plotting.describe(fig, 'x' * 80)\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout.strip(), run.stderr) == ("False", "")


def test_a_described_figure_can_be_drawn_again_by_others():
    fig = small_figure()
    first = plotting.describe(fig, ALT).png
    assert plotting.describe(fig, ALT).png == first
    assert np.size(fig.axes) == 1
