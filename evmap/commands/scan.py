"""`evmap scan`: the source of a program in, the places that speak v2 out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import typer

from evmap.commands.say import aligned, say
from evmap.masking import harmless
from evmap.scan import Hit, Name, NoSuchPath, Scan, Scanned, scan
from evmap.scan.reports import FORMATS, KINDS, summary

DONE, NOTHING_READ = 0, 3

#: Places of one name in one file that are shown, and v3 places of one name.
MOST_PLACES, MOST_V3 = 4, 1


def run(paths: list[str], form: str) -> int:
    """Print what was found and return the exit code: 3 where no file could be read.

    form: text, or one of FORMATS.
    """
    try:
        found = scan(paths)
    except NoSuchPath as error:
        say(f"evmap: {error}")
        return NOTHING_READ
    for path, reason in found.passed:
        say(f"evmap: {path}: passed over, {reason}.")
    if not found.read:
        say("evmap: there is no file to read here.")
        return NOTHING_READ
    typer.echo(FORMATS.get(form, _text)(found), nl=False)
    say(summary(found))
    return DONE


def _text(found: Scan) -> str:
    """A paragraph for each file, in it a line for each name."""
    return "\n".join("\n".join([*map(harmless, _lines(file)), ""]) for file in found.files)


def _lines(file: Scanned) -> list[str]:
    places: dict[Name, list[Hit]] = defaultdict(list)
    for hit in file.hits:
        places[hit.name].append(hit)
    return [file.path, *aligned([_cells(name, hits) for name, hits in places.items()])]


def _cells(name: Name, hits: Sequence[Hit]) -> tuple[str, ...]:
    v3 = _several(name.v3, MOST_V3) or "-"
    where = _several([f"{hit.line}:{hit.column}" for hit in hits], MOST_PLACES)
    return "", KINDS[name.kind][0], name.v2, name.fate, v3, where


def _several(texts: Sequence[str], most: int) -> str:
    shown = ", ".join(texts[:most])
    return f"{shown} and {len(texts) - most} more" if len(texts) > most else shown
