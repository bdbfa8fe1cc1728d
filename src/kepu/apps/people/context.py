"""What every page says about where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from kepu.apps.territory.models import Region
from kepu.apps.territory.selectors import is_demonstration

if TYPE_CHECKING:
    from django.http import HttpRequest

SECONDS = 300
DEMONSTRATION = "people.is_demonstration"


def place(request: HttpRequest) -> dict[str, Any]:
    """Give templates `region_name`, where the reader works, and `is_demonstration`, for the banner."""
    user: Any = getattr(request, "user", None)
    grants = user.grants if user is not None and user.is_authenticated else ()
    code = grants[0].low if grants else ""
    key = f"people.region_name:{code}"
    known = cache.get_many([DEMONSTRATION, key])
    fresh: dict[str, Any] = {}
    if DEMONSTRATION not in known:
        fresh[DEMONSTRATION] = is_demonstration()
    if key not in known:
        fresh[key] = Region.objects.filter(code=code).values_list("name", flat=True).first() or "" if code else ""
    if fresh:
        cache.set_many(fresh, SECONDS)
    known |= fresh
    return {"region_name": known[key], "is_demonstration": known[DEMONSTRATION]}
