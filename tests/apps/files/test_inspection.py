"""An upload is what its content says; what must not be kept is refused with a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from kepu.apps.base.errors import Refused
from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind, ScanState
from kepu.apps.files.inspection import inspect
from kepu.apps.files.kinds import pdf, pictures, zipped
from tests.core.plans.making_old import compound, old_document, old_workbook, record
from tests.factories import files as make

GOOD = {
    "方案.pdf": (make.pdf_bytes, Kind.PDF),
    "方案.docx": (make.docx_bytes, Kind.DOCX),
    "分工表.XLSX": (make.xlsx_bytes, Kind.XLSX),
    "照片.jpg": (make.jpeg_bytes, Kind.JPEG),
    "照片.jpeg": (make.jpeg_bytes, Kind.JPEG),
    "截图.png": (make.png_bytes, Kind.PNG),
    "图.webp": (make.webp_bytes, Kind.WEBP),
    "方案.doc": (make.old_word_bytes, Kind.DOC),
    "方案.wps": (make.old_word_bytes, Kind.DOC),
    "改名.doc": (make.docx_bytes, Kind.DOCX),
    "改名.docx": (make.old_word_bytes, Kind.DOC),
    "分工表.xls": (make.old_excel_bytes, Kind.XLS),
    "分工表.et": (make.old_excel_bytes, Kind.XLS),
    "改名.xls": (make.xlsx_bytes, Kind.XLSX),
    "网站的表.xls": ("<table><tr><td>做好科普工作</td></tr></table>".encode, Kind.HTML),
    "方案.ofd": (make.ofd_bytes, Kind.OFD),
    "网页.mht": (make.saved_page_bytes, Kind.MHTML),
    "改名.wps": (make.saved_page_bytes, Kind.MHTML),
    "网页.html": ("<!DOCTYPE html><p>做好科普工作</p>".encode, Kind.HTML),
    "片段.htm": ("<p>做好科普工作</p>".encode, Kind.HTML),
    "表.csv": (lambda: "任务,单位\n科普周,科协\n".encode("utf-8-sig"), Kind.CSV),
    "文.txt": ("做好科普工作".encode, Kind.TXT),
    "没有声明.txt": (lambda: "全民科学素质行动规划纲要实施方案".encode("gb18030"), Kind.TXT),
    "宽.txt": (lambda: "全民科学素质行动".encode("utf-16"), Kind.TXT),
}
TEXTS = (Kind.TXT, Kind.HTML, Kind.DOCX)


def refusal(name: str, content: bytes, kinds=None) -> Refused:
    with pytest.raises(Refused) as caught:
        inspect(SimpleUploadedFile(name, content), kinds)
    assert caught.value.sentence.endswith("。")
    return caught.value


@pytest.mark.parametrize("name", GOOD)
def test_good_file_is_recognised_by_its_content(name):
    content, kind = GOOD[name]
    content = content()

    found = inspect(SimpleUploadedFile(name, content))

    assert (found.kind, found.name, found.scan) == (kind, name, ScanState.NOT_ASKED)
    assert found.size == len(found.stream.read())
    if kind not in {Kind.JPEG, Kind.PNG, Kind.WEBP}:
        found.stream.seek(0)
        assert found.stream.read() == content


def test_upload_that_lies_on_disk_is_read_too():
    upload = TemporaryUploadedFile("方案.docx", "", len(make.docx_bytes()), None)
    upload.write(make.docx_bytes())

    assert inspect(upload).kind is Kind.DOCX


@pytest.mark.parametrize("name", ["方案.txt", "方案.docx", "照片.jpg", "方案"])
def test_empty_file_is_refused(name):
    assert refusal(name, b"").code is FilesCode.EMPTY


def test_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT = 1000

    error = refusal("文.txt", b"a" * 1001)

    assert (error.code, error.status) == (FilesCode.TOO_LARGE, 413)
    assert inspect(SimpleUploadedFile("文.txt", b"a" * 1000)).size == 1000


@pytest.mark.parametrize("name", ["程序.exe", "图.svg", "录像.mp4", "演示.pptx", "文件", "文件.docx.exe"])
def test_type_that_is_not_taken_is_refused_with_those_that_are(name):
    error = refusal(
        name, make.zip_bytes({"[Content_Types].xml": b"<Types/>"}) if "pptx" in name else b"MZ\x90\x00" * 99
    )

    assert error.code is FilesCode.UNSUPPORTED_TYPE
    assert ".docx" in error.sentence


def test_type_that_is_not_taken_here_is_refused_with_those_that_are():
    error = refusal("照片.jpg", make.jpeg_bytes(), TEXTS)

    assert error.code is FilesCode.UNSUPPORTED_TYPE
    assert error.details["allowed"] == ".docx、.html、.htm、.txt、.text"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.docx", b"plain text"),
        ("方案.docx", b"%PDF-1.7\n"),
        ("方案.pdf", make.docx_bytes()),
        ("方案.txt", make.jpeg_bytes()),
        ("照片.png", make.jpeg_bytes()),
        ("表.xlsx", make.docx_bytes()),
        ("方案.docx", make.zip_bytes({"a.txt": b"a"})),
        ("方案.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("照片.jpg", b"MZ\x90\x00\x03" * 50),
        ("方案.doc", b"plain text"),
        ("方案.doc", make.xlsx_bytes()),
        ("方案.doc", make.old_excel_bytes()),
        ("方案.ofd", make.docx_bytes()),
        ("方案.docx", make.ofd_bytes()),
        ("方案.txt", make.old_word_bytes()),
    ],
)
def test_file_that_is_not_what_its_name_says_is_refused(name, content):
    assert refusal(name, content).code is FilesCode.NOT_WHAT_ITS_NAME_SAYS


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 99, bytes(range(128, 256)) * 9, b"\xff\xfe\x00\xd8" * 50])
def test_text_that_cannot_be_decoded_is_refused(content):
    assert refusal("文.txt", content).code is FilesCode.UNDECODABLE


@pytest.mark.parametrize(
    ("name", "content", "save_as"),
    [
        ("方案.doc", make.old_word_bytes(), ".docx"),
        ("方案.wps", make.old_word_bytes(), ".docx"),
        ("表.xls", make.old_excel_bytes(), ".xlsx"),
        ("没有扩展名", make.old_excel_bytes(), ".xlsx"),
    ],
)
def test_old_office_file_is_refused_with_the_way_out_where_only_new_ones_are_taken(name, content, save_as):
    error = refusal(name, content, (Kind.DOCX, Kind.XLSX))

    assert error.code is FilesCode.OLD_OFFICE
    assert f"另存为 {save_as} " in error.sentence


def test_presentation_is_not_taken():
    assert refusal("演示.ppt", compound({"PowerPoint Document": b""})).code is FilesCode.UNSUPPORTED_TYPE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.doc", make.old_word_bytes("机密★1年", "青禾区科普工作方案")),
        ("表.xls", make.old_excel_bytes(["机密★1年"], ["任务"])),
        ("方案.ofd", make.ofd_bytes("机密★1年", "青禾区科普工作方案")),
        ("网页.mht", make.saved_page_bytes("机密★1年")),
    ],
)
def test_mark_of_secrecy_is_found_in_every_kind(name, content):
    assert refusal(name, content).code is FilesCode.MARKED_SECRET


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.docx", make.locked_office_bytes()),
        ("方案.docx", compound({"EncryptedPackage": b""})),
        ("方案.doc", old_document("做好科普工作。", locked=True)),
        ("表.xls", old_workbook({"name": "表", "rows": [["甲"]]}, before=record(0x002F, bytes(54)))),
        ("方案.ofd", make.with_members(make.ofd_bytes(), {"Encryptions.xml": b"<a/>"})),
        ("表.xlsx", make.locked_office_bytes()),
        ("方案.docx", make.flagged_zip_bytes(make.docx_bytes())),
        ("方案.pdf", make.pdf_bytes("机密", locked=True)),
    ],
)
def test_file_with_a_password_is_refused(name, content):
    assert refusal(name, content).code is FilesCode.PASSWORD_PROTECTED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.docx", make.macro_docx_bytes()),
        ("方案.doc", compound({"WordDocument": b"", "_VBA_PROJECT": b""})),
        ("方案.docx", make.docx_bytes(members={"word/vbaProject.bin": make.OLE})),
        ("表.xlsx", make.with_members(make.xlsx_bytes(), {"xl/vbaProject.bin": make.OLE})),
    ],
)
def test_file_with_macros_is_refused(name, content):
    assert refusal(name, content).code is FilesCode.MACROS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("资料.zip", make.zip_bytes({"a.txt": b"a"})),
        ("资料", make.zip_bytes({"a.txt": b"a"})),
        ("资料.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50)),
        ("资料.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50)),
        ("资料.tar.gz", b"\x1f\x8b\x08" + bytes(50)),
    ],
)
def test_archive_is_refused(name, content):
    assert refusal(name, content).code is FilesCode.ARCHIVE


@pytest.mark.parametrize(
    "members",
    [
        {"word/embeddings/a.zip": make.zip_bytes({"a": b"a"})},
        {"word/media/image1.png": make.zip_bytes({"a": b"a"})},
        {"word/embeddings/b.bin": b"Rar!\x1a\x07\x01\x00"},
        {"word/embeddings/c.xlsx": make.with_members(make.xlsx_bytes(), {"xl/embeddings/d.docx": make.docx_bytes()})},
    ],
)
def test_archive_inside_a_document_is_refused(members):
    assert refusal("方案.docx", make.docx_bytes(members=members)).code is FilesCode.NESTED_ARCHIVE


def test_workbook_of_a_chart_inside_a_document_is_taken():
    content = make.docx_bytes(members={"word/embeddings/Microsoft_Excel_Sheet1.xlsx": make.xlsx_bytes()})

    assert inspect(SimpleUploadedFile("方案.docx", content)).kind is Kind.DOCX


def test_zip_bomb_is_refused_by_its_ratio():
    content = make.docx_bytes(members={"word/document.xml": b"<w/>" + b" " * 30_000_000})

    assert refusal("方案.docx", content).code is FilesCode.ZIP_BOMB


def test_zip_bomb_is_refused_by_its_total_and_its_count(monkeypatch):
    monkeypatch.setattr(zipped, "MOST_TOTAL", 5_000)
    assert refusal("方案.docx", make.docx_bytes()).code is FilesCode.ZIP_BOMB
    monkeypatch.setattr(zipped, "MOST_TOTAL", 10**9)
    monkeypatch.setattr(zipped, "MOST_MEMBERS", 5)
    assert refusal("方案.docx", make.docx_bytes()).code is FilesCode.ZIP_BOMB


def test_zip_bomb_inside_a_document_is_refused():
    inner = make.with_members(make.xlsx_bytes(), {"xl/worksheets/sheet1.xml": b" " * 30_000_000})

    assert refusal("方案.docx", make.docx_bytes(members={"word/embeddings/a.xlsx": inner})).code is FilesCode.ZIP_BOMB


def lying_bomb() -> bytes:
    """Says that its text has a hundred bytes; it has ten million."""
    content = make.docx_bytes(members={"word/document.xml": b"<w/>" + b" " * 10_000_000})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


DOCX = make.docx_bytes("做好科普工作。" * 500)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.docx", DOCX[: len(DOCX) // 2]),
        ("方案.docx", b"PK\x03\x04" + bytes(200)),
        ("方案.doc", make.OLE + bytes(512)),
        ("方案.doc", make.old_word_bytes()[:1000]),
        ("表.xls", compound({"Workbook": b"\x09\x08"})),
        ("方案.ofd", make.ofd_bytes()[:-40]),
        ("网页.mht", b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b--\n'),
        ("方案.docx", make.with_members(DOCX, {"word/document.xml": b"<w:document"})),
        ("方案.docx", make.with_members(DOCX, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
        ("方案.docx", lying_bomb()),
        ("表.xlsx", make.xlsx_bytes()[:3000]),
        ("方案.pdf", b"%PDF-1.7\nnothing more"),
        ("照片.jpg", make.jpeg_bytes(tail=b"")[:700]),
        ("照片.png", make.png_bytes()[:200]),
        ("照片.webp", make.webp_bytes()[:40]),
        ("照片.jpg", b"\xff\xd8\xff\xe0"),
    ],
)
def test_broken_file_is_refused(name, content):
    assert refusal(name, content).code is FilesCode.BROKEN


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow warns of damaged descriptions, which are dropped anyway
def test_damaged_bytes_anywhere_are_refused_or_taken_but_never_an_error():
    documents = {
        "方案.docx": DOCX,
        "表.xlsx": make.xlsx_bytes(),
        "照片.jpg": make.jpeg_bytes(),
        "图.png": make.png_bytes(),
    }
    for name, content in documents.items():
        for at in range(0, len(content), max(1, len(content) // 150)):
            damaged = bytearray(content)
            damaged[at] ^= 0xFF
            try:
                inspect(SimpleUploadedFile(name, bytes(damaged)))
            except Refused as error:
                assert error.sentence  # noqa: PT017  either way is right


def test_deeply_nested_document_is_taken():
    inner = "<w:p><w:r><w:t>科普</w:t></w:r></w:p>"
    for _ in range(400):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    text = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{inner}</w:body></w:document>'

    found = inspect(SimpleUploadedFile("方案.docx", make.docx_bytes(members={"word/document.xml": text.encode()})))

    assert found.kind is Kind.DOCX


def test_picture_with_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 64 * 48 - 1)

    for name, content in (("a.jpg", make.jpeg_bytes()), ("a.png", make.png_bytes()), ("a.webp", make.webp_bytes())):
        assert refusal(name, content).code is FilesCode.TOO_MANY_PIXELS


def test_pdf_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.001)

    assert refusal("方案.pdf", make.pdf_bytes()).code is FilesCode.TOO_SLOW_TO_READ


def test_pdf_reader_that_crashes_is_a_refusal(monkeypatch, tmp_path):
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(pdf, "READER", crash)

    assert refusal("方案.pdf", make.pdf_bytes()).code is FilesCode.BROKEN


MARKED = "机密★10年\n关于印发方案的通知"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("文.txt", MARKED.encode()),
        ("文.txt", MARKED.encode("gb18030")),
        ("文.txt", MARKED.encode("utf-16")),
        ("文.txt", "机　密★１０年".encode()),
        ("表.csv", "任务,单位\n秘密★1年,科协\n".encode()),
        ("页.html", "<html><body><p>机<b>密</b>★10年</p>".encode()),
        ("方案.docx", make.docx_bytes("机密★10年", "正文")),
        ("方案.docx", make.docx_bytes("正文", header="秘密")),
        (
            "方案.docx",
            make.docx_bytes(
                "正文",
                members={"word/header9.xml": b'<a><v:textpath xmlns:v="urn:v" string="\xe6\x9c\xba\xe5\xaf\x86"/></a>'},
            ),
        ),
        ("表.xlsx", make.xlsx_bytes([["绝密"], ["任务", "单位"]])),
        ("表.xlsx", make.xlsx_bytes([["任务", "单位"], ["科普周", "秘密 5年"]])),
        ("表.xlsx", make.xlsx_bytes(header="&C机密★1年")),
        ("方案.pdf", make.pdf_bytes("机密★10年\n方案")),
        ("方案.pdf", make.pdf_bytes("方案", "秘密\n附件")),
    ],
)
def test_marked_text_is_refused(name, content):
    error = refusal(name, content)

    assert error.code is FilesCode.MARKED_SECRET
    assert "非涉密系统，严禁上传涉密、内部资料" in error.sentence


ABOUT_SECRETS = "要求\n参与人员应当保守国家秘密和商业秘密，不得涉及秘密级别的资料。"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("文.txt", ABOUT_SECRETS.encode()),
        ("页.html", f"<html><p>{ABOUT_SECRETS}</p>".encode()),
        ("方案.docx", make.docx_bytes(*ABOUT_SECRETS.split("\n"))),
        ("表.xlsx", make.xlsx_bytes([["要求"], [ABOUT_SECRETS], ["公开", "秘密", "机密"]])),
        ("方案.pdf", make.pdf_bytes(ABOUT_SECRETS)),
    ],
)
def test_text_about_secrets_is_taken(name, content):
    assert inspect(SimpleUploadedFile(name, content)).name == name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\文件\\方案.txt", "方案.txt"),
        ("方案\u202etxt.txt", "方案txt.txt"),
        ("方\x00案\r\n.txt", "方案.txt"),
        (".txt.txt", "txt.txt"),
        ('a<b>"c".txt', "a_b__c_.txt"),
        ("长" * 400 + ".txt", "长" * 146 + ".txt"),
    ],
)
def test_name_keeps_its_words_only(given, kept):
    upload = SimpleUploadedFile("x.txt", b"a")
    upload._name = given

    assert inspect(upload).name == kept
