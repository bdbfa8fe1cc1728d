"""Why something about the demonstration is refused."""

from enum import StrEnum


class WorkspaceCode(StrEnum):
    """Codes of refusals."""

    UNKNOWN_SIZE = "workspace.unknown_size"
    NOT_A_DEMONSTRATION = "workspace.not_a_demonstration"
