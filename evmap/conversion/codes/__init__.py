"""The catalogue of findings: every code with severity, words, and advice for the client's code."""

from __future__ import annotations

from evmap.conversion.codes import (
    connectors,
    details,
    electrical,
    fields,
    reading,
    status,
    structure,
    target,
)
from evmap.conversion.codes.entry import AREAS, SEVERITIES, Entry

#: What the severities mean; every page and report that shows one can show this beside it.
DEFINITIONS = {
    "error": "Something a client needs is missing from the output, or can't be trusted.",
    "warning": "Information is lost, or a choice was made for you.",
    "notice": "The form changed and nothing is lost.",
}

_MODULES = (reading, connectors, status, fields, electrical, details, structure, target)

#: All entries by code, in the order of the codes.
CATALOGUE: dict[str, Entry] = {
    entry.code: entry
    for entry in sorted(
        (entry for module in _MODULES for entry in module.ENTRIES), key=lambda entry: entry.code
    )
}

__all__ = ["AREAS", "CATALOGUE", "DEFINITIONS", "SEVERITIES", "Entry"]
