"""Changes to plans."""

from kepu.apps.ledger.services.closing import confirm_plan, correct_head, discard_plan
from kepu.apps.ledger.services.importing import create_plan, import_plan
from kepu.apps.ledger.services.reading import fail_plan, read_plan, store_parse

__all__ = [
    "confirm_plan",
    "correct_head",
    "create_plan",
    "discard_plan",
    "fail_plan",
    "import_plan",
    "read_plan",
    "store_parse",
]
