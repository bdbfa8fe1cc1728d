"""A sentence in pieces: places to cut, breaks that were typed, and spans that print each piece."""

from hypothesis import given
from hypothesis import strategies as st

from kepu.core.plans.pieces import added_breaks, cut, cutting_places

SOURCE = "一、任务\n举办科普月；\n  建设科普馆。\t区科协\n举办科普月；建设科普馆。"
TEXT = "举办科普月；建设科普馆。"
FIRST, SECOND = (5, 20), (25, 37)


def test_pieces_keep_the_words_that_are_printed():
    pieces = cut(TEXT, [FIRST, SECOND], SOURCE, [6])

    assert [piece.text for piece in pieces] == ["举办科普月；", "建设科普馆。"]
    assert [SOURCE[slice(*span)] for piece in pieces for span in piece.spans] == [
        "举办科普月；",
        "举办科普月；",
        "建设科普馆。",
        "建设科普馆。",
    ]


def test_a_corrected_text_keeps_the_place_it_came_from():
    pieces = cut("举办科技月；建设科普馆。", [FIRST], SOURCE, [6])

    assert [piece.spans for piece in pieces] == [(FIRST,), (FIRST,)]


def test_a_text_that_is_not_printed_has_no_place():
    assert [piece.spans for piece in cut("一。二。", [], SOURCE, [2])] == [(), ()]


def test_cuts_with_nothing_beside_them_are_left_out():
    assert [piece.text for piece in cut("  一。", [], "", [0, 1, 2, 4, 99])] == ["一。"]


def test_rare_characters_count_as_one():
    pieces = cut("𠮷县；办馆。", [(2, 8)], "甲：𠮷县；办馆。", [3])

    assert [piece.spans for piece in pieces] == [((2, 5),), ((5, 8),)]


def test_sentences_are_offered_before_commas():
    assert cutting_places("办月，建馆；开课。完") == (6, 9)
    assert cutting_places("由甲、乙牵头，丙参加。") == (7,)
    assert cutting_places("甲、乙") == (2,)
    assert cutting_places("办月。") == ()
    assert cutting_places("") == ()


def test_typed_breaks_are_found_where_nothing_else_changed():
    assert added_breaks("一二三四", "一\n二三\r\n\n四") == (1, 3)
    assert added_breaks("一二\n三四", "一二\n三\n四") == (4,), "a break that was there does not count"
    assert added_breaks("一二", "\n一二\n") == ()
    assert added_breaks("一二", "一三") is None


@given(st.text(alphabet="一二三。；\n \t𠮷a", min_size=1), st.lists(st.integers(-2, 30)))
def test_pieces_together_are_the_text(text, places):
    pieces = cut(text, [(1, 1 + len(text))], f"x{text}y", places)

    squeezed = "".join(text.split())
    assert "".join("".join(piece.text.split()) for piece in pieces) == squeezed
    printed = "".join(f"x{text}y"[slice(*span)] for piece in pieces for span in piece.spans)
    assert "".join(printed.split()) == squeezed
