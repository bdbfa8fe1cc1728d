"""The files of `kepu items`: responses, parameters, banks, keys."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.cli.codes import CliCode
from kepu.cli.files import in_lines, read
from kepu.core.errors import InputError, KepuError
from kepu.core.items import make_bank
from kepu.core.tables import CodedTable, Table, read_codes, read_table, read_texts

if TYPE_CHECKING:
    import argparse

    from numpy.typing import NDArray

    from kepu.core.items import Bank, QuestionBank, SurveyScale

DICHOTOMOUS = ("rasch", "2pl", "3pl")


@dataclass(frozen=True)
class Responses:
    """Answers with what stands beside them."""

    names: tuple[str, ...]
    codes: NDArray[np.int8]
    table: Table  # the other columns
    ids: NDArray[Any] | None
    weights: NDArray[np.float64] | None
    first_line: int

    def where(self, error: KepuError) -> KepuError:
        """The same refusal with lines and columns of the file beside places of the array."""
        cells = error.details.get("cells")
        if isinstance(cells, list) and cells:
            error.details["lines"] = [row + self.first_line for row, _ in cells]
            error.details["columns"] = [self.names[column] for _, column in cells]
            said = [
                f"line {line}, column {column}"
                for line, column in zip(error.details["lines"], error.details["columns"], strict=True)
            ]
            error.message = f"{error.message} In the file: {'; '.join(said[:3])}."
            error.args = (error.message,)
            return error
        return in_lines(error, Table({}, len(self.codes), self.first_line))


def load_responses(arguments: argparse.Namespace) -> Responses:
    """Read the answers."""
    coded = read_codes(read(Path(arguments.responses)), Path(arguments.responses).name, others=_others(arguments))
    if not coded.names:
        raise InputError(CliCode.WRONG_OPTIONS, "No column is left that could hold answers.", columns=[])
    return _with_columns(coded, arguments)


def load_choices(arguments: argparse.Namespace, key: dict[str, str]) -> tuple[Responses, dict[str, Any]]:
    """Read raw choices of the items in the key; scores come later."""
    table = read_texts(read(Path(arguments.responses)), Path(arguments.responses).name)
    others = set(_others(arguments))
    for name in others:
        table.column(name)
    names = [name for name in table.columns if name not in others]
    choices = {name: table.column(name) for name in names}
    from kepu.core.items import score_choices

    rest = Table({name: table.columns[name] for name in others}, table.n_rows, table.first_line)
    coded = CodedTable(tuple(names), score_choices(choices, key), rest, table.first_line)
    return _with_columns(coded, arguments), choices


def load_parts(path: str) -> dict[str, str]:
    """The part of the scale that each item belongs to."""
    return _pairs(path, "part")


def load_scale(path: str | None) -> SurveyScale:
    """A scale of points; the survey's when no file is named."""
    from kepu.core.items import SURVEY_2024, SurveyScale

    if path is None:
        return SURVEY_2024
    try:
        given = tomllib.loads(read(Path(path)).decode("utf-8-sig"))
        parts, levels = (
            tuple((str(name), float(points)) for name, points in given[key]) for key in ("parts", "levels")
        )
        return SurveyScale(str(given["identifier"]), parts, levels)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise _bad_file(path, f"it is no scale ({type(error).__name__}: {error})") from error


def load_key(path: str) -> dict[str, str]:
    """The right option of each item."""
    return _pairs(path, "key")


def load_parameters(path: str) -> Bank:
    """Parameters as `kepu items calibrate` writes them, or a table of item, a, b (b1, b2, …), c."""
    data = read(Path(path))
    if Path(path).suffix.lower() == ".json":
        return _from_json(path, data)
    table = read_table(data, Path(path).name)
    steps = [name for name in table.columns if name == "b" or (name[0:1] == "b" and name[1:].isdecimal())]
    if not steps:
        table.column("b")
    items = [str(name) for name in table.labels("item")]
    b = np.stack([table.numbers(name) for name in sorted(steps, key=lambda name: int(name[1:] or 0))], axis=1)
    c = table.numbers("c") if "c" in table.columns else np.zeros(len(items))
    model = _only(table, "model", path)
    variance = _only(table, "variance", path)
    return make_bank(
        table.numbers("a"),
        b[:, 0] if b.shape[1] == 1 else b,
        np.where(np.isnan(c), 0.0, c),
        items=items,
        model=model,
        categories=_categories(table),
        variance=float(variance) if variance else 1.0,
    )


