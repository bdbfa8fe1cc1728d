"""Kepu (科普): the platform on which a region runs its science-literacy programme."""

from importlib.metadata import version

__version__ = version("kepu")
