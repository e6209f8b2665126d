"""The codes of a conversion: each with severity, words, and advice for the client's code.

Those of the way back stand in :mod:`evmap.revert.codes`, all together in :mod:`evmap.catalogue`.
"""

from __future__ import annotations

from evmap.conversion.codes import (
    connectors,
    details,
    electrical,
    fields,
    plausible,
    reading,
    status,
    structure,
    target,
)
from evmap.conversion.codes.entry import AREAS, DIRECTIONS, SEVERITIES, Entry
from evmap.glossary import SEVERITIES as DEFINITIONS

_MODULES = (reading, connectors, status, fields, electrical, plausible, details, structure, target)

#: All entries by code, in the order of the codes.
CATALOGUE: dict[str, Entry] = {
    entry.code: entry
    for entry in sorted(
        (entry for module in _MODULES for entry in module.ENTRIES), key=lambda entry: entry.code
    )
}

__all__ = ["AREAS", "CATALOGUE", "DEFINITIONS", "DIRECTIONS", "SEVERITIES", "Entry"]
