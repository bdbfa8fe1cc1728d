"""Why papers are not assembled or drawn."""

from enum import StrEnum


class PaperCode(StrEnum):
    """Codes of refusals."""

    EMPTY_BANK = "papers.empty_bank"
    WRONG_LENGTH = "papers.wrong_length"
    DUPLICATE_ITEM = "papers.duplicate_item"
    MISSING_LABEL = "papers.missing_label"
    BAD_PARAMETER = "papers.bad_parameter"
    BAD_COLUMN = "papers.bad_column"
    UNKNOWN_ENEMY = "papers.unknown_enemy"
    MIXED_POOLS = "papers.mixed_pools"
    NO_SUCH_POOL = "papers.no_such_pool"
    BAD_RULE = "papers.bad_rule"
    BENCHMARK_MISSING = "papers.benchmark_missing"
    TOO_FEW_USES = "papers.too_few_uses"
    TOO_FEW_POINTS = "papers.too_few_points"
    CONTRADICTION = "papers.contradiction"
    NOT_FOUND = "papers.not_found"
    BROKEN_PAPER = "papers.broken_paper"
    WEAK_SEED = "papers.weak_seed"
    COMMITMENT_DIFFERS = "papers.commitment_differs"
