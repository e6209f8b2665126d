"""What there is to say about a way back: coded findings, grouped by pattern."""

from __future__ import annotations

from typing import Any

import msgspec

from evmap.conversion.codes import SEVERITIES
from evmap.conversion.findings.finding import fill
from evmap.conversion.pointers import readable
from evmap.revert.codes import CODES

#: Places shown with a finding.
EXAMPLES = 5
#: Findings told apart; further ones share the pattern OTHERS.
MOST = 2_000
OTHERS = "(others)"
#: Values are shown up to this length.
SHOWN = 120


class Spot(msgspec.Struct, frozen=True):
    """A place in the v3 document, and the value there."""

    v3_pointer: str
    value: str | int | bool | None = None


class Finding(msgspec.Struct):
    """Equal findings of one pattern."""

    code: str
    severity: str
    title: str
    message: str
    pattern: str
    occurrences: int
    suggestion: str
    reference: str
    examples: list[Spot]


class Findings:
    """Collects findings; equal ones of one pattern come together."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, tuple[str, ...]], Finding] = {}

    def add(self, code: str, pointer: str, *args: str, value: Any = None) -> None:
        """Enter one finding at a place of the v3 document."""
        pattern = pattern_of(pointer)
        key = (code, pattern, args)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= MOST:
                pattern, args = OTHERS, tuple(OTHERS for _ in args)
                key = (code, pattern, args)
            found = self._found.setdefault(key, _finding(code, pattern, args))
        found.occurrences += 1
        if len(found.examples) < EXAMPLES:
            found.examples.append(Spot(pointer, _shown(value)))

    def all(self) -> list[Finding]:
        """All findings: errors first, then by code and pattern."""
        return sorted(
            self._found.values(),
            key=lambda found: (SEVERITIES.index(found.severity), found.code, found.pattern),
        )


def _finding(code: str, pattern: str, args: tuple[str, ...]) -> Finding:
    entry = CODES[code]
    return Finding(
        code=code,
        severity=entry.severity,
        title=entry.title,
        message=fill(entry.message, args),
        pattern=pattern,
        occurrences=0,
        suggestion=entry.advice,
        reference=f"/findings/{code}/",
        examples=[],
    )


def _shown(value: Any) -> str | int | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 1 << 53:
        return value
    return readable(str(value)[:SHOWN])


def pattern_of(pointer: str) -> str:
    """The pointer with * for every index."""
    return "/".join(
        "*" if step.isascii() and step.isdigit() else step for step in pointer.split("/")
    )
