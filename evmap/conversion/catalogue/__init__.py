"""The catalogue of findings: every code with severity, words, and advice for the client's code."""

from __future__ import annotations

from evmap.conversion.catalogue import connectors, fields, reading, status, structure, target
from evmap.conversion.catalogue.entry import SEVERITIES, Entry

AREAS = {
    "EV1": "reading",
    "EV2": "connectors",
    "EV3": "status",
    "EV4": "fields",
    "EV5": "structure",
    "EV6": "target",
}

#: All entries by code.
CATALOGUE: dict[str, Entry] = {
    entry.code: entry
    for module in (reading, connectors, status, fields, structure, target)
    for entry in module.ENTRIES
}

__all__ = ["AREAS", "CATALOGUE", "SEVERITIES", "Entry"]
