"""Papers drawn by the legal rule: every benchmark, then at random, by a seed that was committed to before.

The algorithm is part of the contract, so that anybody can repeat a draw with nothing but SHA-256:

1. Labels are strings in Unicode; they are sorted by their code points. `n` below is decimal ASCII.
2. Random bytes of paper `n` (1, 2, …) are SHA-256(seed ‖ "\\n" ‖ digest of the bank ‖ "\\n" ‖ n ‖ "\\n" ‖ k) for k = 0, 1, 2, …,
   everything in UTF-8, one 256-bit number (big-endian) each. A number below m is the next of them that is smaller than the
   largest multiple of m up to 2²⁵⁶, modulo m.
3. For each benchmark in order: one of its points, sorted. Then the rest of the points, sorted by benchmark and point: one by one,
   each time one of those that are left, until there are as many as the paper has items.
4. For each point in the order in which it was drawn: one of its items, sorted.
5. The order of the paper: for i from the last place down to the second, the item at i changes places with the item at a random
   place from the first to i.

The digest of the bank is the SHA-256 of its lines "item\\tbenchmark\\tpoint\\n", sorted by code points.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.items.instruments import BENCHMARK_2016
from kepu.core.items.papers.checks import listed
from kepu.core.items.papers.codes import PaperCode
from kepu.core.items.papers.rules import PaperRules, required_benchmarks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.items.papers.questions import QuestionBank

# A seed that can be guessed makes its published hash worthless: 32 characters hold 128 bits in hexadecimal.
LEAST_SEED = 32
ALGORITHM = "kepu-draw-1"


@dataclass(frozen=True)
class Draw:
    """Papers drawn at random.

    Attributes
    ----------
    papers : tuple of tuple of str
        Names of items, in the order in which they are asked.
    seed, commitment : str
        The seed and its SHA-256 in hexadecimal.
    bank_digest : str
        SHA-256 of the bank that was drawn from.
    algorithm : str
        Which rule; it changes when the draw would.
    """

    papers: tuple[tuple[str, ...], ...]
    seed: str
    commitment: str
    bank_digest: str
    algorithm: str = ALGORITHM


def commitment_of(seed: str) -> str:
    """The hash that is published before a draw.

    Parameters
    ----------
    seed : str
        A secret of at least 32 characters, at random.

    Returns
    -------
    str
        SHA-256 of its UTF-8, in hexadecimal.

    Raises
    ------
    InputError
        `papers.weak_seed` if it is shorter: it could be guessed from the hash.

    Examples
    --------
    >>> commitment_of("0" * 32)[:16]
    '84e0c0eafaa95a34'
    """
    if len(seed) < LEAST_SEED:
        message = f"The seed has {len(seed)} characters; at least {LEAST_SEED} at random are needed."
        raise InputError(PaperCode.WEAK_SEED, message, given=len(seed), least=LEAST_SEED)
    return hashlib.sha256(seed.encode()).hexdigest()


def bank_digest(bank: QuestionBank) -> str:
    """The hash of the items and where they belong, published with the commitment.

    Parameters
    ----------
    bank : QuestionBank
        The items.

    Returns
    -------
    str
        SHA-256 in hexadecimal; the order of the items does not matter.
    """
    rows = sorted(zip(bank.item, bank.benchmark, bank.point, strict=True))
    return hashlib.sha256("".join("\t".join(row) + "\n" for row in rows).encode()).hexdigest()


def draw_papers(
    bank: QuestionBank,
    seed: str,
    *,
    papers: int = 1,
    length: int = BENCHMARK_2016.n_items,
    benchmarks: int | Sequence[str] | None = None,
    pool: str | None = None,
    commitment: str | None = None,
    digest: str | None = None,
) -> Draw:
    """Draw papers: every benchmark at least once, then points at random without repetition, one item for each point.

    Parameters
    ----------
    bank : QuestionBank
        The items; parameters play no part.
    seed : str
        At least 32 characters; kept secret until the draw.
    papers, length : int
        How many papers, and items in each.
    benchmarks : int or sequence of str, optional
        The benchmarks every paper covers, as in `PaperRules`.
    pool : str, optional
        What the papers are for; must be named when the bank holds items of several pools.
    commitment, digest : str, optional
        Hashes that were published; compared when given.

    Returns
    -------
    Draw
        The papers with what is needed to repeat the draw.

    Raises
    ------
    InputError
        If the seed is weak, a hash differs from the published one (`papers.commitment_differs`), a benchmark has no items,
        or there are fewer points than items of a paper.
    """
    chosen = bank.of_pool(pool)
    if papers < 1 or length < 1:
        message = f"{papers} papers of {length} items cannot be drawn."
        raise InputError(PaperCode.BAD_RULE, message, name="papers" if papers < 1 else "length")
    made, of_bank = commitment_of(seed), bank_digest(chosen)
    for name, published, found in (("seed", commitment, made), ("bank", digest, of_bank)):
        if published is not None and not hmac.compare_digest(published.strip().lower().encode(), found.encode()):
            message = f"The hash of the {name} is {found}, not the published {published}."
            raise InputError(PaperCode.COMMITMENT_DIFFERS, message, name=name, published=published, found=found)
    required = required_benchmarks(chosen, PaperRules(length=length, benchmarks=benchmarks))
    members: dict[tuple[str, str], list[str]] = {}
    for row, pair in enumerate(chosen.points):
        members.setdefault(pair, []).append(chosen.item[row])
    _refuse_counts(members, required, length)
    drawn = [_draw(members, required, length, f"{seed}\n{of_bank}\n{number}") for number in range(1, papers + 1)]
    return Draw(tuple(drawn), seed, made, of_bank)


def _refuse_counts(members: dict[tuple[str, str], list[str]], required: Sequence[str], length: int) -> None:
    if len(members) < length:
        message = f"Papers of {length} items need {length} points; the bank has {len(members)}."
        raise InputError(PaperCode.TOO_FEW_POINTS, message, points=len(members), length=length)
    if len(required) > length:
        message = f"Papers of {length} items cannot cover {len(required)} benchmarks: {listed(list(required))}."
        raise InputError(PaperCode.CONTRADICTION, message, rules=["length", "benchmarks"])


def _draw(members: dict[tuple[str, str], list[str]], required: Sequence[str], length: int, key: str) -> tuple[str, ...]:
    stream = _Stream(key)
    left = sorted(members)
    points = []
    for benchmark in sorted(required):
        own = [point for point in left if point[0] == benchmark]
        points.append(own[stream.below(len(own))])
    for point in points:
        left.remove(point)
    while len(points) < length:
        points.append(left.pop(stream.below(len(left))))
    items = []
    for point in points:
        own_items = sorted(members[point])
        items.append(own_items[stream.below(len(own_items))])
    for place in range(len(items) - 1, 0, -1):
        other = stream.below(place + 1)
        items[place], items[other] = items[other], items[place]
    return tuple(items)


class _Stream:
    """Numbers from SHA-256 in counter mode."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._turn = 0

    def below(self, m: int) -> int:
        """A number from 0 to m − 1, all equally likely."""
        limit = (1 << 256) // m * m
        while True:
            digest = hashlib.sha256(f"{self._key}\n{self._turn}".encode()).digest()
            self._turn += 1
            number = int.from_bytes(digest, "big")
            if number < limit:
                return number % m
