"""The codes of the way back, from v3 to v2; they stand in `codes.json`."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry, read_codes

#: All codes of the way back, in their order.
CODES: dict[str, Entry] = read_codes(__package__)
