"""Notes of the estimates as the report says them."""

from __future__ import annotations

from kepu.core.items.notes import Note, NoteCode

SENTENCES = {
    NoteCode.NEGATIVE_A: "区分度是负数：{items}。请核对这些题目的答案。",
    NoteCode.C_AT_ZERO: "{items} 的猜测参数估计为 0，没有标准误。",
    NoteCode.NO_VARIANCE: "能力的方差估计为 0：这些作答看不出人与人的差别。",
    NoteCode.NOT_ESTIMATED: "参数是给定的，不是由这些作答估计的。",
    NoteCode.CATEGORY_UNUSED: "题目 {item} 的类别 {unused} 没有人选；它的类别是 {used}。",
    NoteCode.ALL_HIGHEST: "{n} 人所答题目全部取最高类，照常计入。",
    NoteCode.ALL_LOWEST: "{n} 人所答题目全部取最低类，照常计入。",
    NoteCode.ANSWERED_NOTHING: "{n} 人一题未答，不影响题目的估计。",
    NoteCode.UNLINKED: "有 {n} 组题目没有同一个人作答把它们连起来（各举一题：{items}）；只有当谁答哪一组是随机决定的，它们才在同一把尺子上。",
    NoteCode.NO_FINITE_SCORE: "{n} 人没有有限的得分：越往一端，他们的作答越可能。",
    NoteCode.OMEGA_NEEDS_THREE: "ω 需要三道一起作答、得分有变化的题目。",
    NoteCode.NO_ONE_FACTOR: "一个因子说明不了题目之间的相关，没有 ω。",
    NoteCode.ALL_ALIKE: "作答全都一样、谈不上区分的题目：{items}。",
    NoteCode.PAIRS_APART: "{n} 对题目只有不到两人一起作答（如 {items}），没有 α 和 ω。",
    NoteCode.FIT_ON_SOME: "S-X² 只用答了全部题目的 {n} 人（共 {of} 人）。",
    NoteCode.FIT_NEEDS_TWO: "S-X² 至少要两道题，并且有人答了全部题目。",
    NoteCode.FIT_NOT_FREE: "S-X² 没有自由度：{items}。",
}


def in_chinese(note: str) -> str:
    """The sentence of a note.

    Parameters
    ----------
    note : str
        A note of an estimate; a plain sentence stays as it is.

    Returns
    -------
    str
        In Chinese.
    """
    if not isinstance(note, Note):
        return note
    details = {name: "、".join(value) if isinstance(value, list) else value for name, value in note.details.items()}
    return SENTENCES[note.code].format(**details)
