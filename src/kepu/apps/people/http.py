"""What a view asks before it answers, for the apps above."""

from kepu.apps.territory.guards import get_or_404, permission_required, require

__all__ = ["get_or_404", "permission_required", "require"]
