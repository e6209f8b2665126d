"""What there is to say about a way back: coded findings, grouped by pattern."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from evmap.conversion.findings import fill

#: Places shown with a finding.
EXAMPLES = 5
#: Findings told apart; further ones share the pattern OTHERS.
MOST = 2_000
OTHERS = "(others)"
#: Values are shown up to this length.
SHOWN = 120


class Kind(msgspec.Struct, frozen=True):
    """A kind of finding: what happened, and what to do about it."""

    severity: str
    title: str
    message: str
    advice: str


KINDS: dict[str, Kind] = {
    "RV101": Kind(
        "warning",
        "No place in v2",
        "v2 has no field for this value; it is left out.",
        "Keep the v3 document beside the v2 one if the value matters.",
    ),
    "RV102": Kind(
        "warning",
        "Not usable",
        "The value is not what v3 has here ({0}); it is left out.",
        "Look at the document: it is not as v3 or OCPI describe it.",
    ),
    "RV201": Kind(
        "error",
        "Standard without a v2 id",
        "The tables have no v2 connector id for {0}; the group has no connectorType.",
        "Look the standard up; a client of v2 can't tell which plug this is.",
    ),
    "RV202": Kind(
        "warning",
        "Standard with several v2 ids",
        "{0} stands for the v2 ids {1}; {2} is taken, the guide's first that is not deprecated.",
        "Check whether the client told these ids apart.",
    ),
    "RV301": Kind(
        "warning",
        "Status with several v2 states",
        "{0} stands for the v2 states {1}; {2} is taken, the guide's first.",
        "Check whether the client told these states apart.",
    ),
    "RV302": Kind(
        "warning",
        "Status that the tables don't have",
        "{0} is no status of v3; no state is written.",
        "Look at the document: the status is misspelled, or newer than the tables.",
    ),
    "RV401": Kind(
        "notice",
        "Voltage between lines",
        "v3 gives {0} V between line and neutral; v2 has {1} V between the lines.",
        "Nothing, unless the site has an unusual voltage.",
    ),
    "RV402": Kind(
        "notice",
        "End of the day",
        "OCPI has no 24:00, so 23:59 is read as 24:00:00.",
        "Nothing, unless the site really closes a minute before midnight.",
    ),
    "RV403": Kind(
        "notice",
        "Street and number",
        "OCPI has one line for street and number, v2 two fields; the line is cut at the number.",
        "Read the two fields together.",
    ),
    "RV404": Kind(
        "warning",
        "Pool id made anew",
        "The location id looks like the part of a v2 pool id that OCPI has room for; it is taken for "
        "that, and {0} is put before it.",
        "Check one pool id against v2.",
    ),
    "RV405": Kind(
        "warning",
        "Kind of current unknown",
        "Neither power type nor standard tell AC or DC; the deprecated field volts holds the "
        "voltage.",
        "Let the client ask the operator.",
    ),
    "RV406": Kind(
        "notice",
        "Mobile payment",
        "HERE sets mobilePayment also where a single way of it is known; ePayment is accepted.",
        "Nothing.",
    ),
    "RV407": Kind(
        "warning",
        "Id that is not HERE's",
        "The location id has no form of HERE's pool ids; it is written as poolId as it stands.",
        "Don't ask v2 for this pool: HERE may not know the id.",
    ),
    "RV408": Kind(
        "notice",
        "Said by an EVSE id",
        "v2 has no field for country_code and party_id; an EVSE id says the same.",
        "Read them from the EVSE id.",
    ),
    "RV501": Kind(
        "warning",
        "One entrance of several",
        "A v2 station has one entrance; the first is written.",
        "Keep the v3 document beside the v2 one if the others matter.",
    ),
    "RV502": Kind(
        "warning",
        "Hours without a connector",
        "v2 has opening hours with its connectors only, and there is none here.",
        "Keep the v3 document beside the v2 one if the hours matter.",
    ),
    "RV503": Kind(
        "notice",
        "Made from counts",
        "evmap made this EVSE id from the counts of a v2 group; the counts are written again.",
        "Nothing.",
    ),
    "RV504": Kind(
        "warning",
        "Not on every EVSE",
        "v2 tells ways to pay and providers of the whole station, v3 of each EVSE; {0} is not on "
        "all.",
        "Check whether the client needs to know on which.",
    ),
}

SEVERITIES = ("error", "warning", "notice")


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

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.all())


def _finding(code: str, pattern: str, args: tuple[str, ...]) -> Finding:
    kind = KINDS[code]
    message = fill(kind.message, args)
    return Finding(code, kind.severity, kind.title, message, pattern, 0, kind.advice, [])


def _shown(value: Any) -> str | int | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 1 << 53:
        return value
    return str(value)[:SHOWN]


def pattern_of(pointer: str) -> str:
    """The pointer with * for every index."""
    return "/".join(
        "*" if step.isascii() and step.isdigit() else step for step in pointer.split("/")
    )
