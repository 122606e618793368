"""The database of nbgrader's gradebook: opened, made when it is new, and written in one go."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.script import ScriptDirectory
from nbgrader.api import Base, Gradebook, InvalidEntry
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from coursekit.grading.records.folders import DEFAULT_COURSE

LOCK = 0x636F75727365  # any number that no other program locks
PACKAGES = {"psycopg2": "psycopg2-binary", "psycopg": "psycopg[binary]"}  # of these modules


@contextmanager
def open_gradebook(url: str, course: str = DEFAULT_COURSE) -> Iterator[Gradebook]:
    """Open nbgrader's gradebook, made if it is new, and close it afterwards.

    Raises
    ------
    ValueError
        If `url` is no database's address, or leaves out the driver.
    RuntimeError
        If the driver is not installed, or the database fails.
    """
    shown = _shown(url)
    try:
        _lay_out(url)
        with Gradebook(url, course) as gradebook:
            yield gradebook
    except (SQLAlchemyError, InvalidEntry) as error:
        reason = str(getattr(error, "orig", None) or error).strip().replace("\n", " ")
        raise RuntimeError(f"The gradebook {shown} failed: {reason}") from error


@contextmanager
def alone(gradebook: Gradebook) -> Iterator[None]:
    """Wait until no other grader writes into the database, and keep others waiting.

    The lock of a course's folder does not reach the other computers that use a database.
    """
    with gradebook.engine.connect() as connection:
        _wait_for_others(connection)
        yield


def _wait_for_others(connection: Connection) -> None:
    """Take PostgreSQL's lock until the end of the transaction; SQLite locks its file itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _shown(url: str) -> str:
    """Return a database's address without its password."""
    try:
        made = make_url(url)
    except ArgumentError as error:
        raise ValueError(
            "the gradebook's address must be one such as sqlite:///gradebook.db or "
            f"postgresql+psycopg2://user@host/name, got {url!r}."
        ) from error
    if made.get_backend_name() != "sqlite" and "+" not in made.drivername:
        better = made.set(drivername=f"{made.drivername}+psycopg2").render_as_string()
        raise ValueError(
            f"the gradebook's address must name a driver, as in {better}: "
            f"{made.render_as_string()} has none."
        )
    return made.render_as_string()


def _lay_out(url: str) -> None:
    """Make the tables of a new gradebook all at once.

    nbgrader would make them one by one, and ask the program `alembic` on PATH for their version.
    """
    engine = _engine(url)
    try:
        if not inspect(engine).get_table_names():
            _make_tables(engine)
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    try:
        return create_engine(url)
    except ModuleNotFoundError as error:
        package = PACKAGES.get(error.name or "", error.name)
        raise RuntimeError(
            f"The gradebook {_shown(url)} needs {error.name}: pip install '{package}'"
        ) from error


def _make_tables(engine: Engine) -> None:
    head = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":  # its driver begins no transaction for new tables
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        _wait_for_others(connection)
        if inspect(connection).get_table_names():  # of another grader, a moment ago
            return
        Base.metadata.create_all(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})


@contextmanager
def one_transaction(gradebook: Gradebook) -> Iterator[None]:
    """Make one transaction of calls to the API, each of which would commit by itself."""
    session = gradebook.db
    session.commit = session.flush
    try:
        yield
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.commit
    session.commit()
