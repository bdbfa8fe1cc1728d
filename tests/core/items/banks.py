"""Fictional banks: 26 benchmarks with the points of the standard, and items that nobody wrote."""

import numpy as np

from kepu.core.items.papers import QuestionBank, make_questions

# How many points each of the 26 benchmarks has; 132 in all.
POINTS = (5, 4, 3, 6, 5, 4, 4, 3, 4, 6, 8, 6, 3, 6, 7, 4, 10, 7, 3, 3, 5, 5, 6, 5, 3, 7)
KINDS = ("判断", "选择")


def make_bank(seed: int, n: int = 500, *, style: str = "2pl", uneven: bool = False, **more) -> QuestionBank:
    """A bank in which every benchmark has items enough for 20 papers of 4 uses.

    `uneven` gives some points a dozen items and others one; `alike` gives the items of one point the same discrimination.
    """
    rng = np.random.default_rng(seed)
    points = [(f"B{b:02d}", f"P{p}") for b, size in enumerate(POINTS, 1) for p in range(1, size + 1)]
    benchmark = np.array([int(name[1:]) - 1 for name, _ in points])
    share = rng.dirichlet(np.full(len(points), 0.6)) if uneven else np.full(len(points), 1 / len(points))
    at_least = np.concatenate([rng.choice(np.flatnonzero(benchmark == each), 5) for each in range(26)])
    place = np.concatenate([at_least, rng.choice(len(points), n - len(at_least), p=share)])
    a, b = rng.lognormal(0, 0.4, n), rng.normal(0, 1.2, n)
    if style == "alike":
        a = np.exp(0.45 * rng.normal(size=len(points))[place] + 0.1 * rng.normal(size=n))
    columns = {
        "c": rng.uniform(0, 0.3, n) if style == "3pl" else None,
        "kind": [KINDS[each] for each in rng.integers(0, 2, n)],
        "words": rng.integers(20, 121, n).astype(float),
        "used": rng.integers(0, 3, n),
    }
    names = [f"q{each:03d}" for each in range(n)]
    where = [points[each] for each in place]
    return make_questions(names, [each[0] for each in where], [each[1] for each in where], a, b, **(columns | more))
