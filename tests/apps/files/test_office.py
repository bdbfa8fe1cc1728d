"""Old Word documents are converted by LibreOffice: within limits, alone, and nothing stays behind."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from docx import Document
from lxml import etree

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.office import conversion, is_available, modern
from kepu.core.errors import InputError, KepuError
from kepu.core.plans import PlanCode, parse_plan, read_document
from tests.core.plans.making import W, p, sample_docx, sample_text, save
from tests.core.plans.making_old import compound, old_document
from tests.factories.files import docx_bytes, old_excel_bytes, old_word_bytes, saved_as_doc

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def document() -> bytes:
    whole = Document(io.BytesIO(sample_docx()))
    whole.add_paragraph("")  # as Word has it behind a table; LibreOffice cannot save a .doc without
    return saved_as_doc(save(whole))


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Where conversions put their folders."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def stub(folder: Path, script: str) -> str:
    """A program in the place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.office
def test_old_document_gives_the_same_plan(document, folders):
    plan = parse_plan(read_document(modern(document, "方案.wps"), "方案.wps"))
    wanted = parse_plan(sample_text())

    assert [(task.text, task.lead, task.support) for task in plan.tasks] == [
        (task.text, task.lead, task.support) for task in wanted.tasks
    ]
    assert [target.value for target in plan.targets] == [target.value for target in wanted.targets]
    assert [(cell.row, cell.column, cell.rows) for cell in plan.tables[0].cells if cell.rows > 1] == [
        (1, 0, 5), (6, 0, 5), (8, 3, 2),
    ]  # fmt: skip
    assert list(folders.iterdir()) == []


@pytest.mark.office
def test_automatic_numbers_of_an_old_document_are_printed():
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" Target='
        '"numbering.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/></Relationships>'
    )
    body = "".join(
        p(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        for words, level in (("总体要求", 0), ("指导思想", 1), ("工作目标", 1), ("建成基地。", 2), ("重点任务", 0))
    )
    whole = docx_bytes(members={
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode(),
        "word/numbering.xml": numbering.encode(), "word/_rels/document.xml.rels": relations.encode(),
    })  # fmt: skip

    assert read_document(modern(saved_as_doc(whole), "方案.doc"), "方案.doc").text.split() == [
        "一、总体要求", "（一）指导思想", "（二）工作目标", "1.建成基地。", "二、重点任务",
    ]  # fmt: skip


@pytest.mark.office
def test_conversions_at_the_same_time_do_not_meet(document, folders):
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda n: modern(document, f"{n}.doc"), range(3)))

    texts = {read_document(each, "a.docx").text for each in made}
    assert len(texts) == 1
    assert list(folders.iterdir()) == []


@pytest.mark.office
@pytest.mark.parametrize("cut", [0.4, 0.7, 0.95])
def test_cut_document_is_refused_or_read(document, cut):
    part = document[: int(len(document) * cut)]

    try:
        text = read_document(modern(part, "a.doc"), "a.doc").text
    except InputError as error:
        assert error.code in {FilesCode.NOT_CONVERTED, *PlanCode}  # noqa: PT017  one of two ways
    else:
        assert text


@pytest.mark.office
def test_what_only_looks_like_a_document_is_refused():
    with pytest.raises(InputError) as refused:
        modern(compound({"WordDocument": b"", "1Table": b""}), "a.doc")

    assert refused.value.code is FilesCode.NOT_CONVERTED


@pytest.mark.parametrize("content", [docx_bytes("一、总体要求"), "一、总体要求".encode(), old_excel_bytes()])
def test_everything_else_stays_as_it_is(content, monkeypatch):
    monkeypatch.setattr(conversion, "program", lambda: None)

    assert modern(content, "方案.doc") is content


def test_absent_program_is_said_with_the_way_out(monkeypatch):
    monkeypatch.setattr(conversion, "program", lambda: None)

    assert not is_available()
    with pytest.raises(KepuError, match=r"Save the document as \.docx") as refused:
        modern(old_word_bytes(), "方案.doc")

    assert (refused.value.code, refused.value.details) == (FilesCode.NO_CONVERTER, {"name": "方案.doc"})


