"""A result shows itself as text, Markdown, HTML and plain data; foreign text stays text."""

import base64
import io
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from coursekit.checking import CheckResult, State, case, judge, prop
from coursekit.checking import compare as cmp
from coursekit.checking.pictures import difference_picture, difference_table
from coursekit.checking.results import Diagnosis, ShownCase

VOID = {"img", "br"}


class Page(HTMLParser):
    """Reads a fragment: its tags with attributes, its words; fails if tags do not match."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def named(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def small_page(**changes):
    fields = {
        "id": "x01.total",
        "title": "Add up",
        "state": State.NOT_YET,
        "points": 0.0,
        "max_points": 2.0,
    }
    return CheckResult(**(fields | changes))


# --- text ------------------------------------------------------------------------------------


def test_the_text_form_reads_from_top_to_bottom(make):
    exercise = make(
        reference=lambda values: values > 2,
        compare=cmp.mask(),
        cases=(case(np.array([1, 2, 3])),),
        props=(prop("above", 2.5, "above 2"),),
    )
    result = judge(exercise, lambda values: values >= 1)
    assert str(result) == (
        "[NOT YET] total: 0 of 2.5 points\n"
        "The result differs; look at the smallest failing case.\n"
        "Smallest failing case: values = [1, 2, 3] (int64)\n"
        "  expected     [False, False,  True] (bool)\n"
        "  your result  [ True,  True,  True] (bool)\n"
        "  2 of 3 values differ, first at position 0\n"
        "0 of 1 visible checks passed. Hidden checks use other inputs."
    )


@pytest.mark.parametrize(
    ("state", "text", "html"),
    [
        (State.NOT_ANSWERED, "[NOT ANSWERED]", "○ Not answered yet"),
        (State.NOT_YET, "[NOT YET]", "✗ Not yet"),
        (State.CORRECT, "[CORRECT]", "✓ Correct"),
        (State.CHECKER_ERROR, "[CHECKER ERROR]", "! Checker error"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_each_state_is_told_by_word_and_symbol(state, text, html):
    result = small_page(state=state)
    assert result.text.startswith(text)
    assert f"<strong>{html}</strong>" in result.html
    assert result.markdown.startswith(f"**{html}**")


@pytest.mark.parametrize(
    ("confidence", "lead"),
    [
        ("fact", ""),
        ("exact", "Likely cause: "),
        ("peeled", ""),
        ("pair", "Two separate causes: "),
        ("structural", "What can be seen: "),
        ("close", "A guess: "),
        ("plain", ""),
    ],
)
def test_the_words_fit_how_sure_the_engine_is(confidence, lead):
    result = small_page(diagnosis=Diagnosis("x", "The rows are swapped.", confidence))
    assert f"\n{lead}The rows are swapped." in result.text
    assert f">{lead}The rows are swapped.<" in result.html
    assert f"\n\n{lead}The rows are swapped." in result.markdown


def test_all_three_forms_are_offered_to_a_notebook(make):
    bundle = judge(make(), lambda values: 0.1)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown", "text/html"}
    assert all(isinstance(form, str) for form in bundle.values())


# --- HTML ------------------------------------------------------------------------------------

EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>&amp;```\n# no heading'


def raising(values):
    raise ValueError(EVIL)


def naming(values):
    return type("<b>Bold</b>", (), {})()


@pytest.mark.parametrize(
    "evil",
    [
        raising,
        naming,
        lambda values: EVIL,
        lambda values: {EVIL: EVIL},
        lambda values: [EVIL] * 3,
        EVIL,
    ],
    ids=["exception", "class", "text", "dictionary", "list", "no-function"],
)
def test_text_of_the_learner_stays_text(make, evil):
    result = judge(make(), evil)
    page = Page(result.html)
    assert {tag for tag, _ in page.tags} <= {
        "div",
        "p",
        "strong",
        "table",
        "tr",
        "th",
        "td",
        "caption",
        "code",
        "pre",
        "small",
        "ul",
        "li",
    }
    assert not any("onerror" in attributes for _, attributes in page.tags)
    outside_of_code = re.sub(r"(`{3,}).*?\n\1|`[^`\n]*`", "", result.markdown, flags=re.DOTALL)
    assert "<script" not in outside_of_code
    assert "<b>" not in outside_of_code


def test_a_page_says_what_it_is_to_a_screen_reader(make):
    page = Page(judge(make(), lambda values: 0.1).html)
    assert page.tags[0][0] == "div"
    assert page.tags[0][1]["role"] == "status"
    assert {attributes.get("scope") for attributes in page.named("th")} == {"row"}
    assert page.named("caption")
    for tag in ("script", "style", "iframe", "button"):
        assert not page.named(tag)


def test_properties_are_listed_with_their_points(make):
    exercise = make(
        props=(prop("sum", 2, "the <sum>"), prop("type", 1, "a float")),
        compare=cmp.scalar(whole=True),
    )
    words = "".join(Page(judge(exercise, lambda values: values.sum()).html).words)
    assert "✓ the <sum> (2 of 2)✗ a float (0 of 1)" in words


def test_names_between_backticks_are_set_as_code():
    result = small_page(diagnosis=Diagnosis("x", "Use `a < b` here.", "fact"))
    assert "Use <code>a &lt; b</code> here." in result.html
    assert "Use `a < b` here." in result.markdown
    single = small_page(diagnosis=Diagnosis("x", "A lone ` and <b>.", "fact"))
    assert "A lone ` and &lt;b&gt;." in single.html
    assert "A lone ' and &lt;b&gt;." in single.markdown


def test_a_fence_is_longer_than_any_backticks_inside():
    result = small_page(case=ShownCase("v = 1", "````", "x", ""))
    assert "`````text\n" in result.markdown
    assert result.markdown.endswith("`````")


# --- differences -----------------------------------------------------------------------------


def test_differing_cells_are_framed_and_marked():
    page = Page(difference_table(np.array([[1, 2, 3]]), np.array([[1, 5, 3]])))
    cells = page.named("td")
    assert len(cells) == 6
    assert [one["style"] for one in cells].count("border:2px solid currentColor") == 1
    assert "≠\xa05" in page.words
    assert [word for word in page.words if "≠" in word] == ["≠\xa05"]
    assert {"expected", "your result"} <= set(page.words)


def test_small_numbers_of_any_kind_fit_into_cells():
    words = Page(difference_table(np.array([0.123456, np.nan]), np.array([True, False]))).words
    assert {"0.1235", "nan", "≠\xa0True", "≠\xa0False"} <= set(words)


def decoded(html):
    from PIL import Image

    picture = re.search(r"base64,([A-Za-z0-9+/=]+)", html).group(1)
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))))


def test_a_large_difference_is_a_picture_of_three_grey_panels():
    expected = np.zeros((15, 10))
    expected[:, 5:] = 1
    got = expected.copy()
    got[3, 4] = 1
    html = difference_picture(expected, got)
    picture = decoded(html)
    factor, gap = 3, 8  # at most three times as large
    width = 10 * factor
    assert picture.dtype == np.uint8
    assert picture.shape == (15 * factor, 3 * width + 2 * gap)
    panels = [picture[:, i * (width + gap) :][:, :width][::factor, ::factor] for i in range(3)]
    for panel, wanted in zip(panels, (expected, got, expected != got), strict=True):
        assert np.array_equal(panel, wanted * 255)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: a.__setitem__((3, 4), 9), "1 of 150 pixels differ, at row 3, column 4."),
        (
            lambda a: a.__setitem__(0, -9),
            "10 of 150 pixels differ, all at the border.",
        ),
        (
            lambda a: a.__setitem__((slice(2, 6), slice(3, 5)), 9),
            "8 of 150 pixels differ, in rows 2 to 5 and columns 3 to 4.",
        ),
        (lambda a: None, "0 of 150 pixels differ."),
    ],
    ids=["one", "border", "block", "none"],
)
def test_the_text_of_a_picture_is_made_from_its_numbers(change, words):
    expected = np.arange(150.0).reshape(15, 10)
    got = expected.copy()
    change(got)
    image = Page(difference_picture(expected, got)).named("img")[0]
    assert image["alt"].startswith(
        "Three grey panels: expected, your result, and where they differ"
    )
    assert image["alt"].endswith(words)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e308], ids=str)
def test_a_picture_of_odd_numbers_can_be_drawn(odd):
    expected = np.full((14, 13), odd)
    for got in (np.zeros((14, 13)), np.full((14, 13), -odd), np.where(np.eye(14, 13), odd, 3.0)):
        assert "<img" in difference_picture(expected, got)
        assert "<img" in difference_picture(got, expected)


# --- plain data ------------------------------------------------------------------------------


def test_a_result_becomes_plain_data(make):
    exercise = make(compare=cmp.array(), reference=lambda values: values * 2)
    for answer in (lambda v: v * 2, lambda v: v, lambda v: {1}, lambda v: 1 / 0, ..., 3):
        data = json.loads(json.dumps(judge(exercise, answer, "secret").json()))
        assert data["id"] == "x01.total"
        assert data["state"] in {state.value for state in State}
        assert 0 <= data["points"] <= data["max_points"] == 2
        assert data["text"].startswith("[")


def test_points_are_plain_floats(make):
    for answer in (lambda values: float(values.sum()), lambda values: 0):
        assert type(judge(make(), answer).points) is float


def test_nothing_is_said_of_the_other_parts_while_the_first_is_wrong(make):
    props = (prop("sum", 1, "the sum"), prop("type", 1, "a number"))
    exercise = make(props=props)
    wrong = judge(exercise, lambda values: 0.0)
    assert "✗ the sum (0 of 1)" in wrong.html
    assert "· counts when this is right: a number" in wrong.html
    assert "a number (" not in wrong.html
