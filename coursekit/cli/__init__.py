"""The `coursekit` command. The only place where expected errors become one line."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coursekit.cli import grading

if TYPE_CHECKING:
    from coursekit.notebooks.build import Course

app = typer.Typer(
    help="Build the course, grade a class, check a notebook, and look after the images.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
data = typer.Typer(help="List, fetch and verify the images.", no_args_is_help=True)
author = typer.Typer(help="Tools for authors of exercises.", no_args_is_help=True)
app.add_typer(data, name="data")
app.add_typer(author, name="author")
grading.add_to(app)

Assignments = Annotated[
    list[str] | None, typer.Argument(help="Folders such as a02-thresholds; all if left out.")
]
Names = Annotated[list[str] | None, typer.Argument(help="Names of images; all if left out.")]


def main() -> None:
    """Run the command; an expected error is printed as one line and ends it with code 1."""
    try:
        app()
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("coursekit"):
            raise
        _fail(f"{error.name} is missing. Install it with: pip install 'coursekit[teaching]'")
    except (ValueError, OSError, RuntimeError) as error:
        _fail(str(error))


@app.command()
def build(
    assignments: Assignments = None,
    check: Annotated[bool, typer.Option(help="Only tell which built files are stale.")] = False,
    force: Annotated[bool, typer.Option(help="Execute unchanged notebooks too.")] = False,
) -> None:
    """Build the notebooks of solutions/ and course/ from the lesson scripts."""
    from coursekit.notebooks import build as building

    course, chosen = _course(assignments)
    if not check:
        building.build(course, chosen, force=force, report=typer.echo)
    elif stale := [*building.stale_questions(), *building.stale_files(course, chosen)]:
        _echo_all(stale)
        raise typer.Exit(1)


@app.command()
def lint(assignments: Assignments = None) -> None:
    """Hold the lessons against the style guide."""
    from coursekit.notebooks.lint import lint as findings_of

    findings = findings_of(*_course(assignments))
    _echo_all(findings)
    if findings:
        typer.echo(f"{len(findings)} findings.")
        raise typer.Exit(1)


@app.command()
def check(notebook: Annotated[Path, typer.Argument(help="A notebook of the course.")]) -> None:
    """Run a notebook and print the state of each of its exercises."""
    from coursekit.notebooks.progress import progress

    result = progress(notebook)
    _print_table(result.total, ("Exercise", "Title", "State", "Points"), result.rows)
    if not result.complete:
        raise typer.Exit(1)


@data.command("list")
def list_images() -> None:
    """Print the name, title, arrays and licence of every image."""
    from coursekit import datasets

    rows = []
    for name in datasets.names():
        card = datasets.card(name)
        arrays = "\n".join(f".{layer}: {told}" for layer, told in card.layers.items())
        rows.append((name, card.title, arrays, card.licence))
    _print_table("Images of the course", ("Name", "Title", "Arrays", "Licence"), rows)


@data.command()
def fetch(names: Names = None) -> None:
    """Fetch images into the cache, so that the course works without a network."""
    from coursekit import datasets

    paths = datasets.fetch(names, progress=True)
    typer.echo(f"{len(paths)} files are ready.")


@data.command()
def verify(names: Names = None) -> None:
    """Compare the files on this machine with their pinned hashes."""
    from coursekit import datasets

    rows = datasets.verify(names)
    _print_table("Files of the images", ("File", "State"), rows)
    if any(state == "wrong hash" for _, state in rows):
        raise typer.Exit(1)


@data.command()
def cards() -> None:
    """Write the page of data cards, datasets/README.md, from the catalogue."""
    from coursekit.datasets.cards import cards_page
    from coursekit.notebooks.build import find_course

    page = find_course().root / "datasets" / "README.md"
    page.write_text(cards_page(), encoding="utf-8")
    typer.echo(page)


@data.command()
def where() -> None:
    """Print the folder of the cache."""
    from coursekit import datasets

    typer.echo(datasets.folder())
    mirror = os.environ.get("COURSEKIT_DATA_MIRROR")
    if mirror:
        typer.echo(f"{mirror} is tried first (COURSEKIT_DATA_MIRROR)")


@author.command()
def questions() -> None:
    """Seal the questions of solutions/*/questions.py into the package."""
    from coursekit.exercises.freeze import freeze_questions

    _echo_all(freeze_questions())


@author.command()
def witness(assignment: str) -> None:
    """Search the smallest cases that tell all typical wrong answers apart, and keep them."""
    from coursekit.exercises.freeze import freeze_witnesses

    _echo_all(freeze_witnesses(assignment))


@author.command()
def mutants(assignment: str) -> None:
    """Change each right answer in small ways and list the changes that no case notices."""
    from coursekit.exercises.freeze import mutant_reports

    _echo_all(mutant_reports(assignment))


def _echo_all(items: Iterable[object]) -> None:
    for item in items:
        typer.echo(item)


def _course(assignments: list[str] | None) -> "tuple[Course, list[str]]":
    from coursekit.notebooks.build import find_course

    course = find_course()
    return course, assignments or course.assignments()


def _print_table(title: str, header: tuple[str, ...], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*header, title=title)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _fail(message: str) -> None:
    typer.echo(f"coursekit: {' '.join(message.split())}", err=True)
    sys.exit(1)
