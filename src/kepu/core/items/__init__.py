"""Item response theory: calibration, scores, fit, classical statistics and papers.

Names are imported when they are first used, so that a command starts without numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kepu.core.items.bank import MODELS, Bank, make_bank
    from kepu.core.items.codes import ItemsCode
    from kepu.core.items.results import Calibration, ItemFit, Priors, Reliability, Scores

__all__ = [
    "MODELS",
    "Bank",
    "Calibration",
    "ItemFit",
    "ItemsCode",
    "Priors",
    "Reliability",
    "Scores",
    "make_bank",
]

_HOMES = {
    "MODELS": "bank",
    "Bank": "bank",
    "Calibration": "results",
    "ItemFit": "results",
    "ItemsCode": "codes",
    "Priors": "results",
    "Reliability": "results",
    "Scores": "results",
    "make_bank": "bank",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
