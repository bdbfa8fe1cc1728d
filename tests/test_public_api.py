"""What core offers: its public names (ruff keeps them sorted), documented functions, no import of what is not needed."""

import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import kepu.core

PACKAGES = sorted(m.name for m in pkgutil.iter_modules(kepu.core.__path__, "kepu.core.") if m.ispkg)


@pytest.mark.parametrize("name", PACKAGES)
def test_public_names_exist(name):
    package = import_module(name)

    assert package.__all__
    assert all(hasattr(package, public) for public in package.__all__)


@pytest.mark.parametrize("name", PACKAGES)
def test_public_functions_say_what_they_take_and_give(name):
    package = import_module(name)

    for public in package.__all__:
        thing = getattr(package, public)
        if inspect.isfunction(thing):
            assert "Returns\n-------" in inspect.cleandoc(thing.__doc__ or ""), f"{name}.{public}"


def test_plan_commands_start_without_django():
    script = (
        "import sys; from kepu.cli.main import main\n"
        "try: main(['plan', '--help'])\n"
        "except SystemExit: pass\n"
        "loaded = [m for m in sys.modules if m.split('.')[0] in {'django', 'numpy', 'scipy'}]\n"
        "sys.exit(repr(loaded) if loaded else 0)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
