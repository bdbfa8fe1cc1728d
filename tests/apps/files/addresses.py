"""Addresses of files."""

from tests.addresses import MARK, MISSING, Address
from tests.factories.files import make_stored_file


def kept(world):
    """A file of the owner's."""
    return {
        "pk": make_stored_file(owner=world.owner, name=f"{MARK}.txt", content=f"{MARK}\n做好科普工作。\n".encode()).pk
    }


ADDRESSES = {
    "files:file": Address(kept, lower=MISSING, shows_mark=True),
    "files:about": Address(kept, lower=MISSING, shows_mark=True),
}
