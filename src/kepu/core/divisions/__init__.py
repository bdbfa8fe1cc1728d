"""Administrative divisions: codes, levels, ancestry, names."""

from kepu.core.divisions.code import Code, Level, ancestors, level_of, pad, parent_of, parse_code, subtree_range
from kepu.core.divisions.codes import DivisionsCode
from kepu.core.divisions.names import Divisions, is_virtual

__all__ = [
    "Code",
    "Divisions",
    "DivisionsCode",
    "Level",
    "ancestors",
    "is_virtual",
    "level_of",
    "pad",
    "parent_of",
    "parse_code",
    "subtree_range",
]
