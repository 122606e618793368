"""What several tests of grading need."""

import pytest

from tests.grading.postgresql import running_server


@pytest.fixture
def postgresql():
    """A running PostgreSQL server with `url`, `pid`, `start()`, `stop()` and `kill()`."""
    with running_server() as server:
        yield server
