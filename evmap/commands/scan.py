"""`evmap scan`: the source of a program in, the places that speak v2 out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from evmap.commands.say import aligned, say
from evmap.scan import Hit, Scan, scan
from evmap.scan.reports import FORMATS, KINDS, name_of, summary

DONE, FOUND, NOTHING_READ = 0, 1, 3
#: Severities from that of `--fail-on` upward.
FAILING = {"error": ("error",), "warning": ("error", "warning"), "never": ()}

#: Places of one name in one file that the text shows, and v3 places of one name.
MOST_PLACES, MOST_V3 = 4, 2


def run(paths: list[str], form: str, fail_on: str) -> int:
    """Print what was found and return the exit code: 1 for --fail-on, 3 where a path is missing
    or no file could be read.

    form: text, or one of FORMATS.
    """
    found = scan(paths)
    for path, reason in found.passed:
        say(f"evmap: {path}: passed over: {reason}.")
    told = _text(found) if form == "text" else FORMATS[form](found)
    sys.stdout.write(told)
    sys.stdout.flush()
    say(summary(found))
    if not found.read or not all(map(os.path.lexists, paths)):
        return NOTHING_READ
    severities = {hit.name.severity for file in found.files for hit in file.hits}
    return FOUND if severities.intersection(FAILING[fail_on]) else DONE


def _text(found: Scan) -> str:
    """A paragraph for each file, in it a line for each name."""
    paragraphs = (
        [name_of(file.path), *aligned(list(map(_cells, file.hits))), ""] for file in found.files
    )
    return "\n".join(map("\n".join, paragraphs))


def _cells(hit: Hit) -> tuple[str, ...]:
    name = hit.name
    places = [f"{line}:{column}" for line, column in hit.places]
    v3 = _several(name.v3, MOST_V3, len(name.v3)) or "-"
    where = _several(places, MOST_PLACES, hit.occurrences)
    return "", name.severity, KINDS[name.kind][0], name.v2, name.fate, v3, where


def _several(texts: Sequence[str], most: int, number: int) -> str:
    shown = ", ".join(texts[:most])
    return f"{shown} and {number - most} more" if number > most else shown
