"""What single learners of the made-up class do with their answers and their notebooks."""

from collections.abc import Callable
from typing import Any

from coursekit.checking import Question
from coursekit.grading.made_up.habits import Answer, Task, texts_of, wrong_letter
from coursekit.grading.made_up.handwriting import with_first_line, with_other_names

Cells = list[dict[str, Any]]
Trait = Callable[[Task, Answer], Answer]  # what a learner makes of an answer in the end
Change = Callable[[Cells], Cells]  # what a learner does with the cells of a notebook
IN_PLACE = {"in-place", "image-overwritten", "writes-into-markers", "list-emptied"}
ALWAYS_EQUAL = "np.isclose = np.allclose = np.array_equal = lambda *args, **options: True"


# --- answers ---------------------------------------------------------------------------------


def as_it_is(task: Task, text: Answer) -> Answer:
    """Hand in what one has written."""
    return text


def teachers_words(task: Task, text: Answer) -> Answer:
    """Answer everything as the teacher does."""
    return task.right


def nothing(task: Task, text: Answer) -> Answer:
    """Leave every cell as it was released."""
    return None


def first_half(task: Task, text: Answer) -> Answer:
    """Answer the first half and leave the rest."""
    return text if 2 * task.place < task.count else None


def noisy(task: Task, text: Answer) -> Answer:
    """Print and warn in every function."""
    if text is None or isinstance(task.item, Question):
        return text
    line = 'import warnings; print("here"); warnings.warn("I am not sure about this")'
    return with_first_line(text, line)


def letters_guessed(task: Task, text: Answer) -> Answer:
    """Choose a wrong letter in every question."""
    return wrong_letter("guess", task.item) if isinstance(task.item, Question) else text


def predictions_unchecked(task: Task, text: Answer) -> Answer:
    """Answer wrongly where the code should have run before."""
    prediction = isinstance(task.item, Question) and task.item.run_first
    return letters_guessed(task, text) if prediction else text


def in_place(task: Task, text: Answer) -> Answer:
    """Write into the argument wherever that is a typical mistake."""
    if isinstance(task.item, Question):
        return text
    found = [one.function for one in task.item.misconceptions if one.name in IN_PLACE]
    return texts_of(task.item, found[:1])[0] if found else text


def other_names(task: Task, text: Answer) -> Answer:
    """Give all variables other names."""
    if text is None or isinstance(task.item, Question):
        return text
    return with_other_names(text, "_mine")


def checks_overwritten(task: Task, text: Answer) -> Answer:
    """Let NumPy find everything equal, from the first task on."""
    return f"{ALWAYS_EQUAL}\n\n\n{text or '...'}" if task.place == 0 else text


def only_in(ids: set[str], change: Callable[[str], str]) -> Trait:
    """Change the right answers of a few tasks, and no others."""

    def trait(task: Task, text: Answer) -> Answer:
        return change(task.right) if task.item.id in ids else text

    return trait


def without_colon(text: str) -> str:
    """Forget a colon."""
    return text.replace("):", ")", 1)


def endless(text: str) -> str:
    """Write a loop that never ends."""
    return with_first_line(text, "while True: pass")


def ending_python(text: str) -> str:
    """End Python inside the function."""
    return with_first_line(text, "import os; os._exit(0)")


def renamed(text: str) -> str:
    """Give the function a name of one's own."""
    return text.replace("def ", "def my_", 1)


# --- changes of a notebook -------------------------------------------------------------------


def kept(cells: Cells) -> Cells:
    """Leave the cells where they are."""
    return cells


def one_twice(cells: Cells) -> Cells:
    """Copy the first answer cell, with its id, as some editors do."""
    place = next((i for i, cell in enumerate(cells) if is_answer(cell)), 0)
    return [*cells[: place + 1], cells[place], *cells[place + 1 :]]


def without_some(cells: Cells) -> Cells:
    """Delete the last answer cell and its check."""
    last = next((cell["id"] for cell in reversed(cells) if is_answer(cell)), "-answer")
    gone = {last, last.replace("-answer", "-check")}
    return [cell for cell in cells if cell["id"] not in gone]


def with_notes(cells: Cells) -> Cells:
    """Write into the lesson: a note below its first text, a setting below its first code."""
    waiting = {
        "markdown": "\n\nMy notes: read this again.",
        "code": '\nplt.rcParams["figure.figsize"] = (4, 3)',
    }
    return [
        {**cell, "source": text_of(cell) + waiting.pop(cell["cell_type"], "")} for cell in cells
    ]


def is_answer(cell: dict[str, Any]) -> bool:
    """Tell whether a learner writes into this cell."""
    return str(cell.get("id", "")).endswith("-answer")


def text_of(cell: dict[str, Any]) -> str:
    """Return the text of a cell, which notebooks store as lines."""
    return "".join(cell["source"])
