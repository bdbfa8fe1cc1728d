"""Build hook of the wheel: makes the browser assets and the English catalogue when they are not there."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from types import ModuleType


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before files are collected; an editable install needs none of it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatch's signature
        """Make what the wheel holds and git does not."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        if not (root / "src/kepu/static/kepu/app.css").exists():
            node = load(root / "tools/node.py")
            if node.run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") or node.run("node", "build.mjs"):
                message = "The browser assets could not be built."
                raise RuntimeError(message)
        load(root / "tools/catalogue.py").compile_catalogue()


def load(path: Path) -> ModuleType:
    """Import a file of tools/ by its path: the build runs outside the checkout's Python path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
