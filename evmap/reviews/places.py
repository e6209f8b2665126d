"""Patterns and values as the pages of a review show them, in the notation of the field map."""

from __future__ import annotations

from django.utils.safestring import SafeString

from evmap.conversion.pointers import readable
from evmap.mappings.marks import breakable

#: What stands before every field of a record: it tells nothing.
_RECORDS = ("/evStations/evStation/*", "/pools/*", "/items/*", "/data/*", "/*")
#: Shown texts are cut to these lengths.
LONGEST_PATTERN, LONGEST_VALUE = 300, 48


def dotted(pattern: str) -> str:
    """Return a pattern as a path of the field map: `connectors.connector[].maxPowerLevel`."""
    start = next((one for one in _RECORDS if f"{pattern}/".startswith(f"{one}/")), "")
    left = pattern.removeprefix(start)
    if not left:
        return "the whole record" if start else "the whole response"
    text = readable(left[1:].replace("/*", "[]").replace("/", "."))
    return text if len(text) <= LONGEST_PATTERN else f"{text[:LONGEST_PATTERN]}…"


def path_of(pattern: str) -> SafeString:
    """Return the same with places where a narrow page may break it."""
    return breakable(dotted(pattern))


def shown(value: object, longest: int = LONGEST_VALUE) -> str:
    """Return a value as JSON writes it, short."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = readable(str(value))
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
