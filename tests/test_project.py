"""The files around the code say the same as the code."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from coursekit.exercises import EXERCISES, QUESTIONS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("datasets/*.md")])


def test_conda_installs_what_pip_installs():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = [one for one in environment["dependencies"] if isinstance(one, str)]
    named = {one.replace("matplotlib-base", "matplotlib") for one in conda} - {"pip"}
    assert named == {*PROJECT["dependencies"], f"python{PROJECT['requires-python']}"}


def test_the_citation_has_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])


def test_the_licences_are_complete():
    code = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Redistribution and use in source and binary forms" in code
    assert "THE POSSIBILITY OF SUCH DAMAGE" in " ".join(code.split())
    texts = (ROOT / "LICENSE-CC-BY").read_text(encoding="utf-8")
    for number in range(1, 9):
        assert f"Section {number} -- " in texts


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("assignment", ["a01", "a02"])
def test_the_readme_gives_the_points_of_a_lesson(assignment):
    items = [*EXERCISES.values(), *QUESTIONS.values()]
    points = sum(item.points for item in items if item.assignment == assignment)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"| {assignment.upper()} |"))
    assert f"| {points:g} |" in row


@pytest.fixture
def makefile_alone(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        pytest.param("exit 1", "No Python from 3.11 to 3.14 was found", id="too-old"),
        pytest.param(
            'case "$2" in *ensurepip*) exit 1;; esac',
            "sudo apt install python3-venv",
            id="without-venv",
        ),
    ],
)
def test_make_says_what_to_do_without_a_suitable_python(makefile_alone, answers, sentence):
    python = makefile_alone / "some-python"
    python.write_text(f"#!/bin/sh\n{answers}\n", encoding="utf-8")
    python.chmod(0o755)
    done = subprocess.run(
        ["make", "start", f"PYTHON={python}"], cwd=makefile_alone, capture_output=True, text=True
    )
    assert done.returncode
    assert sentence in done.stdout
    assert not (makefile_alone / ".venv").exists()
