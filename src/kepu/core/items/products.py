"""Products of long, narrow matrices in small pieces.

A linear algebra library spreads a large product over threads that wait for each other; on a machine that also does other work
each wait can cost more than the product. Pieces below its threshold stay on one thread and in its cache, and blocks of
respondents are handed to threads of our own, which never wait for each other.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Reals = NDArray[Any]

SIDE = 64
ONE_THREAD = 262_144  # OpenBLAS multiplies up to as many times on one thread

Job = TypeVar("Job")
Result = TypeVar("Result")


def spread(work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
    """Results of jobs in their order, made by as many threads as there are processors.

    Parameters
    ----------
    work : callable
        What is done with each job.
    jobs : sequence
        The jobs.

    Yields
    ------
    object
        Results.
    """
    if len(jobs) == 1:
        yield work(jobs[0])
        return
    with ThreadPoolExecutor(min(len(jobs), _processors())) as pool:
        yield from pool.map(work, jobs)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def project(table: Reals, columns: Reals) -> Reals:
    """`table.T @ columns`, for few rows and many columns.

    Parameters
    ----------
    table : ndarray, shape (k, m)
        Coefficients.
    columns : ndarray, shape (k, n)
        Values, contiguous along n.

    Returns
    -------
    ndarray, shape (m, n)
        The product.
    """
    (k, m), n = table.shape, columns.shape[1]
    found = np.empty((m, n), dtype=columns.dtype)
    turned = np.ascontiguousarray(table.T)
    for start in range(0, m, SIDE):
        rows = slice(start, min(start + SIDE, m))
        width = _width(rows.stop - start, min(k, SIDE))
        for first in range(0, k, SIDE):
            inner = slice(first, first + SIDE)
            if first == 0:
                _pieces(turned[rows, inner], columns[inner], found[rows], width)
            else:
                more = np.empty_like(found[rows])
                _pieces(turned[rows, inner], columns[inner], more, width)
                found[rows] += more
    return found


def outer(left: Reals, right: Reals) -> NDArray[np.float64]:
    """`left @ right.T`, summed over many columns.

    Parameters
    ----------
    left, right : ndarray, shape (l, n) and (r, n)
        Values, contiguous along n.

    Returns
    -------
    ndarray of float64, shape (l, r)
        The product.
    """
    n = left.shape[1]
    found = np.zeros((len(left), len(right)))
    for start in range(0, len(left), SIDE):
        rows = slice(start, start + SIDE)
        for first in range(0, len(right), SIDE):
            others = slice(first, first + SIDE)
            one, other = left[rows], right[others]
            width = _width(len(one), len(other))
            whole = n - n % width
            if whole:
                pieces = np.matmul(_cut(one[:, :whole], width), _cut(other[:, :whole], width).transpose(0, 2, 1))
                found[rows, others] += pieces.sum(axis=0)
            if whole < n:
                found[rows, others] += one[:, whole:] @ other[:, whole:].T
    return found


def _width(one: int, other: int) -> int:
    return max(16, ONE_THREAD // (one * other) // 16 * 16)


def _cut(matrix: Reals, width: int) -> Reals:
    """Pieces of columns, shape (n_pieces, rows, width), without a copy."""
    rows, n = matrix.shape
    step, along = matrix.strides
    shape, strides = (n // width, rows, width), (width * along, step, along)
    return np.lib.stride_tricks.as_strided(matrix, shape, strides)


def _pieces(turned: Reals, columns: Reals, out: Reals, width: int) -> None:
    n = columns.shape[1]
    whole = n - n % width
    if whole:
        np.matmul(turned, _cut(columns[:, :whole], width), out=_cut(out[:, :whole], width))
    if whole < n:
        out[:, whole:] = turned @ columns[:, whole:]
