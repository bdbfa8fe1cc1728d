"""One table as it is copied from web pages and workbooks: its cells on lines, behind tabs, between tabs or bars."""

ABOVE = None  # a merged cell: the words stand in the row above
HEAD = "青禾区全民科学素质实施方案（2021—2025年）\n一、目标任务\n到2025年，全区科普基地达到18个。\n二、保障措施\n各单位要高度重视。\n附件\n\n"


def words(cell):
    return [cell] if isinstance(cell, str) else list(cell or [])


def tabs_before_cells(rows):
    return "".join("".join("\t" + "\n".join(words(cell)) + "\n" for cell in row) + "\n" for row in rows)


def tabs_between_cells(rows):
    return "".join("\t".join("\n".join(words(cell)) for cell in row) + "\n" for row in rows)


def bars(rows):
    return "".join("| " + " | ".join("<br>".join(words(cell)) for cell in row) + " |\n" for row in rows)


def lines(rows):
    return "".join(line + "\n" for row in rows for cell in row for line in words(cell))


def lines_with_blank_cells(rows):
    return "".join("\n".join(words(cell)) + "\n" for row in rows for cell in row)


def lines_parted(rows):
    return lines(rows).replace("\n", "\n\n")


def cells_parted(rows):
    return "".join("\n".join(words(cell)) + "\n\n" for row in rows for cell in row if words(cell))


def rows_parted(rows):
    return "".join(lines([row]) + "\n" for row in rows)


LAYOUTS = [
    tabs_before_cells, tabs_between_cells, bars,
    lines, lines_with_blank_cells, lines_parted, cells_parted, rows_parted,
]  # fmt: skip
