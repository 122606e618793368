"""The commands of a teacher: grade a class, tell learners and oneself, hand the scores on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coursekit.grading.records.folders import Folders
    from coursekit.grading.verdict import Verdict

NEEDS_A_PERSON = 3  # exit code of `grade` when something waits for a person

Assignments = Annotated[
    list[str] | None, typer.Argument(help="Folders such as a02-thresholds; all if left out.")
]
Database = Annotated[
    str | None, typer.Option("--db", help="The gradebook's URL, if it is not the course's own.")
]


def add_to(app: typer.Typer) -> None:
    """Give the application these commands."""
    for command in (grade, feedback, report, export, doctor, demo):
        app.command()(command)


def grade(  # noqa: PLR0913 - the options of a command
    assignments: Assignments = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes; 0 stands for one for each processor.")
    ] = 0,
    scheduler: Annotated[str, typer.Option(help="Address of a dask scheduler.")] = "",
    isolation: Annotated[
        str | None, typer.Option(help="full, basic or none: how learners' code is shut in.")
    ] = None,
    db: Database = None,
    regrade: Annotated[bool, typer.Option(help="Grade again what is graded.")] = False,
    secret: Annotated[
        Path | None, typer.Option(help="File with the course's secret; made on first use.")
    ] = None,
) -> None:
    """Grade what was handed in. Ends with 3 if something waits for a person."""
    from coursekit.grading.bar import Bar, show_outcome
    from coursekit.grading.isolation import Level, default_level, require
    from coursekit.grading.records.database import open_gradebook
    from coursekit.grading.run import Settings, grade_course, handed_in

    levels = [level.value for level in Level]
    if isolation not in (None, *levels):
        raise ValueError(f"--isolation must be one of {', '.join(levels)}, got {isolation!r}.")
    level = default_level() if isolation is None else Level(isolation)
    folders = _folders(db)
    names = _released(folders, assignments)
    require(level)
    if not names and secret is None:
        handed_in(folders)  # before a secret is made for nothing
    with open_gradebook(folders.db_url, folders.course):
        pass  # what is wrong with it is better told before a class was graded
    settings = Settings(workers, scheduler, level, _secret(secret), regrade)
    with Bar() as bar:
        outcome = grade_course(folders.root, names, settings, db_url=db, watcher=bar)
    show_outcome(outcome)
    if outcome.needs_a_person:
        raise typer.Exit(NEEDS_A_PERSON)


def feedback(assignments: Assignments = None, db: Database = None) -> None:
    """Write the learners' pages from what was graded, manual points and comments included."""
    from coursekit.grading.pages.feedback import write_feedback
    from coursekit.grading.records.by_hand import NOTHING, read_by_hand

    folders = _folders(db)
    by_hand, count = {}, 0
    for verdict in _verdicts(folders, assignments):
        name, learner = verdict.assignment, verdict.learner
        if name not in by_hand:
            by_hand[name] = read_by_hand(folders.db_url, name)
        told = by_hand[name].get(learner, NOTHING)
        graded, pages = folders.graded(name, learner), folders.pages(name, learner)
        count += len(write_feedback(verdict, graded, pages, told))
    typer.echo(f"{count} pages are in {folders.root / folders.feedback}.")


def report(
    assignments: Assignments = None,
    output: Annotated[Path, typer.Option(help="The page to write.")] = Path("report.html"),
    title: Annotated[str, typer.Option(help="Its heading.")] = "",
    names: Annotated[bool, typer.Option(help="Name learners beside their mistakes.")] = False,
    db: Database = None,
) -> None:
    """Write one page about the class: scores, tasks, mistakes, and what needs a person."""
    from coursekit.grading.pages.report import write_report
    from coursekit.grading.records.by_hand import NOTHING, read_by_hand, with_points_by_hand

    folders = _folders(db)
    found = _verdicts(folders, assignments)
    told = {name: read_by_hand(folders.db_url, name) for name in {one.assignment for one in found}}
    verdicts = [
        with_points_by_hand(one, told[one.assignment].get(one.learner, NOTHING)) for one in found
    ]
    typer.echo(write_report(verdicts, output, title or f"Class report: {folders.course}", names))


def export(
    to: Annotated[str, typer.Option(help="canvas, moodle or csv.")],
    output: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    roster: Annotated[
        Path | None, typer.Option(help="An export of Canvas' gradebook to fill in.")
    ] = None,
    db: Database = None,
) -> None:
    """Write the scores for another system. Points that wait for a person are left empty."""
    from coursekit.grading.records.export import export_scores

    path = output or Path(f"scores-{to}.csv")
    typer.echo(export_scores(_folders(db), to, path, roster, tell=typer.echo))


def doctor(
    warm: Annotated[bool, typer.Option(help="Also compile what numba keeps on disk.")] = False,
) -> None:
    """Try every wall around learners' code, and say what this computer lacks."""
    from coursekit.grading.computer import warm_up
    from coursekit.grading.doctor import examine

    sound = True
    for finding in examine():
        sound = sound and finding.good
        word, colour = ("ok", "green") if finding.good else ("FAIL", "red")
        word = typer.style(f"{'' if finding.fact else word:4}", fg=colour, bold=not finding.good)
        typer.echo(f"{word}  {finding.text}")
    if warm:
        for text in warm_up():
            typer.echo(f"      {text}")
    if not sound:
        raise typer.Exit(1)


def demo() -> None:
    """Grade a made-up class of thirty and open the report that a teacher gets."""
    from coursekit.grading.made_up.demo import main as run_demo

    run_demo()


def _folders(db: str | None = None) -> "Folders":
    from coursekit.grading.records.folders import read_folders

    return read_folders(Path.cwd(), db)


def _verdicts(folders: "Folders", assignments: list[str] | None) -> "list[Verdict]":
    """Read the journal of some assignments, or of all.

    Raises
    ------
    FileNotFoundError
        If nothing was graded yet.
    """
    from coursekit.grading.records.journal import Journal

    every = list(Journal(folders.journal).all())
    graded = sorted({one.assignment for one in every})
    names = [Path(one).name for one in assignments or graded]
    for name in names:
        if name not in graded:
            told = f"of {name}, only of {', '.join(graded)}" if graded else f"of {name}"
            raise FileNotFoundError(f"Nothing is graded yet {told}: run coursekit grade first.")
    if not every:
        raise FileNotFoundError("Nothing is graded yet: run coursekit grade first.")
    return [one for one in every if one.assignment in names]


def _released(folders: "Folders", assignments: list[str] | None) -> list[str]:
    """Read names of assignments, which may be paths of their folders.

    Raises
    ------
    FileNotFoundError
        If one was not released.
    """
    names = [Path(one).name for one in assignments or ()]
    places = folders.handout("*").relative_to(folders.root) / "*.ipynb"
    known = sorted({path.parent.name for path in folders.root.glob(str(places))})
    for name in names:
        if name not in known:
            told = ", ".join(known) or "none"
            raise FileNotFoundError(
                f"There is no assignment {name}: it must be one of {told}, which are released."
            )
    return names


def _secret(path: Path | None) -> str:
    """Read the course's secret; a new one is told, since hidden cases change with it."""
    from coursekit.grading.secret import course_secret, place_of, secret_of

    if path is None:
        if given := course_secret():
            return given
        path = place_of(Path.cwd())
    new = not path.expanduser().exists()
    secret = secret_of(path)
    if new:
        typer.echo(f"A new secret was made, keep a copy of it: {path}")
    return secret
