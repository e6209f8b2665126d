"""What two OCPI packages of others complain about in locations. Runs in their environment.

Each line of standard input: a JSON list of {"version": "2.2.1" or "2.3.0", "location": {...}}.
Each line of standard output: for each of them a list of [judge, path of keys and indexes, message].

extrawest-ocpi knows 2.2.1, by pydantic models; ocpi-types knows both versions, by classes made from
schemas. Those stop at the first trouble and don't say where: the place is read from the line of the
class that failed, and the field is then given a value that fits, so that the next one is found.
The pattern of EVSE ids is that of Hubject's OICP 2.3, which other OCPI validators use too.
"""

from __future__ import annotations

import copy
import json
import linecache
import re
import sys
import traceback
from collections import Counter
from types import ModuleType
from typing import Any

from ocpi_types import v2_2_1, v2_3_0
from py_ocpi.modules.locations.v_2_2_1.schemas import Location
from pydantic import ValidationError

Path = list[str | int]
Complaint = tuple[str, Path, str]

MODULES = {"2.2.1": v2_2_1, "2.3.0": v2_3_0}
TIME = "2024-05-01T10:00:00Z"
#: A value that fits, by field; what is not here fits as an empty text.
FITS: dict[str, Any] = {
    "publish": True,
    "twentyfourseven": True,
    "coordinates": {"latitude": "52.51990", "longitude": "13.38008"},
    "status": "AVAILABLE",
    "standard": "IEC_62196_T2",
    "format": "CABLE",
    "power_type": "AC_3_PHASE",
    "max_voltage": 230,
    "max_amperage": 16,
    "weekday": 1,
    "last_updated": TIME,
    "connectors": [],
}
#: Lists and objects in an object, and the class of each; they are judged by themselves.
PARTS = {
    "Location": {"evses": "Evse", "coordinates": "GeoLocation", "opening_times": "Hours"},
    "Evse": {"connectors": "Connector", "coordinates": "GeoLocation"},
    "Hours": {"regular_hours": "RegularHours"},
}
#: Lists that an object has to have.
NEEDED = {("Evse", "connectors")}
#: EvseID of OICP 2.3: the forms of ISO 15118-1 and of DIN SPEC 91286.
EVSE_ID = re.compile(
    r"([A-Za-z]{2}\*?[A-Za-z0-9]{3}\*?E[A-Za-z0-9*]{1,30})"
    r"|(\+?[0-9]{1,3}\*[0-9]{3}\*[0-9*]{1,32})"
)
FIELD = re.compile(r'obj\.get\("(\w+)"\)')


def by_extrawest(location: dict[str, Any]) -> list[Complaint]:
    """Return what the pydantic models refuse."""
    try:
        Location.parse_obj(location)
    except ValidationError as error:
        return [("extrawest-ocpi", list(one["loc"]), one["msg"]) for one in error.errors()]
    return []


def by_oicp(location: dict[str, Any]) -> list[Complaint]:
    """Return the EVSE ids that are none."""
    return [
        ("oicp", ["evses", index, "evse_id"], evse["evse_id"])
        for index, evse in enumerate(location.get("evses", []))
        if "evse_id" in evse and not EVSE_ID.fullmatch(evse["evse_id"])
    ]


def by_types(module: ModuleType, name: str, value: Any, path: Path) -> list[Complaint]:
    """Return what the class of this name refuses, and what the classes of its parts do."""
    if not isinstance(value, dict):
        return [("ocpi-types", path, f"is no {name}")]
    own = copy.copy(value)
    found: list[Complaint] = []
    for field, kind in PARTS.get(name, {}).items():
        part = own.get(field)
        if part is None:
            continue
        many = isinstance(part, list)
        for index, one in enumerate(part if many else [part]):
            place = [*path, field, index] if many else [*path, field]
            found += by_types(module, kind, one, place)
        own[field] = [] if (name, field) in NEEDED else FITS.get(field)
    return found + _own_fields(getattr(module, name), own, path)


def _own_fields(made: Any, value: dict[str, Any], path: Path) -> list[Complaint]:
    found: list[Complaint] = []
    told: Counter[str] = Counter()
    while True:
        try:
            made.from_dict(value)
        except Exception as error:
            field = _field(error)
            if not told[field]:
                found.append(("ocpi-types", [*path, field], repr(value.get(field, "missing"))[:80]))
            elif told[field] > 1:
                raise
            value[field] = None if told[field] else FITS.get(field, "")
            told[field] += 1
        else:
            return found


def _field(error: Exception) -> str:
    """Return the field that the class was reading: the parts of a field are judged before."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.name == "from_dict"]
    match = FIELD.search(linecache.getline(frames[0].filename, frames[0].lineno or 0))
    return match[1] if match else "?"


def judged(one: dict[str, Any]) -> list[Complaint]:
    """Return what all judges of a version say of a location."""
    version, location = one["version"], one["location"]
    found = by_oicp(location) + by_types(MODULES[version], "Location", location, [])
    return found + by_extrawest(location) if version == "2.2.1" else found


def main() -> None:
    """Answer each line of standard input with one line."""
    for line in sys.stdin:
        json.dump([judged(one) for one in json.loads(line)], sys.stdout)
        print(flush=True)


if __name__ == "__main__":
    main()
