"""Text with its places lit; lines that no paragraph is as long as are folded."""

import html
import re

from kepu.apps.base.marked import LONGEST_LINE, Place, marked


def plain(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_text_and_marks_are_escaped():
    page = marked("<一> 二", [Place(0, 3, "c1", "task")])

    assert page == ('<mark class="k-span k-span--task" data-item="c1" id="c1-text">&lt;一&gt;</mark> 二')


def test_lines_of_usual_length_are_not_broken():
    text = f"{'字' * LONGEST_LINE}\n{'字' * LONGEST_LINE}"

    assert marked(text, []) == text


def test_long_line_is_broken_behind_a_mark_and_loses_nothing():
    text = "字" * (LONGEST_LINE - 10) + "。" + "字" * LONGEST_LINE

    page = marked(text, [])

    assert plain(page) == text
    assert page.index("<br>") == LONGEST_LINE - 9
    assert page.count("<br>") == 1


def test_line_of_brackets_is_broken_everywhere_also_inside_marks():
    text = "（" * (10 * LONGEST_LINE + 1)

    page = marked(text, [Place(LONGEST_LINE, 5 * LONGEST_LINE, "c1", "task"), Place(7, 9, "c2", "unit")])

    assert plain(page) == text
    assert page.count("<br>") == 10
    assert max(len(part) for part in re.split(r"<[^>]+>", page)) <= LONGEST_LINE
