"""The lines around an error, with the place to look at."""

from __future__ import annotations

from dataclasses import dataclass

#: Lines before and after, and characters of a line on either side of the place.
AROUND = 2
WIDTH = 48
#: What has NUL among its first characters is a picture or a program.
BEGINNING = 1000


@dataclass(frozen=True)
class ExcerptLine:
    """One line; on the line of the error `here` is the character, and `caret` points at it."""

    number: int
    before: str
    here: str = ""
    after: str = ""
    caret: str = ""


def excerpt(text: str, line: int | None, column: int | None) -> list[ExcerptLine]:
    """Return the lines around a place, counted from 1; none without a place, or of no text."""
    if line is None or column is None or "\0" in text[:BEGINNING]:
        return []
    lines = text.split("\n")
    first = max(1, line - AROUND)
    return [
        _line(lines[number - 1], number, column, is_here=number == line)
        for number in range(first, min(len(lines), line + AROUND) + 1)
    ]


def _line(text: str, number: int, column: int, *, is_here: bool) -> ExcerptLine:
    start = max(0, column - 1 - WIDTH) if len(text) > 2 * WIDTH else 0
    stop = start + 2 * WIDTH
    lead = "…" if start else ""
    tail = "…" if stop < len(text) else ""
    if not is_here:
        return ExcerptLine(number, lead + _visible(text[start:stop]) + tail)
    place = column - 1
    before = lead + _visible(text[start:place])
    # At the end of the text there is no character to point at.
    here = _visible(text[place : place + 1]) or " "
    after = _visible(text[place + 1 : stop]) + tail
    return ExcerptLine(number, before, here, after, caret=f"{' ' * len(before)}^")


def _visible(text: str) -> str:
    """Each character as one that can be seen, so that the caret stays under its place."""
    return "".join(
        " " if character in "\t\r" else character if character.isprintable() else "\ufffd"
        for character in text
    )
