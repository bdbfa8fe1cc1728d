"""A plan damaged the way a crawl damages it: two prints, the one put into the paragraphs of the other."""

from __future__ import annotations

import re

_GROUPS = (
    ("青少年", "行动", "市教委、市科协"),
    ("农民", "行动", "市农委、市科协"),
    ("城镇劳动者", "行动", "市人力社保局"),
    ("领导干部和公务员", "行动", "市委组织部"),
    ("科技教育与培训基础", "工程", "市教委"),
    ("社区科普益民", "工程", "市科协、市民政局"),
)
_MEASURES = ("加强{0}基础工作", "丰富{0}活动载体", "完善{0}服务机制")


def clean_sentences() -> list[str]:
    """Give the sentences of a fictional plan of 2016–2020, none of them twice."""
    made = [
        "云溪市人民政府办公室关于印发云溪市全民科学素质行动计划纲要实施方案（2016—2020年）的通知。",
        "一、背景和意义“十二五”期间，全市科普工作取得明显进展，各方面基础得到巩固，公共服务能力进一步提升。",
        "二、指导方针和工作目标指导方针：坚持政府推动、全民参与、提升素质、促进和谐的方针，扎实推进各项工作。",
        "工作目标：到2020年，全市公民具备科学素质的比例超过9%，力争达到11%。",
    ]
    for number, (who, kind, lead) in enumerate(_GROUPS, 1):
        numeral = "一二三四五六"[number - 1]
        start = "三、重点任务" if number == 1 else ""
        made.append(
            f"{start}({numeral})实施{who}科学素质{kind}。" if kind == "行动" else f"({numeral})实施{who}{kind}。"
        )
        for measure in _MEASURES:
            made.append(f"——{measure.format(who)}。")
            topic = measure[-4:]
            made.append(f"围绕{who}的实际需要，统筹各方资源{topic}，形成面向{who}的长效安排。")
            made.append(f"组织{who}参加以{topic}为主题的培训和体验，让{who}在参与中获得知识。")
        made.append(f"分工：由{lead}牵头，市委宣传部、市财政局等单位参加。")
    return made


def damaged_text(*, lost: bool = False) -> str:
    """Give the plan as two prints: each paragraph has one sentence, a run of the print behind, and goes on.

    With `lost`, the print ahead also lost two headings that the print behind does not reach.
    """
    ahead = clean_sentences()
    behind = clean_sentences()[:38]
    if lost:
        ahead = [sentence for sentence in ahead if not re.match(r"\((?:五)\)", sentence)]
    lines, at, from_behind = [], 0, 0
    while at < len(ahead):
        line = ahead[at : at + 6]
        run = behind[from_behind : from_behind + 4] if at >= 6 else []
        from_behind += len(run)
        lines.append("".join([*line[:1], *run, *line[1:]]))
        at += 6
    return "\n".join(lines)
