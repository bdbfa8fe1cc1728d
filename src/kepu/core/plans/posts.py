"""Posts of leading groups: 组长：某某 县委常委、副县长；由县政府分管领导任组长. Names of persons are left where they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.model import Post, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.source import Paragraph

_ROLES = "常务副组长|副组长|组长|总召集人|副召集人|召集人|副主任|主任|成员"
_SPACE = r"[ \t\u3000]"
_ROLE = re.compile(
    rf"(?P<role>常务{_SPACE}*副{_SPACE}*组{_SPACE}*长|副{_SPACE}*组{_SPACE}*长|组{_SPACE}*长|副?召集人|成{_SPACE}*员)"
    rf"{_SPACE}*[:：]{_SPACE}*"
)
_NAME = rf"[\u4e00-\u9fff×xX○]{{2,4}}(?:{_SPACE}[\u4e00-\u9fff×])?"
_POST = r"(?:长|主任|书记|主席|常委|委员|总监|经理|政委|司令员|指挥员|干事|秘书|科员|专干|[理监]事|负责人|领导|负责同志|处级干部)"
# 张某某　副区长; 张某某（副区长）; 副区长　张某某; 副区长.
_OFFICES = (
    re.compile(
        rf"(?!\S{{0,3}}{_POST}{_SPACE}){_NAME}{_SPACE}+(?P<office>[\u4e00-\u9fff][^。；\n]{{2,40}}|[\u4e00-\u9fff]{{2}}长)$"
    ),
    re.compile(rf"{_NAME}{_SPACE}*[（(](?P<office>[^（）()\n]{{2,40}})[）)][、，；。]?$"),
    re.compile(rf"(?P<office>[^。；\n\s]{{1,40}}{_POST}){_SPACE}+{_NAME}$"),
    re.compile(rf"(?P<office>[^。；\n\s]{{1,40}}{_POST})[。；]?$"),
)
_SAID = re.compile(
    rf"(?P<office>[\u4e00-\u9fff、（）]{{3,24}}?)(?:同志)?(?:担任|任|为)(?P<role>{_ROLES})(?=[，。；、的]|$)"
)
_LEAD_IN = re.compile(r"^.*(?:由|成立|以)")
_LONGEST = 80  # characters of a line that names one post


def find_posts(text: str, paragraphs: Sequence[Paragraph]) -> list[Post]:
    """Find the posts of a leading group.

    Parameters
    ----------
    text : str
        The normalised text.
    paragraphs : sequence of Paragraph
        The paragraphs of the section that names the group.

    Returns
    -------
    list of Post
        In the order of the text: the part in the group, and the office of who has it.
    """
    found: list[Post] = []
    role = ""
    for words in paragraphs:
        printed = text[words.start : words.end]
        match = _ROLE.match(printed)
        if match:
            role = "".join(match["role"].split())
        elif not role or len(printed) > _LONGEST:
            role = ""
            found += _said(text, words)
            continue
        at = match.end() if match else 0
        person = next((fits for form in _OFFICES if (fits := form.match(printed, at))), None)
        if person:
            found.append(Post(role, person["office"].strip(), _placed(words.start, person.span("office"))))
        elif match is None:
            role = ""
            found += _said(text, words)
    return found


def _said(text: str, words: Paragraph) -> list[Post]:
    """Read the posts of a sentence: 由甲任组长，乙任副组长."""
    found = []
    for match in _SAID.finditer(words.text):
        lead_in = _LEAD_IN.match(match["office"])
        start = match.start("office") + (lead_in.end() if lead_in else 0)
        office = words.text[start : match.end("office")]
        spans = words.spans(start, match.end("office"), text)
        if office:
            found.append(Post(match["role"], office, spans[0] if spans else None))
    return found


def _placed(start: int, span: Span) -> Span:
    return (start + span[0], start + span[1])
