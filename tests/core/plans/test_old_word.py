"""Old Word documents as far as they are looked at without a converter: their container, their lock, their bare words."""

import contextlib
import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.core.errors import InputError
from kepu.core.plans.reading.compound import BrokenCompoundError, Compound
from kepu.core.plans.reading.kinds import Kind, recognise
from kepu.core.plans.reading.oldword import is_locked, words_of
from tests.core.plans.making_old import compound, old_document

PIECES = ("一、总体要求\r", "Kepu \x13 PAGE \x141\x15\r", "做好甲\x07区科协\x07\x07\x0c", "机密★1年\r")
DOCUMENT = old_document(*PIECES, narrow=[1])


def test_words_of_all_pieces_are_given_without_codes_of_fields():
    assert words_of(DOCUMENT) == "一、总体要求\nKepu 1\n做好甲\t区科协\t\t\f机密★1年\n"


def test_words_of_a_document_before_1997_are_given():
    words = "机密★1年\r一、总体要求\r".encode("gb18030")
    main = bytearray(0x0800) + words
    struct.pack_into("<H", main, 0, 0xA5DC)
    struct.pack_into("<II", main, 24, 0x0800, 0x0800 + len(words))

    assert words_of(compound({"WordDocument": bytes(main)})) == "机密★1年\n一、总体要求\n"


def test_lock_is_seen_in_the_header():
    assert not is_locked(Compound(DOCUMENT))
    assert is_locked(Compound(old_document("甲", locked=True)))


def test_streams_are_given_whole():
    content = bytes(range(256)) * 300
    container = Compound(compound({"Workbook": content, "乙": b"b" * 5000}))

    assert container.names == {"Workbook", "乙"}
    assert container.stream("Workbook") == content
    assert container.stream("丙") is None


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        ({"WordDocument": b""}, Kind.DOC),
        ({"Workbook": b""}, Kind.XLS),
        ({"Book": b""}, Kind.XLS),
        ({"PowerPoint Document": b""}, Kind.OLE),
    ],
)
def test_kind_is_told_by_the_streams(streams, kind):
    assert recognise(compound(streams)) is kind


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOCUMENT[:600], b"x" * 600])
def test_what_is_no_container_is_told(data):
    assert words_of(data) == ""
    with pytest.raises(BrokenCompoundError):
        Compound(data)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_damage_never_breaks_the_reader_or_makes_it_run_forever(seed):
    rng = random.Random(seed)  # noqa: S311  the same damage for the same seed
    data = bytearray(DOCUMENT)
    for _ in range(rng.randrange(1, 30)):
        data[rng.randrange(2048 if rng.random() < 0.5 else len(data))] = rng.choice((0, 1, 255, rng.randrange(256)))

    with contextlib.suppress(InputError):  # and nothing else
        recognise(bytes(data))
    assert isinstance(words_of(bytes(data)), str)
