"""`evmap lookup`: codes in, a plain table out."""

from __future__ import annotations

import re

import typer

from evmap.commands.say import aligned, say
from evmap.lookup import Answer, TooMuch, Unknown, look_up_codes

DONE, NOTHING, USAGE = 0, 1, 2

FINDING = re.compile(r"EV\d{3}", re.IGNORECASE | re.ASCII)
HEADS = ("given", "is", "code", "fate", "becomes")


def run(codes: list[str]) -> int:
    """Print what the codes mean and return the exit code: 1 where none is recognised."""
    try:
        found = look_up_codes(codes)
    except TooMuch as error:
        say(f"evmap: {error}")
        return USAGE
    if found.answers:
        for line in aligned([HEADS, *map(_cells, found.answers)]):
            typer.echo(line)
    for unknown in found.unknown:
        say(f"evmap: {unknown.given}: not in the mapping tables{_hint(unknown)}")
    return DONE if found.answers else NOTHING


def _hint(unknown: Unknown) -> str:
    if FINDING.fullmatch(unknown.given):
        return f"; it is a finding: evmap explain {unknown.given.upper()}"
    return f"; did you mean {' or '.join(unknown.similar)}?" if unknown.similar else ""


def _cells(answer: Answer) -> tuple[str, ...]:
    meaning = answer.meaning
    what = f"{meaning.what} (deprecated)" if meaning.deprecated else meaning.what
    becomes = ", ".join(meaning.becomes) or "nothing"
    if answer.preferred:
        becomes += f" (written: {answer.preferred})"
    if meaning.candidates:
        becomes += f" (suggested by evmap: {', '.join(meaning.candidates)})"
    return answer.given, what, meaning.code, meaning.fate, becomes
