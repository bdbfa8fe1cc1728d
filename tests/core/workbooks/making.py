"""Makers of workbooks for the tests: small grids, and the raw XML of broken ones."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Writing:
    """A workbook while it is written with xlsxwriter."""

    def __init__(self, **options):
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.stream, {"in_memory": True, **options})

    def sheet(self, name, rows=(), *, merges=(), first=0):
        """Add a sheet with rows of values; merges are (row, column, rows, columns)."""
        page = self.book.add_worksheet(name)
        for number, row in enumerate(rows, first):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(number, column, value)
        for row, column, height, width in merges:
            value = rows[row - first][column]
            page.merge_range(row, column, row + height - 1, column + width - 1, "")
            if value is not None:
                page.write(row, column, value)
        return page

    def look(self, code):
        """A number format."""
        return self.book.add_format({"num_format": code})

    def data(self):
        """The bytes."""
        self.book.close()
        return self.stream.getvalue()


def grid(*rows, **options):
    """A workbook with one sheet of these rows."""
    book = Writing()
    book.sheet("Sheet1", rows, **options)
    return book.data()


def raw(sheet="", *, workbook=None, **parts):
    """A workbook from the XML of its sheet data; `parts` add or replace others."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": workbook
        or f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet"'
        f' Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        **{f"xl/{name}.xml": content for name, content in parts.items()},
    }
    return zipped(files)


def zipped(files):
    """An archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
