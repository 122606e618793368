"""Imports point downwards only. LAYERS is the architecture of coursekit."""

import ast
from pathlib import Path

import pytest

LAYERS = [  # a unit imports from the lines below its own, never from its own line or above
    {"cli"},
    {"notebooks", "grading"},
    {"exercises"},
    {"checking", "plotting"},
    {"imaging", "datasets"},
    {"validation"},
]
LEVEL = {unit: level for level, layer in enumerate(reversed(LAYERS)) for unit in layer}
PACKAGE = Path(__file__).parents[1] / "coursekit"
FILES = sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "__init__.py"})


def unit_of(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_units(path):
    """Name the units that `path` imports; relative imports are banned by ruff (TID252)."""
    imported = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            imported += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
    return {name.split(".")[1] for name in imported if name.startswith("coursekit.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path):
    here = unit_of(path)
    assert here in LEVEL, f"give {here} a place in LAYERS"
    upward = {name for name in imported_units(path) - {here} if LEVEL.get(name, 99) >= LEVEL[here]}
    assert not upward, f"{here} must not import {', '.join(sorted(upward))}"
