"""Papers while they are searched for: what they break, and what an exchange would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.papers.limits import Family, Limits

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class State:
    """Which items stand in which papers.

    Attributes
    ----------
    member : ndarray of bool, shape (papers, n_items)
        The papers.
    values : ndarray of float64, shape (papers, n_thetas)
        Information of each paper.
    """

    def __init__(self, limits: Limits, information: Floats, member: NDArray[np.bool_]) -> None:
        self.limits = limits
        self.information = information.T.copy()  # items × thetas
        self.member = member
        self.uses = member.sum(axis=0)
        n = limits.n_items
        # Counts have one more place, for items that belong to no part.
        self.counts = [np.stack([self._count(family, row) for row in member]) for family in limits.families]
        self.enmity = np.zeros((n, n), dtype=np.int64) if limits.enemies else None
        if self.enmity is not None:
            for members in limits.enemies:
                self.enmity[np.ix_(members, members)] += 1
            np.fill_diagonal(self.enmity, 0)
        self.scale = max(float(limits.words.mean()), 1e-12) if limits.words is not None else 1.0
        self.refresh()

    def refresh(self) -> None:
        """Compute sums from the papers."""
        as_numbers = self.member.astype(np.float64)
        self.values = as_numbers @ self.information
        self.reading = as_numbers @ self.limits.words if self.limits.words is not None else None
        self.foes = self.member.astype(np.int64) @ self.enmity if self.enmity is not None else None
        self.shared = as_numbers @ as_numbers.T if self.limits.max_overlap is not None else None

    def broken(self) -> Floats:
        """How much each paper breaks, shape (papers,); an overlap counts half in both papers."""
        found = np.zeros(len(self.member))
        for family, counts in zip(self.limits.families, self.counts, strict=True):
            found += _excess(counts[:, :-1], family.least, family.most).sum(axis=1)
        if self.foes is not None:
            found += (self.foes * self.member).sum(axis=1) / 2
        if self.reading is not None:
            found += self._reading_excess(self.reading)
        if self.shared is not None:
            over = np.maximum(self.shared - float(self.limits.max_overlap or 0), 0.0)
            found += (over.sum(axis=1) - np.diagonal(over)) / 2
        return found

    def change(self, paper: int, gone: Ints, come: Ints, other: int | None) -> Floats:
        """What breaks more (above 0) or less when one item is exchanged for another.

        Parameters
        ----------
        paper : int
            The paper that gives an item of `gone` and gets one of `come`.
        gone, come : ndarray of int64
            Items that only `paper` has, and items that it has not.
        other : int or None
            The paper that gives and gets the other way round; None for an exchange with the bank.

        Returns
        -------
        ndarray of float64, shape (len(gone), len(come))
            The change.
        """
        found = np.zeros((len(gone), len(come)))
        for place, family in enumerate(self.limits.families):
            # Where both items belong to one part, nothing changes.
            left, right = family.labels[gone], family.labels[come]
            less, more = self._marginal(place, family, paper)
            lost, gained = less[left], more[right]
            if other is not None:
                less, more = self._marginal(place, family, other)
                lost, gained = lost + more[left], gained + less[right]
            found += np.where(left[:, None] == right, 0.0, lost[:, None] + gained)
        if self.foes is not None and self.enmity is not None:
            between = self.enmity[np.ix_(gone, come)]
            found += self.foes[paper, come] - self.foes[paper, gone][:, None] - between
            if other is not None:
                found += self.foes[other, gone][:, None] - self.foes[other, come] - between
        if self.reading is not None:
            found += self._reading_change(self.reading, paper, gone, come, other)
        if self.shared is not None:
            found += self._overlap_change(paper, gone, come, other)
        return found

    def exchange(self, paper: int, gone: int, come: int, other: int | None) -> None:
        """Exchange one item for another; with the bank when there is no other paper."""
        self._move(paper, gone, come)
        if other is not None:
            self._move(other, come, gone)
        else:
            self.uses[gone] -= 1
            self.uses[come] += 1
        if self.shared is not None:
            for which in (paper, other):
                if which is not None:
                    row = self.member.astype(np.float64) @ self.member[which].astype(np.float64)
                    self.shared[which, :] = self.shared[:, which] = row

    def _move(self, paper: int, gone: int, come: int) -> None:
        self.member[paper, gone], self.member[paper, come] = False, True
        for family, counts in zip(self.limits.families, self.counts, strict=True):
            counts[paper, family.labels[gone]] -= 1
            counts[paper, family.labels[come]] += 1
        self.values[paper] += self.information[come] - self.information[gone]
        if self.reading is not None and self.limits.words is not None:
            self.reading[paper] += self.limits.words[come] - self.limits.words[gone]
        if self.foes is not None and self.enmity is not None:
            self.foes[paper] += self.enmity[come] - self.enmity[gone]

    def _marginal(self, place: int, family: Family, paper: int) -> tuple[Floats, Floats]:
        """What one item less and one item more of each part would change."""
        counts = self.counts[place][paper, :-1]
        now = _excess(counts, family.least, family.most)
        less = _excess(counts - 1, family.least, family.most) - now
        more = _excess(counts + 1, family.least, family.most) - now
        return np.append(less, 0.0), np.append(more, 0.0)

    def _overlap_change(self, paper: int, gone: Ints, come: Ints, other: int | None) -> Floats:
        """Papers that have the item gained, and not the one lost, share one more."""
        assert self.shared is not None
        limit = float(self.limits.max_overlap or 0)
        up, down = np.zeros(len(self.member)), np.zeros(len(self.member))
        for which, sign in ((paper, 1), (other, -1)):
            if which is None:
                continue
            now = np.maximum(self.shared[which] - limit, 0.0)
            plus = np.maximum(self.shared[which] + 1 - limit, 0.0) - now
            minus = np.maximum(self.shared[which] - 1 - limit, 0.0) - now
            up += plus if sign > 0 else minus
            down += minus if sign > 0 else plus
        for which in (paper, other):
            if which is not None:
                up[which] = down[which] = 0.0
        has_gone, has_come = self.member[:, gone].astype(np.float64), self.member[:, come].astype(np.float64)
        gains = ((1 - has_gone) * up[:, None]).T @ has_come
        losses = (has_gone * down[:, None]).T @ (1 - has_come)
        return np.asarray(gains + losses, dtype=np.float64)

    def _reading_change(self, reading: Floats, *where: Any) -> Floats:
        paper, gone, come, other = where
        assert self.limits.words is not None
        difference = self.limits.words[come] - self.limits.words[gone][:, None]
        found = self._reading_excess(reading[paper] + difference) - self._reading_excess(reading[paper])
        if other is not None:
            found += self._reading_excess(reading[other] - difference) - self._reading_excess(reading[other])
        return found

    def _reading_excess(self, reading: Floats) -> Floats:
        low, high = self.limits.words_range
        return (np.maximum(low - reading, 0.0) + np.maximum(reading - high, 0.0)) / self.scale

    @staticmethod
    def _count(family: Family, row: NDArray[np.bool_]) -> Ints:
        return np.bincount(family.labels[row], minlength=family.n_parts + 1)


def _excess(counts: Ints, least: Ints, most: Ints) -> Floats:
    found: Floats = (np.maximum(least - counts, 0) + np.maximum(counts - most, 0)).astype(np.float64)
    return found
