"""A real PostgreSQL server for one test, in a folder of its own, on a Unix socket only."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 30  # seconds for a start or an end
ENVIRONMENT = {"LC_ALL": "C", "PATH": os.environ.get("PATH", "")}


class Server:
    """A PostgreSQL server: `url` for SQLAlchemy, `pid`, and `start` after an end or a kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"postgresql+psycopg2://coursekit@/postgres?host={folder}"
        self._process: subprocess.Popen[bytes] | None = None
        made = ["--auth=trust", "--username=coursekit", "--encoding=UTF8", "--locale=C"]
        command = [program("initdb"), *made, "--no-sync", "-D", str(self.data)]
        subprocess.run(command, check=True, capture_output=True, **self._as_user())

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def pid(self) -> int:
        assert self._process, "the server must be started"
        return self._process.pid

    def start(self) -> None:
        """Start the server and wait until it answers; after a kill it recovers its files first."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self._launch()
            while self._process.poll() is None:
                if self._answers():
                    return
                assert time.monotonic() < end, self._log()
                time.sleep(0.05)
            time.sleep(0.2)  # processes of a killed server still hold its memory
        raise AssertionError(self._log())

    def stop(self) -> None:
        """End the server at once, in order; nothing happens if it does not run."""
        if self._process:
            self._process.send_signal(3)  # "immediate shutdown"
            self._process.wait(PATIENCE)

    def kill(self) -> None:
        """Kill the server the way a power cut would; its processes notice and end."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def _launch(self) -> None:
        # without fsync: the tests kill processes, not the machine
        options = ["-F", "-k", str(self.folder), "-c", "listen_addresses="]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [program("postgres"), "-D", str(self.data), *options],
                stdout=log,
                stderr=log,
                **self._as_user(),
            )

    def _answers(self) -> bool:
        asked = [program("pg_isready"), "-q", "-h", str(self.folder)]
        return subprocess.run(asked, env=ENVIRONMENT).returncode == 0

    def _as_user(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root."""
        if os.getuid() != 0:
            return {"env": ENVIRONMENT}
        owner = self.folder.stat()
        return {
            "env": ENVIRONMENT,
            "user": owner.st_uid,
            "group": owner.st_gid,
            "extra_groups": [],
            "cwd": self.folder,
        }

    def _log(self) -> str:
        return (self.folder / "log").read_text()


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server in a new folder; end it and remove the folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ck-pg-", dir="/tmp"))  # the socket's path must be short
    if os.getuid() == 0:
        shutil.chown(folder, "nobody", "nogroup" if has_group("nogroup") else "nobody")
    server = None
    try:
        server = Server(folder)
        server.start()
        yield server
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder)


def has_group(name: str) -> bool:
    import grp

    return any(group.gr_name == name for group in grp.getgrall())


def program(name: str) -> str:
    """Find a program of PostgreSQL; Debian keeps most of them off PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(name, path=os.pathsep.join([*map(str, folders), ENVIRONMENT["PATH"]]))
    assert found, f"{name} is missing: install PostgreSQL, with: apt-get install postgresql"
    return found
