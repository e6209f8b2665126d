"""`evmap request`: a v2 request in, the calls of v3 and an account of each parameter out."""

from __future__ import annotations

import sys
from textwrap import fill

import typer

from evmap.requests import MAX_LENGTH, Line, NotARequest, translate

DONE, USAGE = 0, 2

PIPE = "-"
WIDTH = 100


def run(url: str) -> int:
    """Print the v3 way of a request and return the exit code."""
    text = sys.stdin.read(MAX_LENGTH + 1) if url == PIPE else url
    try:
        found = translate(text)
    except NotARequest as error:
        typer.echo(f"evmap: {error}", err=True)
        return USAGE
    typer.echo(fill(found.about, WIDTH))
    for call in found.calls:
        typer.echo(f"\n{call.title}\n  {call.url}")
        typer.echo(_indented(call.what))
    typer.echo("\nWhat becomes of")
    for line in found.lines:
        typer.echo(f"  {_head(line)}")
        typer.echo(_indented(f"{line.why} ({line.basis}, {line.source})", "      "))
    if found.hidden:
        typer.echo(f"\nTaken out: {', '.join(found.hidden)}", err=True)
    return DONE


def _head(line: Line) -> str:
    given = f"{line.parameter} {line.value}".strip()
    return f"{given}: {line.fate}" + (f", {line.becomes}" if line.becomes else "")


def _indented(text: str, indent: str = "  ") -> str:
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
