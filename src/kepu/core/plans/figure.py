"""What a figure is, and the units and numbers it is printed with."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Never more than a printed number has, so that a line of digits is not tried anew from each of them.
DIGITS = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,12}(?!\d)(?:\.\d{1,6})?"
NUMERALS = "[一二两三四五六七八九十百千]{1,6}"
UNIT = (
    r"个百分点|百分点|个月(?!度)|个小时|个工作日|个学时|个课时|个位次|车次|台次|校次|站次|项次|户次|村次|分(?=[，。；、）)]|$)|篇次|平方米|平方公里|平方千米|平米|㎡|立方米|人次|人天|场次|家次|件次|班次|批次|条次|课时|学时|小时|分钟|公里|千米|%|％|‰|倍|"
    "个|家|名|人|场|次|所|处|条|辆|台|套|部|件|期|项|支|座|张|元|户|天|册|份|篇|种|类|位|对|班|门|节|本|块|幅|站|间|亩|吨|款|集|届|轮|米|栋|课|学分|例|只|株|盏|套|辆次|期次|公顷|千瓦|吨|字|首|枚|艘|架|幢|棵|组|堂|批|延长米|延米|遍|讲(?!座|解|述|好|师)"
)
# 5项重点工程, 5大行动, 14个单位: what a plan is made of, not what it wants.
STRUCTURE = re.compile(
    r"(?:个|项|类|种|条|大)[\u4e00-\u9fff、]{0,8}?(?:行动|工程|任务|方面|制度|原则|体系|领域|阶段|环节|重点人群|指标体系|部分|成员单位|措施|举措|专项行动)"
    r"|项(?:重点|主要|具体|科普|年度)?工作(?![站室坊者])"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, at its place in a text."""

    start: int
    end: int
    value: float
    high: float | None
    unit: str
    more: bool  # 100余家
    rank: bool  # 前20%
    per: str = ""  # 3元/年
