"""The codes of a conversion: each with severity, words, and advice for the client's code.

They stand in `codes.json`. Those of the way back stand in :mod:`evmap.revert.codes`, all together
in :mod:`evmap.catalogue`.
"""

from __future__ import annotations

from evmap.conversion.codes.entry import AREAS, DIRECTIONS, SEVERITIES, Entry, read_codes
from evmap.glossary import SEVERITIES as DEFINITIONS

#: All entries by code, in the order of the codes.
CATALOGUE: dict[str, Entry] = read_codes(__package__)

__all__ = ["AREAS", "CATALOGUE", "DEFINITIONS", "DIRECTIONS", "SEVERITIES", "Entry"]
