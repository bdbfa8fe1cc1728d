"""Makes files of every kind, good and bad, and rows of stored files."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.core.plans.making_ofd import ofd, paragraph
from tests.core.plans.making_old import old_document, old_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kepu.apps.files.models import StoredFile

_numbers = itertools.count(1)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="29,33.5N"/></x:xmpmeta>'


def make_upload(name: str = "方案.txt", content: bytes | None = None) -> SimpleUploadedFile:
    """An upload as a form gives it; each has its own content unless one is given."""
    text = f"第{next(_numbers)}份材料\n做好科普工作。\n" if content is None else ""
    return SimpleUploadedFile(name, text.encode() if content is None else content)


def make_stored_file(*, owner: Any, attach: tuple[str, object] | None = None, **overrides: Any) -> StoredFile:
    """A file that has been kept."""
    from kepu.apps.files import services

    upload = overrides.pop("upload", None) or make_upload(
        overrides.pop("name", "方案.txt"), overrides.pop("content", None)
    )
    return services.store(upload, owner_id=owner.pk, purpose=overrides.pop("purpose", "ledger.plan"), attach=attach)


def docx_bytes(*paragraphs: str, header: str = "", members: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document; `members` are added to its archive."""
    document = docx.Document()
    for words in paragraphs or ("做好科普工作。",):
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    stream = io.BytesIO()
    document.save(stream)
    return with_members(stream.getvalue(), members or {})


def with_members(archive: bytes, members: Mapping[str, bytes]) -> bytes:
    """The same archive with members added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in members:
                new.writestr(info, old.read(info))
        for name, content in members.items():
            new.writestr(name, content)
    return out.getvalue()


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    """A plain archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def macro_docx_bytes() -> bytes:
    """A Word document that declares macros."""
    plain = docx_bytes()
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        declared = archive.read("[Content_Types].xml")
    declared = declared.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return with_members(plain, {"[Content_Types].xml": declared})


def locked_office_bytes() -> bytes:
    """What Word writes when a password is set: an OLE file with an encrypted package."""
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def old_word_bytes(*paragraphs: str) -> bytes:
    """A .doc that holds these words, but no formats: enough for all that looks at an upload."""
    return old_document(*(f"{words}\r" for words in paragraphs or ("做好科普工作。",)))


def saved_as_doc(content: bytes) -> bytes:
    """What LibreOffice saves as .doc; for tests that have it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.docx"
        path.write_bytes(content)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        program = str(shutil.which("soffice") or shutil.which("libreoffice"))
        command = [program, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return path.with_suffix(".doc").read_bytes()


def old_excel_bytes(*rows: Sequence[object]) -> bytes:
    """An .xls with one sheet."""
    return old_workbook({"name": "表", "rows": rows or [["任务", "牵头单位"]]})


def ofd_bytes(*lines: str) -> bytes:
    """An OFD document with one page."""
    return ofd(paragraph(*(lines or ("做好科普工作。",)), top=30))


def saved_page_bytes(words: str = "做好科普工作。") -> bytes:
    """A page as browsers save it with its pictures."""
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset="utf-8"\n\n'
    return f"{head}<p>{words}</p>\n--b--\n".encode()


def flagged_zip_bytes(archive: bytes) -> bytes:
    """The same archive, each member flagged as encrypted."""
    content = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def xlsx_bytes(rows: Sequence[Sequence[object]] = (("任务", "牵头单位"),), header: str = "") -> bytes:
    """A workbook with one sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if header:
            sheet.set_header(header)
    return stream.getvalue()


def jpeg_bytes(
    *, size: tuple[int, int] = (64, 48), orientation: int = 6, position: bool = True, tail: bytes = b""
) -> bytes:
    """A photo as a telephone takes it: turned, with its position in EXIF and XMP, a comment, and bytes behind its end."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    stream = io.BytesIO()
    options: dict[str, Any] = {"xmp": XMP, "comment": b"29.559N 106.456E"} if position else {}
    picture.save(stream, "JPEG", quality=93, subsampling=0, exif=exif(orientation, position=position), **options)
    return stream.getvalue() + tail


def png_bytes(*, size: tuple[int, int] = (64, 48), orientation: int = 6, position: bool = True) -> bytes:
    """A PNG with the same descriptions."""
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    if position:
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        texts.add_text("Location", "29.559N 106.456E")
    stream = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.save(stream, "PNG", pnginfo=texts, exif=exif(orientation, position=position))
    return stream.getvalue()


def webp_bytes(*, size: tuple[int, int] = (64, 48), orientation: int = 6, position: bool = True) -> bytes:
    """A WebP with the same descriptions."""
    stream = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    options: dict[str, Any] = {"xmp": XMP} if position else {}
    picture.save(stream, "WEBP", lossless=True, exif=exif(orientation, position=position), **options)
    return stream.getvalue()


def exif(orientation: int, *, position: bool) -> bytes:
    """Descriptions of a photo."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "Maker"
    if position:
        tags.get_ifd(0x8825).update({1: "N", 2: (29.0, 33.0, 30.0), 3: "E", 4: (106.0, 27.0, 20.0)})
        tags[0x8825] = tags.get_ifd(0x8825)
    return tags.tobytes()


def pdf_bytes(*pages: str, locked: bool = False) -> bytes:
    """A PDF whose text can be taken out; `locked` asks for a password that nobody knows."""
    texts = pages or ("Science work",)
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(texts)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>".encode(),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts "
            b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /CIDSystemInfo "
            b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            b"/FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 >> >>] >>"
        ),
        _stream(
            b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
            b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"
        ),
    ]
    for number, text in enumerate(texts):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
            f"/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        lines = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -30 Td " for line in text.split("\n"))
        objects.append(_stream(f"BT /F 20 Tf 72 770 Td {lines}ET".encode()))
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >> /ID [<33> <33>]"
    return _pdf_file(objects, lock if locked else "")


def _stream(content: bytes) -> bytes:
    return f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _pdf_file(objects: list[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
