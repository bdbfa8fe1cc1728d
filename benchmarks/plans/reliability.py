"""How far the reader's confidence can be believed, on plans that nothing was learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.fit_confidence import (
    LEAST_RIGHT,
    LEAST_SURE,
    SURE,
    all_items,
    by_fold,
    reliability,
    right_share,
    sure_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.fit_confidence import Rated

_FEWEST = 15  # plans


def confidence() -> list[dict[str, Any]]:
    """Give the table by fold, the promise, and how often it is made."""
    items, counting = all_items()
    rated = by_fold(items, counting)
    return [*_bins(rated), *_promises(rated, len(counting))]


def _bins(rated: Sequence[Rated]) -> list[dict[str, Any]]:
    return [
        {
            "name": f"parse confidence {name}",
            "figure": round(right, 4),
            "unit": "right",
            "peer": f"mean confidence {mean:.3f}, {n} items",
            "ratio": round(right / mean, 3) if mean else None,
            "aim": "a row of the table",
            "met": True,
        }
        for name, n, mean, right in reliability(rated)
    ]


def _promises(rated: Sequence[Rated], n_plans: int) -> list[dict[str, Any]]:
    sure = sure_of(rated)
    right, share = right_share(sure), len(sure) / len(rated)
    return [
        {
            "name": f"parse confidence >= {SURE}: right",
            "figure": round(100 * right, 2),
            "unit": "%",
            "peer": f"{len(sure)} items of {n_plans} plans, each judged without it",
            "ratio": round(right / LEAST_RIGHT, 3),
            "aim": f"at least {100 * LEAST_RIGHT:.0f} %, of at least {_FEWEST} plans",
            "met": right >= LEAST_RIGHT and n_plans >= _FEWEST,
        },
        {
            "name": f"parse confidence >= {SURE}: of all",
            "figure": round(100 * share, 2),
            "unit": "%",
            "peer": f"{len(rated)} items",
            "ratio": round(share / LEAST_SURE, 3),
            "aim": f"at least {100 * LEAST_SURE:.0f} %",
            "met": share >= LEAST_SURE,
        },
    ]
