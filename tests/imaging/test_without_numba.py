"""numba is optional: what it compiles runs without it, and gives the same."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = ("test_regions.py", "test_partitions.py", "test_levels.py", "test_watershed.py")


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_the_tests_pass_where_numba_cannot_be_imported(file):
    options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", str(HERE / file)]
    program = f"""
import sys
sys.modules["numba"] = None  # importing it fails from now on
import pytest
sys.exit(pytest.main({options!r}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
