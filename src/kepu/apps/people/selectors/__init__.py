"""Questions about people."""

from kepu.apps.people.selectors.grants import grants_of
from kepu.apps.people.selectors.groups import composition, member_units
from kepu.apps.people.selectors.posts import liaisons_of, posts_of

__all__ = ["composition", "grants_of", "liaisons_of", "member_units", "posts_of"]
