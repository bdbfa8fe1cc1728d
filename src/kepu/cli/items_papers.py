"""Papers of `kepu items`: options become rules, papers become tables."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.cli.codes import CliCode
from kepu.cli.files import read
from kepu.cli.items_files import load_bank
from kepu.cli.items_results import Result
from kepu.core.errors import InputError
from kepu.core.items import PaperRules, assemble, draw_papers
from kepu.core.items.papers import bank_digest, check_papers, commitment_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kepu.core.items import QuestionBank

COUNTS = re.compile(r"(\d+)(?:-(\d+))?")
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
INTERVAL = re.compile(rf"({NUMBER}|)\.\.({NUMBER}|)=(\d+(?:-\d+)?)")
EVERYTHING = 1e9


def assembled(arguments: argparse.Namespace) -> Result:
    """Parallel papers."""
    bank, rules = load_bank(arguments.bank).of_pool(arguments.pool), rules_of(arguments)
    if arguments.benchmarks == "bank":
        rules = _with(rules, benchmarks=sorted(set(bank.benchmark)))
    found = assemble(bank, rules, seed=arguments.seed)
    check_papers(bank, found.rules, found.papers)
    single = len(found.thetas) == 1 and not rules.target
    information = found.information[:, 0].tolist() if single else found.information.tolist()
    rule = {name: value for name, value in asdict(found.rules).items() if value not in (None, {}, ())}
    body: dict[str, Any] = {
        "papers": [list(paper) for paper in found.papers],
        "information": information,
        "bound": found.bound,
        "gap": found.gap,
        "value": found.value,
        "thetas": list(found.thetas),
        "overlap": found.overlap,
        "rules": rule,
        "notes": list(found.notes),
    }
    columns, rows = _paper_rows(bank, found.papers)
    summary = [
        f"{len(found.papers)} papers of {rules.length}, "
        + (f"information at {rules.cut:g} from {min(information):.4f}" if single else f"distance {found.value:.4f}")
        + f", bound {found.bound:.4f}, gap {found.gap:.4%}, at most {found.overlap} items shared"
    ]
    return Result(body, columns, rows, summary, "试卷")


def drawn(arguments: argparse.Namespace) -> Result:
    """Papers drawn at random."""
    bank = load_bank(arguments.bank, parameters=False).of_pool(arguments.pool)
    seed = _seed(arguments.seed_file)
    benchmarks = sorted(set(bank.benchmark)) if arguments.benchmarks == "bank" else _benchmarks(arguments.benchmarks)
    found = draw_papers(
        bank,
        seed,
        papers=arguments.papers,
        length=arguments.length,
        benchmarks=benchmarks,
        commitment=arguments.commitment,
        digest=arguments.bank_digest,
    )
    columns, rows = _paper_rows(bank, found.papers)
    lines = [f"{found.algorithm}  seed {found.commitment}  bank {found.bank_digest}"]
    return Result(asdict(found), columns, rows, lines, "试卷")


def commit(arguments: argparse.Namespace) -> str:
    """A new seed in a file, and what may be published."""
    bank = load_bank(arguments.bank, parameters=False).of_pool(arguments.pool)
    seed = secrets.token_hex(32)
    path = Path(arguments.seed_file)
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(seed + "\n")
        path.chmod(0o600)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise InputError(CliCode.FILE_UNWRITABLE, message, file=str(path)) from error
    body = {"commitment": commitment_of(seed), "bank_digest": bank_digest(bank), "items": len(bank)}
    return json.dumps(body, ensure_ascii=False, indent=2)


def rules_of(arguments: argparse.Namespace) -> PaperRules:
    """Options become rules."""
    words = _range("--words", arguments.words) if arguments.words else None
    benchmarks = None if arguments.benchmarks == "bank" else _benchmarks(arguments.benchmarks)
    return PaperRules(
        papers=arguments.papers,
        length=arguments.length,
        cut=arguments.cut,
        target=_target(arguments.target),
        max_use=arguments.max_use,
        benchmarks=benchmarks,
        different_points=not arguments.same_points,
        kinds=_kinds(arguments.kinds),
        difficulties=tuple(_interval(each) for each in arguments.difficulty),
        words=words,
        max_overlap=arguments.max_overlap,
        max_difference=arguments.max_difference,
        max_total_use=arguments.max_total_use,
        max_reused=arguments.max_reused,
    )


def _with(rules: PaperRules, **changes: Any) -> PaperRules:
    from dataclasses import replace

    return replace(rules, **changes)


def _seed(path: str) -> str:
    try:
        return read(Path(path)).decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InputError(CliCode.BAD_ITEM_FILE, f"{path} holds no seed: it is no text.", file=path) from error


def _benchmarks(given: str | None) -> int | tuple[str, ...] | None:
    if not given:
        return None
    if given.isdecimal():
        return int(given)
    return tuple(name.strip() for name in given.split(",") if name.strip())


def _kinds(given: str) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for part in (each for each in given.split(",") if each.strip()):
        name, _, counts = part.rpartition("=")
        if not name.strip():
            raise _wrong("--kinds", part, "判断=20-22")
        found[name.strip()] = _counts("--kinds", counts)
    return found


def _target(given: str) -> dict[float, float]:
    found: dict[float, float] = {}
    for part in (each for each in given.split(",") if each.strip()):
        theta, _, wanted = part.partition("=")
        try:
            found[float(theta)] = float(wanted)
        except ValueError as error:
            raise _wrong("--target", part, "-1=7") from error
    return found


def _interval(given: str) -> tuple[float, float, int, int]:
    match = INTERVAL.fullmatch(given.strip())
    if match is None:
        raise _wrong("--difficulty", given, "-0.5..0.5=12-25")
    low, high = (float(text) if text else sign * EVERYTHING for text, sign in ((match[1], -1), (match[2], 1)))
    return (low, high, *_counts("--difficulty", match[3]))


def _counts(option: str, given: str) -> tuple[int, int]:
    match = COUNTS.fullmatch(given.strip())
    if match is None:
        raise _wrong(option, given, "20-22")
    return int(match[1]), int(match[2] or match[1])


def _range(option: str, given: str) -> tuple[float, float]:
    low, _, high = given.partition("-")
    try:
        return float(low), float(high or low)
    except ValueError as error:
        raise _wrong(option, given, "3300-3450") from error


def _wrong(option: str, given: str, example: str) -> InputError:
    message = f"{option} {given!r} cannot be read; write it like {example}."
    return InputError(CliCode.WRONG_OPTIONS, message, option=option, given=given, example=example)


def _paper_rows(bank: QuestionBank, papers: Sequence[Sequence[str]]) -> tuple[list[str], list[list[Any]]]:
    place = {name: index for index, name in enumerate(bank.item)}
    rows = [
        [number, order, name, bank.benchmark[place[name]], bank.point[place[name]], bank.kind[place[name]]]
        for number, paper in enumerate(papers, 1)
        for order, name in enumerate(paper, 1)
    ]
    return ["paper", "place", "item", "benchmark", "point", "kind"], rows
