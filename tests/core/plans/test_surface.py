"""The public surface and its documentation."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import kepu.core.plans as package
from kepu.core.plans import PlanCode

CODES = Path(__file__).resolve().parents[3] / "docs" / "reference" / "codes.md"
MODULES = sorted(module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))


def test_public_names_are_sorted_and_there():
    names = package.__all__

    assert sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name)) == names
    assert all(hasattr(package, name) for name in names)


@pytest.mark.parametrize("code", PlanCode, ids=[code.value for code in PlanCode])
def test_every_code_is_documented(code):
    assert f"## {code.value}\n" in CODES.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
