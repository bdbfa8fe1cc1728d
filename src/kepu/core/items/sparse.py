"""Products of scores where everybody saw other items: over the items that each respondent answered, not over all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.items.sums import Local, Made

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.expectation import Block, Sheet

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Reals = NDArray[Any]

FEW = 0.4  # below this share of answers the work is done over answers
SIDE = 64
AT_ONCE = 2_000_000  # values of a pile of small matrices


def sparse(sheet: Sheet) -> bool:
    """Whether few of its cells hold an answer.

    Parameters
    ----------
    sheet : Sheet
        Respondents.

    Returns
    -------
    bool
        Never for a complete part.
    """
    return sheet.answered is not None and float(sheet.answered.mean()) < FEW


class SparseProducts:
    """Sums over the rows of one sheet; the same face as `Products`."""

    def __init__(self, sheet: Sheet, local: Local, dtype: type[np.floating[Any]]) -> None:
        self.codes = sheet.part.codes
        self.size = len(local.places)
        starts = np.flatnonzero(np.diff(local.item, prepend=-1))
        self.starts, self.sizes = starts, np.diff(starts, append=self.size)
        first = np.searchsorted(sheet.owner, np.arange(len(starts) + 1))  # column where each item begins
        self.scores = np.repeat(local.lowest[:, None], 1 + int(np.diff(first).max()), axis=1).astype(dtype)
        level = local.column - first[local.item[local.parameter]] + 1
        self.scores[local.parameter, level] += local.added.astype(dtype)

    def work(self, block: Block, *, squares: Floats | None, keep: bool) -> Made:
        """Minus the posterior covariance of scores, weighted and summed, of a block."""
        codes = self.codes[block.rows]
        n = len(codes)
        found, squared = np.zeros(self.size**2), None if squares is None or keep else np.zeros(self.size**2)
        means = np.zeros((n, self.size)) if keep else None
        longest = int((codes >= 0).sum(axis=1).max()) * int(self.sizes.max())
        pile = max(1, AT_ONCE // (longest * max(longest, len(block.posterior))))
        for start in range(0, n, pile):
            rows = slice(start, min(start + pile, n))
            places, scores = self._gather(codes[rows])
            posterior = np.ascontiguousarray(block.posterior[:, rows].T)[:, None]
            mean = np.einsum("nlq,nq->nl", scores, posterior[:, 0])
            scores -= mean[:, :, None]
            product = _small(scores * (posterior * block.weights[rows][:, None, None]), scores)
            where = (places[:, :, None] * self.size + places[:, None, :]).ravel()
            found -= np.bincount(where, product.ravel(), self.size**2)
            if squared is not None and squares is not None:
                own = squares[block.rows][rows]
                both = mean[:, :, None] * mean[:, None, :] * own[:, None, None]
                squared += np.bincount(where, both.ravel(), self.size**2)
            if means is not None:
                np.add.at(means[rows], (np.arange(len(places))[:, None], places), mean * block.weights[rows][:, None])
        shape = (self.size, self.size)
        kept = None if means is None else means.T
        table = np.zeros(0)
        outer = found.reshape(shape)
        return Made(block.rows, outer, None if squared is None else squared.reshape(shape), kept, table, table, table)

    def take(self, made: Made) -> None:
        """Nothing is left to add: a block is finished when it is made."""

    def products(self) -> Floats:
        """Nothing: see `work`."""
        return np.zeros((self.size, self.size))

    def _gather(self, codes: NDArray[np.int8]) -> tuple[Ints, Reals]:
        """Parameters of the items that each row answered, padded with score 0, and their scores (n, l, q)."""
        widths = np.where(codes >= 0, self.sizes, 0)
        total = widths.sum(axis=1)
        row, item = np.nonzero(codes >= 0)
        size = self.sizes[item]
        owner = np.repeat(np.arange(len(row)), size)
        ends = np.cumsum(size)
        within = np.arange(ends[-1]) - np.repeat(ends - size, size)
        parameter = self.starts[item][owner] + within
        category = codes[row, item][owner]
        rows = row[owner]
        slot = np.arange(len(rows)) - np.repeat(np.cumsum(total) - total, total)
        places = np.zeros((len(codes), int(total.max())), dtype=np.int64)
        scores = np.zeros((*places.shape, self.scores.shape[2]), dtype=self.scores.dtype)
        places[rows, slot] = parameter
        scores[rows, slot] = self.scores[parameter, category]
        return places, scores


def _small(one: Reals, other: Reals) -> Reals:
    """Products of piles of small matrices, in pieces that stay on one thread."""
    n, size = one.shape[:2]
    found = np.empty((n, size, size), dtype=one.dtype)
    for start in range(0, size, SIDE):
        rows = slice(start, start + SIDE)
        for first in range(0, size, SIDE):
            columns = slice(first, first + SIDE)
            found[:, rows, columns] = np.matmul(one[:, rows], other[:, columns].transpose(0, 2, 1))
    return found
