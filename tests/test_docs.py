"""What the documents say is so: every code, every permission's page, every command."""

import re
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

from kepu.apps.base.messages import catalogue

ROOT = Path(__file__).resolve().parent.parent
CODES_PAGE = ROOT / "docs/reference/codes.md"
PAGES = sorted(ROOT.glob("docs/**/*.md")) + sorted(ROOT.glob("*.md"))
PICTURES = sorted((ROOT / "docs/images").iterdir())
MOST_BYTES = 120 * 1024
# 点“导入方案”, 点“上报”“确认上报”: what a page of instructions tells people to press.
PRESSED = re.compile(r"点[^“，。；：、]{0,8}((?:“[^”]+”[、或]?)+)")
WORDS = [path for path in (ROOT / "src/kepu/apps").rglob("*") if path.suffix in {".html", ".py"}]


def all_codes() -> list[StrEnum]:
    """Every member of every enum in a module called codes."""
    members = []
    for path in sorted((ROOT / "src/kepu").rglob("codes.py")):
        module = import_module(".".join(path.relative_to(ROOT / "src").with_suffix("").parts))
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.__name__:
                members += list(value)
    return members


@pytest.mark.parametrize("code", all_codes(), ids=str)
def test_every_code_is_explained_in_the_reference(code):
    page = CODES_PAGE.read_text(encoding="utf-8")

    assert re.search(rf"^## {re.escape(code.value)}$", page, re.MULTILINE), f"{code.value} has no entry"


def test_the_reference_explains_no_code_that_is_gone():
    page = CODES_PAGE.read_text(encoding="utf-8")

    written = re.findall(r"^## (\S+)$", page, re.MULTILINE)

    assert sorted(written) == sorted(code.value for code in all_codes())


@pytest.mark.parametrize("code", [c for c in all_codes() if not c.value.startswith(("site.", "cli."))], ids=str)
def test_every_code_has_a_sentence_that_ends_like_one(code):
    sentence = str(catalogue()[code.value])

    assert sentence.endswith("。"), sentence


@pytest.mark.parametrize("code", all_codes(), ids=str)
def test_every_code_is_provoked_by_a_test(code):
    name = f"{type(code).__name__}.{code.name}"
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]

    assert any(
        re.search(
            rf"\b{re.escape(name)}\b|{re.escape(repr(code.value))}|\"{re.escape(code.value)}\"",
            path.read_text(encoding="utf-8"),
        )
        for path in tests
    ), name


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")

    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p.name)
def test_every_picture_is_shown_by_a_page_and_small(picture):
    shown = re.compile(rf"!\[[^\]]+\]\([^)]*images/{re.escape(picture.name)}\)")

    assert any(shown.search(page.read_text(encoding="utf-8")) for page in PAGES), "no page shows it"
    assert picture.stat().st_size <= MOST_BYTES


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_picture_that_a_page_shows_exists(page):
    for words, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).is_file(), target
        assert words, f"{target} says nothing to those who cannot see it"


@pytest.fixture(scope="module")
def words():
    """All words of the site."""
    return "\n".join(path.read_text(encoding="utf-8") for path in WORDS)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent.name in {"start", "howto"}], ids=lambda page: page.name
)
def test_whatever_a_page_says_to_press_is_called_that(page, words):
    """A number stands as … on the page and as a placeholder on the site."""
    labels = re.findall("“([^”]+)”", "".join(PRESSED.findall(page.read_text(encoding="utf-8"))))

    missing = [label for label in labels if not re.search(re.escape(label).replace("…", ".{1,20}"), words)]

    assert missing == []
