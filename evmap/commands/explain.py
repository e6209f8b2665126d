"""The text of `evmap explain`: what a finding means, an example, and what to do."""

from __future__ import annotations

import difflib
import textwrap

from evmap.catalogue import ALL, example
from evmap.conversion.codes import DEFINITIONS

WIDTH = 80


def explain(code: str) -> str:
    """The explanation of a code, in any case. Raises LookupError that names close codes."""
    entry = ALL.get(code.strip().upper())
    if entry is None:
        raise LookupError(_unknown(code))
    shown = example(entry.code)
    parts = [
        f"{entry.code}  {entry.title}",
        _paragraph(f"{entry.severity}: {DEFINITIONS[entry.severity]}"),
        _paragraph(entry.explanation),
        _paragraph(f"Example: {shown.message}"),
        f"{shown.source}\n{_indented(shown.before)}",
        f"{shown.target}\n{_indented(shown.after)}",
        _paragraph(f"What to do: {shown.advice}"),
    ]
    return "\n\n".join(parts)


def _unknown(code: str) -> str:
    close = difflib.get_close_matches(code.strip().upper()[:20], ALL, n=3, cutoff=0.6)
    hint = f" Close codes: {', '.join(close)}." if close else ""
    return f"There is no finding {code.strip()[:20]}.{hint}"


def _paragraph(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_on_hyphens=False, break_long_words=False)


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")
