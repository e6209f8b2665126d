"""Examples on row pages: a piece of a v2 answer, and what the converter makes of it now."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import msgspec

from evmap.conversion import Options, convert
from evmap.conversion.codes.examples import shown
from evmap.mappings.models import Connector, Field, Standard, V2Status

Json = dict[str, Any]

#: What every example stands in, and never shows.
STATION: Json = {
    "id": "OGUxZjRhN2MtMzk1YS00YjYyLWFlMDgtNWQ5YzJmNzEwYjM2",
    "poolId": "evcp0-ZDcwNWE4YzEtOGU0Mi00ZjBiLTkzNmEtMWM1N2UyZjQ4Yjkw",
    "lastUpdateTimestamp": "2026-11-20T18:05:31.000Z",
    "timeZone": "Europe/Berlin",
    "position": {"latitude": 52.5162, "longitude": 13.3777},
    "connectors": {"connector": [{"connectorType": {"id": "31"}, "fixedCable": False}]},
}
POOL: Json = {
    "id": STATION["poolId"],
    "stations": [
        {"evses": [{"id": "1", "state": "AVAILABLE", "connectors": [{"id": "1", "typeId": "31"}]}]}
    ],
}

#: Power of a plug: kilowatts, volts, phases, amperes.
ONE_PHASE = (3.68, "220-240V AC", 1, "16A")
DIRECT = (50, "400V DC", None, "125A")
THREE_PHASES = {
    16: (11.04, "380-480V AC", 3, "16A"),
    32: (22.08, "380-480V AC", 3, "32A"),
    64: (44.16, "380-480V AC", 3, "64A"),
}

#: What a field means nothing without: part of its path, and values that stand beside it.
COMPANIONS: tuple[tuple[str, str, Any], ...] = (
    ("address.", "address.street", "Pariser Platz"),
    (
        "connectorDetails.openingHours.regular",
        "connectors.connector[].connectorDetails.openingHours.regularOpeningHours[]",
        {"daymask": 62, "period": [{"from": "08:00:00", "to": "20:00:00"}]},
    ),
)

CONNECTOR = "/evses/*/connectors/*/"
CONNECTOR_PARTS = [
    f"{CONNECTOR}{name}"
    for name in ("standard", "power_type", "max_voltage", "max_amperage", "max_electric_power")
]


@dataclass(frozen=True)
class Example:
    """JSON of both sides; `after` is empty where nothing is left."""

    before: str
    after: str


def of_connector(row: Connector) -> Example:
    """Return a group of plugs with this connector type."""
    standards = [one.standard for one in row.equivalences.all()]
    return _plug(row, standards[0] if standards else None)


def of_standard(row: Standard) -> Example | None:
    """Return a group of plugs that becomes this standard; None where no v2 id does."""
    connector = next((one.connector for one in row.equivalences.all()), None)
    return _plug(connector, row) if connector else None


def _plug(row: Connector, standard: Standard | None) -> Example:
    power, volts, phases, amperes = _power(standard)
    group: Json = {
        "connectorType": {"id": str(row.v2_id)} | ({"name": row.v2_name} if row.v2_name else {}),
        "maxPowerLevel": power,
        "chargingPoint": {"voltsRange": volts, "phases": phases, "ampsRange": amperes},
    }
    if phases is None:
        del group["chargingPoint"]["phases"]
    station = STATION | {"connectors": {"connector": [group]}}
    return Example(_text(group), _after(station, CONNECTOR_PARTS))


def _power(standard: Standard | None) -> tuple[float, str, int | None, str]:
    code = standard.code if standard else ""
    if standard and standard.current == "DC":
        return DIRECT
    last = code.rsplit("_", 1)[-1]
    return THREE_PHASES[int(last)] if "THREE" in code and last.isdigit() else ONE_PHASE


def of_status(row: V2Status, preferred: str) -> Example:
    """Return an EVSE in this state; `preferred` is written where there are candidates."""
    group = {
        "connectorType": {"id": "31"},
        "connectorStatuses": {"connectorStatus": [{"cpoEvseId": "47449", "state": row.code}]},
    }
    station = STATION | {"connectors": {"connector": [group]}}
    statuses = ((row.code, preferred),) if preferred else ()
    after = _after(station, ["/evses/*/uid", "/evses/*/status"], Options(statuses=statuses))
    return Example(_text(group["connectorStatuses"]), after)


def of_field(row: Field) -> Example | None:
    """Return an answer with this field; None for answers that are not converted."""
    bases = {Field.Answer.STATION.value: STATION, Field.Answer.EVSES.value: POOL}
    base = bases.get(row.answer)
    if base is None or row.example is None:
        return None
    record = deepcopy(base)
    for part, path, value in COMPANIONS:
        if part in row.path:
            _put(record, path, deepcopy(value))
    _put(record, row.path, row.example)
    target = row.in_target("v3")
    paths = [_pointer(path) for path in target.v3_paths]
    after = _after(record, paths) if paths else ""
    # A place that this value does not fill is no example.
    return None if paths and not after else Example(shown(record, [_pointer(row.path)]), after)


def _put(record: Json, path: str, value: Any) -> None:
    """Put a value at a path, into the first item of each list on the way."""
    place: Any = record
    *steps, last = path.split(".")
    for step in steps:
        name = step.removesuffix("[]")
        if step.endswith("[]"):
            place = place.setdefault(name, [{}])[0]
        else:
            place = place.setdefault(name, {})
    place[last.removesuffix("[]")] = [value] if last.endswith("[]") else value


def _pointer(path: str) -> str:
    return "/" + path.replace("[]", "/*").replace(".", "/")


def _after(record: Json, pointers: list[str], options: Options | None = None) -> str:
    """Convert a record and return the parts of the location at these pointers."""
    done = convert(json.dumps(record).encode(), options)
    locations = msgspec.json.decode(done.document)["items"]
    text = shown(locations[0], pointers) if locations else ""
    return "" if text in ("{}", "[]", "null") else text


def _text(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
