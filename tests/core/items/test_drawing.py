"""Papers drawn by a seed: legal, repeatable by anybody, checked against what was published."""

import hashlib
from collections import Counter

import pytest

from kepu.core.errors import InputError
from kepu.core.items.papers import PaperCode, bank_digest, commitment_of, draw_papers, make_questions
from tests.core.items.banks import make_bank

SEED = "4f1c0b5e9a7d42c88e6b3a1d0f2c5b7e"


def numbers(key):
    """The stream of the documented rule, written again."""
    turn = 0
    while True:
        yield int.from_bytes(hashlib.sha256(f"{key}\n{turn}".encode()).digest(), "big")
        turn += 1


def below(stream, m):
    """A number below m."""
    limit = 2**256 - 2**256 % m
    return next(value for value in stream if value < limit) % m


def drawn_again(rows, seed, length):
    """The first paper, from nothing but the text of the rule."""
    digest = hashlib.sha256("".join("\t".join(row) + "\n" for row in sorted(rows)).encode()).hexdigest()
    stream = numbers(f"{seed}\n{digest}\n1")
    left = sorted({row[1:] for row in rows})
    chosen = []
    for benchmark in sorted({row[1] for row in rows}):
        own = [point for point in left if point[0] == benchmark]
        chosen.append(own[below(stream, len(own))])
    left = [point for point in left if point not in chosen]
    while len(chosen) < length:
        chosen.append(left.pop(below(stream, len(left))))
    paper = []
    for point in chosen:
        own = sorted(row[0] for row in rows if row[1:] == point)
        paper.append(own[below(stream, len(own))])
    for place in range(len(paper) - 1, 0, -1):
        other = below(stream, place + 1)
        paper[place], paper[other] = paper[other], paper[place]
    return tuple(paper)


def test_a_draw_can_be_repeated_from_the_rule_alone():
    bank = make_bank(1)
    rows = list(zip(bank.item, bank.benchmark, bank.point, strict=True))

    found = draw_papers(bank, SEED)

    assert found.papers[0] == drawn_again(rows, SEED, 50)
    assert found.commitment == hashlib.sha256(SEED.encode()).hexdigest()


def test_a_draw_never_changes():
    bank = make_questions(list("abcdef"), list("112233"), list("121212"), [1.0] * 6, [0.0] * 6)

    assert draw_papers(bank, SEED, length=4).papers == (("b", "c", "e", "a"),)


@pytest.mark.parametrize("turn", range(20))
def test_papers_cover_every_benchmark_and_no_point_twice(turn):
    bank = make_bank(2)
    place = {name: index for index, name in enumerate(bank.item)}

    for paper in draw_papers(bank, f"{SEED}{turn}", papers=3).papers:
        points = [bank.points[place[name]] for name in paper]
        assert len(set(points)) == len(points) == 50
        assert {benchmark for benchmark, _ in points} == set(bank.benchmark)


def test_the_order_of_the_bank_does_not_matter():
    bank = make_bank(3)

    assert draw_papers(bank.take(range(499, -1, -1)), SEED).papers == draw_papers(bank, SEED).papers


def test_every_paper_of_a_draw_and_every_seed_differs():
    bank = make_bank(3)

    papers = [*draw_papers(bank, SEED, papers=5).papers, *draw_papers(bank, SEED[::-1]).papers]

    assert len(set(papers)) == 6


def test_points_of_a_benchmark_are_equally_likely():
    bank = make_questions(list("abc"), ["1"] * 3, list("123"), [1.0] * 3, [0.0] * 3)

    counts = Counter(draw_papers(bank, SEED, papers=3000, length=1).papers)

    assert all(abs(count - 1000) < 100 for count in counts.values())  # four standard deviations


def test_published_hashes_are_compared():
    bank = make_bank(4)
    commitment, digest = commitment_of(SEED), bank_digest(bank)

    assert draw_papers(bank, SEED, commitment=commitment.upper(), digest=digest).papers
    with pytest.raises(InputError) as other_seed:
        draw_papers(bank, SEED[::-1], commitment=commitment)
    with pytest.raises(InputError) as other_bank:
        draw_papers(bank.take(range(499)), SEED, commitment=commitment, digest=digest)

    assert other_seed.value.code == PaperCode.COMMITMENT_DIFFERS
    assert other_seed.value.details["name"] == "seed"
    assert other_bank.value.details["name"] == "bank"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"seed": "short"}, PaperCode.WEAK_SEED),
        ({"papers": 0}, PaperCode.BAD_RULE),
        ({"length": 200}, PaperCode.TOO_FEW_POINTS),
        ({"length": 20}, PaperCode.CONTRADICTION),
        ({"benchmarks": 27}, PaperCode.BENCHMARK_MISSING),
        ({"benchmarks": ["B99"]}, PaperCode.BENCHMARK_MISSING),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, code):
    with pytest.raises(InputError) as refused:
        draw_papers(make_bank(5), **({"seed": SEED} | options))

    assert refused.value.code == code


def test_contest_items_never_stand_in_a_paper_of_the_survey():
    bank = make_bank(6, pool=["contest"] * 100 + ["survey"] * 400)

    with pytest.raises(InputError) as refused:
        draw_papers(bank, SEED)
    found = draw_papers(bank, SEED, pool="survey", papers=10, benchmarks=sorted(set(bank.benchmark[100:])))

    assert refused.value.code == PaperCode.MIXED_POOLS
    assert not {name for paper in found.papers for name in paper} & set(bank.item[:100])
