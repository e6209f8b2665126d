"""Writes docs/glossary.md from evmap's own definitions: `python -m tools.glossary [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from evmap.glossary import SECTIONS

FILE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"

HEAD = """\
# Glossary

evmap's own words, as the site shows them at `/glossary/`. Made from `evmap/glossary.py` by
`python -m tools.glossary`; edit that, not this. The words of the code stand in
[architecture.md](architecture.md#words-in-the-code).
"""


def text() -> str:
    """Return the page."""
    parts = [HEAD]
    for section in SECTIONS:
        rows = [f"| {word.word} | {word.means} |" for word in section.words]
        parts.append(
            "\n".join([f"## {section.title}", "", "| word | means |", "|---|---|", *rows, ""])
        )
    return "\n".join(parts)


def main() -> int:
    """Write it, or say whether it is in step."""
    if "--check" not in sys.argv[1:]:
        FILE.write_text(text(), encoding="utf-8")
        return 0
    if FILE.is_file() and FILE.read_text(encoding="utf-8") == text():
        return 0
    print("docs/glossary.md is not in step: run python -m tools.glossary.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
