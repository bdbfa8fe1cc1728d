"""What waits for a person: one module per home."""

from kepu.apps.workspace.selectors.desk import Desk, desk_of
from kepu.apps.workspace.selectors.homes import Home, HomeKind, homes_of

__all__ = ["Desk", "Home", "HomeKind", "desk_of", "homes_of"]
