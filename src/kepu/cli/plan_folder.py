"""`kepu plan parse FOLDER --out DIR`: many documents at once, one process for each core."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import time
import unicodedata
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kepu.cli.codes import CliCode
from kepu.core.errors import KepuError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from kepu.core.plans import Plan

INTERRUPTED = 130  # what a shell expects after Ctrl-C
SUMMARY = "summary.json"
_BAR = 30  # characters
_WIDEST = 40  # columns of a file name in the table
_COLUMNS = ("文件", "任务", "指标", "单位", "提示", "存疑", "秒", "结果")
_DOUBTFUL = 0.8


@dataclass(frozen=True, slots=True)
class Job:
    """One document: where it is, where its result goes, how it is read."""

    file: str
    name: str  # its path below the folder
    output: str
    form: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one document; `code` is empty when it was read."""

    name: str
    seconds: float = 0.0
    n_tasks: int = 0
    n_targets: int = 0
    n_units: int = 0
    n_warnings: int = 0
    n_doubtful: int = 0
    code: str = ""
    message: str = ""


def parse_folder(arguments: argparse.Namespace) -> int:
    """Read every document below a folder: 0 when all were read, 1 when some were not, 130 after Ctrl-C."""
    jobs = list(_jobs(arguments))
    _prepare(Path(arguments.output))
    workers = arguments.workers or os.cpu_count() or 1
    done: list[Done] = []
    try:
        for each in _run(jobs, min(workers, len(jobs))):
            done.append(each)
            _progress(len(done), len(jobs))
    except KeyboardInterrupt:
        print(f"\n已中断：读了 {len(done)} 份，共 {len(jobs)} 份。", file=sys.stderr)
        return INTERRUPTED
    done.sort(key=lambda each: each.name)
    _keep(Path(arguments.output) / SUMMARY, done)
    _print(done)
    return 1 if any(each.code for each in done) else 0


def _prepare(out: Path) -> None:
    """Refuse a folder of results that cannot be written before anything is read."""
    probe = out / f".{SUMMARY}"
    try:
        _write(probe, b"")
        probe.unlink()
    except OSError as error:
        message = f"{out} cannot be written: {error.strerror}."
        raise KepuError(CliCode.FILE_UNWRITABLE, message, file=str(out)) from error


def _jobs(arguments: argparse.Namespace) -> Iterator[Job]:
    from kepu.core.plans.reading.kinds import ENDINGS

    if not arguments.output:
        raise KepuError(CliCode.WRONG_OPTIONS, "A folder needs --out DIR, where the results are written.")
    folder, out = Path(arguments.file).resolve(), Path(arguments.output).resolve()
    form = arguments.format or "json"
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in ENDINGS and out not in path.parents and path.name[0] not in ".~"
    ]
    if not found:
        message = f"{arguments.file} holds no document; known endings are {', '.join(ENDINGS)}."
        raise KepuError(CliCode.FILE_UNREADABLE, message, file=arguments.file)
    for path in found:
        name = path.relative_to(folder)
        yield Job(str(path), str(name), str(out / f"{name}.{form}"), form, arguments.year)


def _run(jobs: Sequence[Job], workers: int) -> Iterator[Done]:
    """Read them side by side; what stood in a process that died is tried again alone."""
    left = []
    with ProcessPoolExecutor(workers, initializer=_begin) as pool:
        try:
            futures = {pool.submit(read_one, job): job for job in jobs}
            for future in as_completed(futures):
                if isinstance(future.exception(), BrokenProcessPool):
                    left.append(futures[future])
                else:
                    yield future.result()
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise
    for job in left:
        yield _alone(job)


def _alone(job: Job) -> Done:
    with ProcessPoolExecutor(1, initializer=_begin) as pool:
        try:
            return pool.submit(read_one, job).result()
        except BrokenProcessPool:
            return Done(
                job.name, code=CliCode.READER_DIED, message="The process that read it was ended; memory is short."
            )


def _begin() -> None:
    """Let Ctrl-C end a worker at once, without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def read_one(job: Job) -> Done:
    """Read one document and write its result; whatever is wrong with it, the others go on."""
    begun = time.perf_counter()
    try:
        from kepu.cli.plan import found_in, rendered

        plan, ledger = found_in(Path(job.file).read_bytes(), Path(job.file).name, job.year)
        _write(Path(job.output), rendered(plan, job.form, ledger))
    except KepuError as error:
        return Done(job.name, _since(begun), code=str(error.code), message=error.message)
    except OSError as error:
        return Done(job.name, _since(begun), code=CliCode.FILE_UNREADABLE, message=str(error.strerror))
    except Exception as error:  # noqa: BLE001  a fault of the reader in one file must not lose the others
        return Done(job.name, _since(begun), code=CliCode.READER_FAILED, message=f"{type(error).__name__}: {error}")
    rated = _confidences(plan)
    return Done(
        job.name,
        _since(begun),
        n_tasks=len(plan.tasks),
        n_targets=len(plan.targets),
        n_units=len(plan.units),
        n_warnings=len(plan.warnings),
        n_doubtful=sum(each < _DOUBTFUL for each in rated),
    )


def _confidences(plan: Plan) -> list[float]:
    found = [section.confidence for section in plan.sections]
    found += [task.confidence for task in plan.tasks]
    return found + [target.confidence for target in plan.targets]


def _since(begun: float) -> float:
    return round(time.perf_counter() - begun, 2)


def _write(path: Path, content: bytes) -> None:
    """Write it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _keep(path: Path, done: Sequence[Done]) -> None:
    rows = [asdict(each) for each in done]
    _write(path, (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode())


def _progress(n: int, of: int) -> None:
    if sys.stderr.isatty():
        full = _BAR * n // of
        bar = "█" * full + "·" * (_BAR - full)
        print(f"\r{bar} {n}/{of}", end="\n" if n == of else "", file=sys.stderr, flush=True)


def _print(done: Sequence[Done]) -> None:
    rows = [_COLUMNS, *(_row(each) for each in done)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(_COLUMNS) - 1)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())
    failed = sum(bool(each.code) for each in done)
    print(f"共 {len(done)} 份：读了 {len(done) - failed} 份，未读 {failed} 份。")


def _row(each: Done) -> tuple[str, ...]:
    numbers = (each.n_tasks, each.n_targets, each.n_units, each.n_warnings, each.n_doubtful)
    counted = ("",) * len(numbers) if each.code else tuple(map(str, numbers))
    said = f"{each.code}: {each.message}" if each.code else "已读"
    return (_short(each.name), *counted, f"{each.seconds:.2f}", said)


def _short(name: str) -> str:
    """Keep the end of a long path."""
    at = 0
    while _width(name[at:]) > _WIDEST:
        at += 1
    return f"…{name[at:]}" if at else name


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in words)
