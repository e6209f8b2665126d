"""Statements on what is true: an input, a target, options, and what must hold.

An input is written as what differs from one plain station: a path of v2 fields to a value, with
`group.` for its first connector group and `state.` for the group's first status entry.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.judges.support import TRUTH, Json, Outcome, evmap, printed

#: Takes a field away.
GONE = object()
#: What differs from the plain station.
Changes = Mapping[str, Any]

POOL = "evcp0-MGFiMTJjZDMtNDU2Ny04OWFiLWNkZWYtMDEyMzQ1Njc4OWFi"
PLAIN: Json = {
    "poolId": POOL,
    "id": "c3RhdGlvbi0x",
    "name": "Test site",
    "timeZone": "Europe/Berlin",
    "lastUpdateTimestamp": "2024-05-01T10:00:00.000Z",
    "position": {"latitude": 52.5199013, "longitude": 13.3800898},
    "address": {
        "street": "Luisenstraße",
        "streetNumber": "31",
        "city": "Berlin",
        "postalCode": "10117",
        "country": "DEU",
    },
    "evStationDetails": {"privateAccess": False},
    "connectors": {
        "connector": [
            {
                "supplierName": "Example CPO",
                "connectorType": {"id": "31", "name": "IEC 62196-2 type 2 (Type 2)"},
                "maxPowerLevel": 22.08,
                "fixedCable": False,
                "chargingPoint": {"voltsRange": "380-480V AC", "phases": 3, "ampsRange": "32A"},
                "connectorStatuses": {
                    "connectorStatus": [
                        {"cpoEvseId": "1", "cpoEvseEMI3Id": "DE*ICT*E1", "state": "AVAILABLE"}
                    ]
                },
            }
        ]
    },
}


def station(changes: Changes | None = None) -> Json:
    """The plain station with these changes."""
    made = copy.deepcopy(PLAIN)
    group = made["connectors"]["connector"][0]
    entry = group["connectorStatuses"]["connectorStatus"][0]
    roots = {"group": group, "state": entry}
    for path, value in (changes or {}).items():
        first, _, rest = path.partition(".")
        inner: Json = roots.get(first, made)
        *steps, last = (rest if first in roots else path).split(".")
        for step in steps:
            inner = inner.setdefault(step, {})
        if value is GONE:
            inner.pop(last, None)
        else:
            inner[last] = value
    return made


def response(*stations: Json) -> bytes:
    """A stations response."""
    whole = {"hasMore": False, "count": len(stations), "evStations": {"evStation": stations}}
    return json.dumps(whole, ensure_ascii=False).encode()


def lines(*stations: Json) -> bytes:
    """The stations as NDJSON."""
    return b"".join(json.dumps(one).encode() + b"\n" for one in stations)


def group(changes: Changes | None = None) -> Json:
    """The plain station's connector group with these changes, without the prefix `group.`."""
    prefixed = {f"group.{path}": value for path, value in (changes or {}).items()}
    found: Json = station(prefixed)["connectors"]["connector"][0]
    return found


def groups(*several: Json) -> Changes:
    """The change that gives a station these connector groups."""
    return {"connectors": {"connector": list(several)}}


def dc(type_id: str = "34", **more: Any) -> Json:
    """A connector group of a DC plug, CCS2 by default."""
    return {
        "supplierName": "Example CPO",
        "connectorType": {"id": type_id},
        "maxPowerLevel": 50,
        "fixedCable": True,
        "chargingPoint": {"voltsRange": "200-500V DC", "ampsRange": "125A"},
        **more,
    }


def states(*entries: Json) -> Json:
    """The `connectorStatuses` of a group."""
    return {"connectorStatus": list(entries)}


def without(*paths: str) -> Changes:
    """The change that takes fields away."""
    return dict.fromkeys(paths, GONE)


@dataclass(frozen=True)
class Statement:
    """Something that must hold.

    kind: as in the list of faults (T1 to T31). given: changes of the plain station, a case of
    tests/data/truth, bytes, or files by name; a list of changes is several stations.
    check: document and report -> whether it holds; for a command that prints, what it printed.
    fails: why it does not hold today; the test is strict then.
    """

    kind: str
    given: Any
    target: str
    holds: str
    check: Callable[..., bool]
    options: tuple[str, ...] = ()
    command: str = "convert"
    fails: str = ""

    @property
    def name(self) -> str:
        """Name of the test."""
        case = f"{self.given}, " if isinstance(self.given, str) and not self.prints else ""
        return f"{self.kind}: {case}{self.holds} [{self.target}]"

    @property
    def prints(self) -> bool:
        """Whether the command answers on the terminal."""
        return self.command in {"lookup", "request"}

    def outcome(self) -> Outcome:
        """Run the command over the input."""
        if self.prints:
            return printed(self.command, self.given, *self.options)
        target = ("--to", self.target) if self.command == "convert" else ()
        return evmap(self.command, files(self.given), *target, *self.options)

    def is_true(self) -> bool:
        """Run the command and ask the check."""
        outcome = self.outcome()
        if self.prints:
            return self.check(outcome)
        if isinstance(self.given, dict) and _is_files(self.given):
            return outcome.report is not None and self.check(None, outcome.report)
        if outcome.document is None or outcome.report is None:
            return False
        return self.check(outcome.document, outcome.report)


def files(given: Any) -> dict[str, bytes]:
    """The input as files."""
    if isinstance(given, str):
        return {f"{given}.json": (TRUTH / f"{given}.json").read_bytes()}
    if isinstance(given, bytes):
        return {"in.ndjson" if given.endswith(b"\n") else "in.json": given}
    if isinstance(given, list):
        return {"in.json": response(*map(station, given))}
    if _is_files(given):
        return dict(given)
    return {"in.json": response(station(given))}


def _is_files(given: Any) -> bool:
    return bool(given) and all(isinstance(value, bytes) for value in given.values())
