"""Plans as accidents leave them: cut, doubled, shuffled, mixed, run together; the same ones for every seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MARKS = "（）()《》“”〔〕【】，。；：、—-\t\n |.0123456789一二三十百%年月²٣①亿万\u200b\U00020000"
WORDS = (
    "附件",
    "序号\t任务内容\t牵头单位\n",
    "责任单位：",
    "由区科协牵头，",
    "力争到2030年",
    "分别为",
    "（一）",
    "1.",
    "——",
    "\n\n",
)


def cut(text: str, rng: random.Random) -> str:
    """Lose a piece at each end and some in between."""
    first, last = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    kept = text[first:last]
    for _ in range(rng.randrange(5)):
        at = rng.randrange(len(kept) + 1)
        kept = kept[:at] + kept[at + rng.randrange(200) :]
    return kept


def doubled(text: str, rng: random.Random) -> str:
    """Print passages twice, some of them somewhere else."""
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(text) + 1)
        piece = text[at : at + rng.randrange(1, 3000)]
        to = rng.choice([at, rng.randrange(len(text) + 1)])
        text = text[:to] + piece + text[to:]
    return text


def shuffled(text: str, rng: random.Random) -> str:
    """Put lines, or sentences, into another order."""
    mark = rng.choice("\n。")
    parts = text.split(mark)
    for _ in range(rng.randrange(1, len(parts) + 1)):
        a, b = rng.randrange(len(parts)), rng.randrange(len(parts))
        parts[a], parts[b] = parts[b], parts[a]
    return mark.join(parts)


def edited(text: str, rng: random.Random) -> str:
    """Put marks and words of plans anywhere."""
    pieces = list(text)
    for _ in range(rng.randrange(1, 60)):
        at = rng.randrange(len(pieces) + 1)
        pieces[at : at + rng.randrange(3)] = [rng.choice([rng.choice(MARKS) * rng.randrange(1, 40), rng.choice(WORDS)])]
    return "".join(pieces)


def run_together(text: str, rng: random.Random) -> str:
    """Lose line breaks, spaces or tabs."""
    lost = rng.choice(["\n", "\t", "\n\n", " "])
    return "".join("" if mark == lost and rng.random() < 0.7 else mark for mark in text)


def wrapped(text: str, rng: random.Random) -> str:
    """Break lines after so many characters, as a page does."""
    width = rng.randrange(5, 60)
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, max(1, len(line)), width)]
    return "\n".join(lines)


DAMAGE: dict[str, Callable[[str, random.Random], str]] = {
    each.__name__: each for each in (cut, doubled, shuffled, edited, run_together, wrapped)
}


def damaged(texts: Sequence[str], seed: int, n_steps: int) -> str:
    """Damage one of several texts in several ways, or mix it with another."""
    rng = random.Random(seed)  # noqa: S311  the same text again for the same seed
    text = rng.choice(texts)
    if rng.random() < 0.3:
        other = rng.choice(texts).split("\n")
        lines = text.split("\n")
        text = "\n".join(line for pair in zip(lines, other, strict=False) for line in pair)
    for _ in range(n_steps):
        text = rng.choice(list(DAMAGE.values()))(text, rng) or text
    return text
