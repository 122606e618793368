"""The examples in the docstrings give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import coursekit

MODULES = [
    module.name
    for module in pkgutil.walk_packages(coursekit.__path__, "coursekit.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name):
    module = importlib.import_module(name)
    names = {"np": importlib.import_module("numpy")}
    failed, _ = doctest.testmod(module, extraglobs=names)
    assert failed == 0