def test_locked_document_is_refused_before_any_program_runs(monkeypatch):
    monkeypatch.setattr(conversion, "program", lambda: pytest.fail("asked for a program"))

    with pytest.raises(InputError) as refused:
        modern(old_document("甲", locked=True), "方案.doc")

    assert refused.value.code is PlanCode.PASSWORD_PROTECTED


def test_program_that_does_not_end_is_ended_with_its_children(tmp_path, folders, monkeypatch):
    mark = tmp_path / "child"
    program = stub(tmp_path, f"(sleep 3; touch {mark}) & sleep 60")
    monkeypatch.setattr(conversion, "program", lambda: program)
    monkeypatch.setattr(conversion, "SECONDS", 1.0)

    with pytest.raises(KepuError) as refused:
        modern(old_word_bytes(), "方案.doc")
    time.sleep(3.5)

    assert refused.value.code is FilesCode.TOO_SLOW_TO_READ
    assert not mark.exists()
    assert [path.name for path in folders.iterdir()] == ["soffice"]


@pytest.mark.parametrize("script", ["exit 1", "exit 0", 'touch "$HOME/document.docx"'])
def test_program_that_gives_nothing_is_a_refusal(tmp_path, monkeypatch, script):
    program = stub(tmp_path, script)
    monkeypatch.setattr(conversion, "program", lambda: program)

    with pytest.raises(InputError) as refused:
        modern(old_word_bytes(), "方案.doc")

    assert refused.value.code is FilesCode.NOT_CONVERTED


def can_leave_the_network() -> bool:
    done = subprocess.run(["unshare", "--map-root-user", "--net", "true"], capture_output=True, check=False)
    return done.returncode == 0


def test_program_runs_within_limits_and_without_a_network(tmp_path, monkeypatch):
    report = tmp_path / "report"
    script = f"(ulimit -v; ulimit -t; ulimit -f; cat /proc/net/dev | wc -l; grep NoNewPrivs /proc/self/status; env) > {report}"
    program = stub(tmp_path, script)
    monkeypatch.setattr(conversion, "program", lambda: program)
    monkeypatch.setenv("https_proxy", "http://192.0.2.1:1")

    with pytest.raises(InputError):
        modern(old_word_bytes(), "方案.doc")
    memory, seconds, _, interfaces, privileges, *surroundings = report.read_text().splitlines()

    assert (int(memory), int(seconds)) == (conversion.MEMORY // 1024, conversion.CPU_SECONDS)
    assert privileges.split() == ["NoNewPrivs:", "1"]
    assert not any("proxy" in each for each in surroundings)
    if can_leave_the_network():
        assert int(interfaces) == 3  # two lines of head, and the one that leads to itself


def test_launcher_becomes_its_program():
    command = [sys.executable, "-I", conversion.LAUNCHER, str(1 << 30), "9", "1000", "/bin/echo", "甲"]

    assert subprocess.run(command, capture_output=True, check=True).stdout.decode() == "甲\n"


def test_profile_forbids_macros_and_links():
    settings = {
        re.sub(r".*\.", "", item.get("{http://openoffice.org/2001/registry}path") or "")
        + "/"
        + prop.get("{http://openoffice.org/2001/registry}name"): prop.findtext("value")
        for item in etree.parse(conversion.PROFILE).getroot()
        for prop in item
    }

    assert settings["Common/Security/Scripting/DisableMacrosExecution"] == "true"
    assert settings["Common/Security/Scripting/MacroSecurityLevel"] == "3"
    assert settings["Writer/Content/Update/Link"] == "0"


@pytest.mark.office
def test_conversion_needs_no_home(document, monkeypatch):
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setitem(os.environ, "LANG", "C")

    assert zipfile.is_zipfile(io.BytesIO(modern(document, "方案.doc")))
