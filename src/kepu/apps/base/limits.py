"""Rate limits: a counter per user (or address) and window in the shared cache."""

from __future__ import annotations

import functools
import math
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache

from kepu.apps.base.errors import TooMany, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def hit(name: str, who: str, rate: str) -> None:
    """Count one use of `name` by `who`; raise `TooMany` when the window's share is used up."""
    allowed, _, unit = rate.partition("/")
    length = SECONDS[unit]
    moment = time.time()
    key = f"limit:{name}:{who}:{int(moment // length)}"
    cache.add(key, 0, timeout=length * 2)
    try:
        used = cache.incr(key)
        if length > SECONDS["m"]:
            cache.touch(key, length * 2)  # the database's cache counts up with the default time-out of five minutes
    except ValueError:  # evicted between the two calls
        cache.set(key, 1, timeout=length * 2)
        used = 1
    if used > int(allowed):
        raise TooMany(seconds=max(1, math.ceil(length - moment % length)))


def limited(
    name: str, *, methods: tuple[str, ...] = ("POST",)
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Limit a view by the setting KEPU_RATE_<NAME>, counting only requests of these methods."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods:
                hit(name, visitor(request), getattr(settings.KEPU, f"rate_{name}"))
            return view(request, *args, **kwargs)

        return inner

    return decorate


def count_searches(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whatever list is searched (`?q=`), it counts; searching reads many rows."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.GET.get("q"):
            try:
                hit("search", visitor(request), settings.KEPU.rate_search)
            except TooMany as limit:
                return refused(request, limit)
        return get_response(request)

    return middleware


def visitor(request: HttpRequest) -> str:
    """Who is counted: the user, or the address a guest comes from."""
    user = getattr(request, "user", None)
    return f"user-{user.pk}" if user is not None and user.is_authenticated else f"address-{address(request)}"


def address(request: HttpRequest) -> str:
    """The visitor's address, behind as many trusted proxies as the settings say."""
    trusted: int = settings.KEPU.trusted_proxies
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))