def load_bank(path: str, *, parameters: bool = True) -> QuestionBank:
    """A bank for papers; a draw needs no parameters."""
    from kepu.core.items import make_questions

    table = read_table(read(Path(path)), Path(path).name)
    n = table.n_rows

    def texts(name: str) -> list[str]:
        return [str(label) if label is not None else "" for label in table.labels(name)]

    def optional(name: str) -> NDArray[np.float64] | None:
        return table.numbers(name) if name in table.columns else None

    c, used = optional("c"), optional("used")
    enemies = [each.replace(",", ";").split(";") for each in texts("enemies")] if "enemies" in table.columns else None
    try:
        return make_questions(
            texts("item"),
            texts("benchmark"),
            texts("point"),
            table.numbers("a") if parameters else np.ones(n),
            table.numbers("b") if parameters else np.zeros(n),
            c=None if c is None or not parameters else np.where(np.isnan(c), 0.0, c),
            kind=texts("kind") if "kind" in table.columns else None,
            words=optional("words"),
            used=None if used is None else np.where(np.isnan(used), 0.0, used),
            enemies=enemies,
            pool=texts("pool") if "pool" in table.columns else None,
        )
    except KepuError as error:
        raise in_lines(error, table) from error


def _pairs(path: str, column: str) -> dict[str, str]:
    """One value for each item."""
    table = read_table(read(Path(path)), Path(path).name)
    found: dict[str, str] = {}
    for place, (item, value) in enumerate(zip(table.labels("item"), table.labels(column), strict=True)):
        if item is None or value is None or item in found:
            why = "stands twice" if item in found else f"has no item or no {column}"
            raise _bad_file(path, f"line {place + table.first_line} {why}")
        found[str(item)] = str(value)
    return found


def _others(arguments: argparse.Namespace) -> list[str]:
    named = [arguments.id, arguments.weights, getattr(arguments, "clusters", None)]
    named += [name.strip() for name in arguments.ignore.split(",")]
    return list(dict.fromkeys(name for name in named if name))


def _with_columns(coded: CodedTable, arguments: argparse.Namespace) -> Responses:
    others = coded.others
    return Responses(
        coded.names,
        coded.codes,
        others,
        others.labels(arguments.id) if arguments.id else None,
        others.numbers(arguments.weights) if arguments.weights else None,
        coded.first_line,
    )


def _from_json(path: str, data: bytes) -> Bank:
    try:
        body = json.loads(data.decode("utf-8-sig"))
        rows, model = body["items"], body.get("model")
        items = [str(row["item"]) for row in rows]
        a = [float(row["a"]) for row in rows]
        c = [float(row.get("c") or 0.0) for row in rows]
        steps = [row["b"] if isinstance(row["b"], list) else [row["b"]] for row in rows]
        width = max(len(each) for each in steps)
        b = np.array([[float(one) for one in each] + [np.nan] * (width - len(each)) for each in steps])
        categories = [row["categories"] for row in rows] if all("categories" in row for row in rows) else None
        variance = float(body.get("variance") or 1.0)
    except (ValueError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise _bad_file(path, f"it is no file of parameters ({type(error).__name__}: {error})") from error
    return make_bank(
        a, b[:, 0] if width == 1 else b, c, items=items, model=model, categories=categories, variance=variance
    )


def _categories(table: Table) -> list[list[int]] | None:
    if "categories" not in table.columns:
        return None
    return [[int(code) for code in str(each).split()] for each in table.columns["categories"]]


def _only(table: Table, name: str, path: str) -> str | None:
    """The one value of a column that is the same in all rows."""
    if name not in table.columns:
        return None
    found = {str(label) for label in table.labels(name) if label is not None}
    if len(found) > 1:
        raise _bad_file(path, f"the column {name} has several values")
    return found.pop() if found else None


def _bad_file(path: str, why: str) -> InputError:
    return InputError(CliCode.BAD_ITEM_FILE, f"{path}: {why}.", file=path, reason=why)
