"""Change fragments become a section of the log."""

import pytest

from tools import fragments


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(fragments, "ROOT", tmp_path)
    monkeypatch.setattr(fragments, "FOLDER", tmp_path / "changelog.d")
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "CHANGELOG.md").write_text(
        "# 变更记录\n\n开头。\n\n## 0.1（2026-01-01）\n\n- 旧的。\n", encoding="utf-8"
    )
    return tmp_path / "changelog.d"


def test_release_moves_fragments_above_older_versions(folder):
    (folder / "board.added.md").write_text("看得见台账。\n", encoding="utf-8")
    (folder / "typo.fixed.md").write_text("改了错字。\n", encoding="utf-8")

    assert fragments.main(["release", "0.2"]) == 0

    log = (folder.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.index("## 0.2") < log.index("- 看得见台账。") < log.index("- 改了错字。") < log.index("## 0.1")
    assert list(folder.glob("*.md")) == []


@pytest.mark.parametrize(("name", "text"), [("board.novel.md", "看得见台账。"), ("board.added.md", "  \n")])
def test_fragment_of_unknown_kind_or_without_text_is_refused(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")

    assert fragments.main([]) == 1
