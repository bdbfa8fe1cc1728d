"""Change fragments: changelog.d/<slug>.<kind>.md; `fragments.py release VERSION` moves them into CHANGELOG.md."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "changelog.d"
KINDS = {"added": "新增", "changed": "变更", "fixed": "修复", "removed": "移除", "security": "安全"}


def fragments() -> list[Path]:
    """Every fragment, in order of name."""
    return sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


def problems() -> list[str]:
    """What is wrong with the fragments."""
    wrong = [
        f"{p.name}: kind must be one of {', '.join(KINDS)}" for p in fragments() if p.name.split(".")[-2] not in KINDS
    ]
    return wrong + [f"{p.name}: is empty" for p in fragments() if not p.read_text(encoding="utf-8").strip()]


def release(version: str) -> None:
    """Write a section of CHANGELOG.md from the fragments and delete them."""
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    lines = [f"## {version}（{today}）", ""]
    for kind, label in KINDS.items():
        texts = [p.read_text(encoding="utf-8").strip() for p in fragments() if p.name.split(".")[-2] == kind]
        if texts:
            lines += [f"### {label}", "", *(f"- {text}" for text in texts), ""]
    log = ROOT / "CHANGELOG.md"
    head, _, rest = log.read_text(encoding="utf-8").partition("\n## ")
    older = f"\n## {rest}" if rest else ""
    log.write_text(f"{head.rstrip()}\n\n" + "\n".join(lines) + older, encoding="utf-8")
    for path in fragments():
        path.unlink()


def main(arguments: list[str]) -> int:
    """Check, or release."""
    wrong = problems()
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        return 1
    if arguments[:1] == ["release"] and len(arguments) == 2:  # noqa: PLR2004
        release(arguments[1])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
