"""The demonstration district: the same arguments give the same data."""

from kepu.apps.workspace.demo.importing import import_plan
from kepu.apps.workspace.demo.loading import LOADERS, Loaded, is_loaded, load

__all__ = ["LOADERS", "Loaded", "import_plan", "is_loaded", "load"]
