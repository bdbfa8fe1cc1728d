"""How sure the reader is, in words, and when a person is asked to look.

The confidence of a finding is the probability that it is right (core.plans.confidence), so these are probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import Sureness

if TYPE_CHECKING:
    from collections.abc import Mapping

SURE = 0.9  # from here on at least 97 of 100 were right on plans that nothing was learned from
DOUBTFUL = 0.8  # below this a person is asked to look first


def is_unsure(found: Mapping[str, Any]) -> bool:
    """Whether the reader itself doubts what it found."""
    return sureness(found) == Sureness.DOUBTFUL


def sureness(found: Mapping[str, Any]) -> Sureness:
    """How sure the reader is of what it found; what a person made has no doubt."""
    confidence = float(found.get("confidence", 1.0))
    if confidence < DOUBTFUL:
        return Sureness.DOUBTFUL
    return Sureness.SURE if confidence >= SURE else Sureness.FAIR
