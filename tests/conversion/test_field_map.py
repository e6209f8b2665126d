"""The field map and the rules agree: every row of it is walked, for every target.

A payload is converted twice, with the row's field and without it (or with another value). What
differs in the output is what became of the value: nothing for a dropped one, else something at the
row's places and nowhere else.
"""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import msgspec
import pytest

from evmap.conversion import TARGETS, fixture_guide
from evmap.conversion.guide import FieldRow
from tests.conversion import support

MISSING: Any = object()
OTHER_POOL = "276u33db845jn-aGVyZS1ldjplY29tb3ZlbWVudDo4OTU5MDU0ODI"

GROUP = "connectors.connector[]."
POINT = f"{GROUP}chargingPoint."
ENTRY = f"{GROUP}connectorStatuses.connectorStatus[]."
DETAILS = f"{GROUP}connectorDetails."
METHODS = "evStationDetails.paymentMethods."
EVSE = "stations[].evses[]."
PLUG = f"{EVSE}connectors[]."


class Case(msgspec.Struct, frozen=True):
    """How to show what becomes of a field.

    value: what stands there; instead: what stands there in the other payload (missing: nothing);
    base: further fields of both payloads. `silent` fields only confirm what others say. beside:
    places that change as well, because they hold the value's consequences.
    """

    value: Any = MISSING
    instead: Any = MISSING
    base: dict[str, Any] = {}
    silent: bool = False
    beside: tuple[str, ...] = ()


COUNTS: dict[str, Any] = {
    f"{GROUP}connectorStatuses": MISSING,
    f"{POINT}numberOfConnectors": 2,
}
HOURS = f"{DETAILS}openingHours.regularOpeningHours[]."
AC = {f"{POINT}voltsRange": "400V AC", f"{POINT}phases": 3, f"{GROUP}connectorType.id": "31"}

#: What is line to neutral by the number of phases.
VOLTAGES = ("evses/*/connectors/*/max_voltage", "evses/*/connectors/*/maxVoltage")

#: Fields that need another payload than the usual one, or show themselves in another way.
CASES: dict[tuple[str, str], Case] = {
    ("station", "LastUpdatedTimeStamp"): Case(base={"lastUpdateTimestamp": MISSING}),
    ("station", "poolId"): Case(support.POOL_ID, OTHER_POOL),
    ("station", "brand"): Case(base={f"{GROUP}supplierName": MISSING}),
    ("station", "address.streetNumber"): Case("12"),
    ("station", "address.region"): Case(base={"address.state": MISSING}),
    ("station", "address.country"): Case("DEU"),
    ("station", "timeZone"): Case("Europe/Paris"),
    ("station", "contacts.phone[].value"): Case("+498912345678"),
    ("station", f"{GROUP}supplierContacts.phone[].value"): Case("+498912345678"),
    **{
        ("station", f"{place}.{name}[].value"): Case("https://laden.example")
        for place in ("contacts", f"{GROUP}supplierContacts")
        for name in ("website", "www")
    },
    ("station", f"{ENTRY}cpoEvseEMI3Id"): Case("DE*ICT*E0001897"),
    ("evses", f"{EVSE}cpoEvseEMI3Id"): Case("DE*ICT*E0001897"),
    # Where the station says it too; else it decides, see tests/conversion/test_whose.py.
    ("station", f"{DETAILS}privateAccess"): Case(
        True, base={"evStationDetails.privateAccess": True}
    ),
    ("station", "totalNumberOfConnectors"): Case(
        2, 1, {f"{GROUP}connectorStatuses": MISSING}, beside=("evses",)
    ),
    ("station", "roaming[].emsp"): Case("X", "Y", {"roaming[].partner_id": support.PARTNER_ID}),
    ("station", "roaming[].partner_id"): Case("p-1", "p-2", {"roaming[].emsp": "X"}),
    ("station", "roaming[].ema_id[]"): Case(
        "NL-ECO", base={"roaming[].emsp": "X", "roaming[].partner_id": support.PARTNER_ID}
    ),
    ("station", "roamings.roaming[].emsp"): Case(
        "X", "Y", {"roamings.roaming[].partner_id": support.PARTNER_ID}
    ),
    ("station", "roamings.roaming[].partner_id"): Case(
        "p-1", "p-2", {"roamings.roaming[].emsp": "X"}
    ),
    ("station", "roamings.roaming[].ema_id[]"): Case(
        "NL-ECO",
        base={
            "roamings.roaming[].emsp": "X",
            "roamings.roaming[].partner_id": support.PARTNER_ID,
        },
    ),
    ("station", "position.latitude"): Case(52.5, 52.6),
    ("station", "position.longitude"): Case(13.5, 13.6),
    ("station", "entrancePosition.latitude"): Case(52.5, 52.6, {"entrancePosition.longitude": 13}),
    ("station", "entrancePosition.longitude"): Case(13.5, 13.6, {"entrancePosition.latitude": 52}),
    ("station", "evStationDetails.privateAccess"): Case(False, True),
    ("station", "evStationDetails.accessibilityType"): Case("PUBLIC", "PRIVATE"),
    ("here-v3", "evStationDetails.accessibilityType"): Case("RESTRICTED"),
    ("station", "evStationDetails.restrictedAccess"): Case(True),
    ("station", f"{METHODS}creditCard.accept"): Case(True),
    ("station", f"{METHODS}debitCard.accept"): Case(True),
    ("station", f"{METHODS}ePayment.accept"): Case(True),
    ("station", f"{METHODS}ePayment.types.type[]"): Case("online-paypal"),
    ("station", f"{METHODS}other.accept"): Case(
        True, False, {f"{METHODS}other.types.type[]": "rfid-reader"}
    ),
    ("station", f"{METHODS}other.types.type[]"): Case("rfid-reader"),
    ("station", f"{GROUP}connectorType.id"): Case("29", "34"),
    ("station", f"{GROUP}connectorType.name"): Case(
        "IEC 62196-3 type 2 combo (Mennekes)", silent=True
    ),
    ("station", f"{GROUP}chargeCapacity"): Case(
        "400VDC, at max. 125 A",
        base={f"{POINT}voltsRange": MISSING, f"{POINT}ampsRange": MISSING},
    ),
    ("station", f"{GROUP}maxPowerLevel"): Case(150.0),
    ("station", f"{GROUP}fixedCable"): Case(True, False),
    ("station", f"{GROUP}lastUpdateTimestamp"): Case("2026-04-01T00:00:00Z"),
    ("station", f"{POINT}lastUpdateTimestamp"): Case(
        "2026-04-01T00:00:00Z", base={f"{GROUP}lastUpdateTimestamp": MISSING}
    ),
    ("station", f"{POINT}volts"): Case(400, base={f"{POINT}voltsRange": MISSING}),
    ("station", f"{POINT}voltsRange"): Case("380-480V AC", "230-240V AC", AC),
    ("station", f"{POINT}phases"): Case(2, 1, {**AC, f"{POINT}phases": MISSING}, beside=VOLTAGES),
    ("station", f"{POINT}amps"): Case(375, base={f"{POINT}ampsRange": MISSING}),
    ("station", f"{POINT}ampsRange"): Case("375A"),
    ("station", f"{POINT}numberOfConnectors"): Case(2, 1, COUNTS, beside=("evses",)),
    ("station", f"{POINT}numberOfAvailable"): Case(2, base=COUNTS),
    ("station", f"{POINT}numberOfInUse"): Case(2, base=COUNTS),
    ("station", f"{POINT}numberOfOutOfService"): Case(0, base=COUNTS, silent=True),
    ("station", f"{POINT}numberOfReserved"): Case(2, base=COUNTS),
    ("station", f"{ENTRY}cpoEvseId"): Case("47449", "47450"),
    ("station", f"{ENTRY}state"): Case("AVAILABLE", "RESERVED"),
    ("station", f"{DETAILS}reservable"): Case(True),
    ("station", f"{DETAILS}open24x7"): Case(True),
    ("station", f"{HOURS}daymask"): Case(
        2, 4, {f"{HOURS}period[].from": "08:00:00", f"{HOURS}period[].to": "18:00:00"}
    ),
    ("station", f"{HOURS}period[].from"): Case(
        "08:00:00", "09:00:00", {f"{HOURS}daymask": 2, f"{HOURS}period[].to": "18:00:00"}
    ),
    ("station", f"{HOURS}period[].to"): Case(
        "18:00:00", "19:00:00", {f"{HOURS}daymask": 2, f"{HOURS}period[].from": "08:00:00"}
    ),
    ("station", f"{DETAILS}openingHours.annualOpenings[]"): Case([], silent=True),
    ("station", f"{DETAILS}pricing[].timeConstraints.annualOpenings[]"): Case([], silent=True),
    ("evses", "id"): Case(support.POOL_ID, OTHER_POOL),
    ("evses", f"{EVSE}id"): Case("here-evse-1"),
    ("evses", f"{EVSE}cpoId"): Case("47449", "47450"),
    ("evses", f"{EVSE}state"): Case("AVAILABLE", "RESERVED"),
    ("evses", f"{EVSE}last_updated"): Case("2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z"),
    ("evses", f"{PLUG}id"): Case("7", "8"),
    ("evses", f"{PLUG}typeId"): Case("29", "34"),
    ("evses", f"{PLUG}maxPowerLevel"): Case(150.0),
    ("evses", f"{PLUG}state"): Case("AVAILABLE"),
    ("evses", f"{PLUG}last_updated"): Case("2026-04-01T00:00:00Z"),
}

#: Places that repeat what stands elsewhere: HERE's groups, and the newest of several times.
DERIVED = ("connectorGroups", "last_updated", "evses/*/connectors/*/last_updated")
#: Places whose value comes from an option.
GIVEN = ("operator/partnerId",)

STATION = support.station(
    support.ccs(
        support.status("1", cpoConnectorId="1"),
        supplierName="Supplier",
        lastUpdateTimestamp="2026-03-01T00:00:00Z",
    )
)
POOL: dict[str, Any] = {
    "id": "pool-1",
    "stations": [
        {
            "evses": [
                {
                    "cpoId": "1",
                    "state": "AVAILABLE",
                    "last_updated": "2026-03-01T00:00:00Z",
                    "connectors": [
                        {"id": "1", "typeId": "34", "last_updated": "2026-03-01T00:00:00Z"}
                    ],
                }
            ]
        }
    ],
}


def _put(record: dict[str, Any], path: str, value: Any) -> None:
    """Set (or, where it is MISSING, remove) the value at a path of the field map."""
    holder: Any = record
    *steps, last = path.split(".")
    for step in steps:
        name = step.removesuffix("[]")
        if step.endswith("[]"):
            holder = holder.setdefault(name, [{}])[0]
        else:
            holder = holder.setdefault(name, {})
    name = last.removesuffix("[]")
    if value is MISSING:
        holder.pop(name, None)
    elif last.endswith("[]") and value != []:
        holder[name] = [value]
    else:
        holder[name] = value


def _payload(row: FieldRow, case: Case, value: Any) -> Any:
    record = copy.deepcopy(STATION if row.answer == "station" else POOL)
    for path, member in case.base.items():
        _put(record, path, member)
    _put(record, row.path, value)
    return support.answer(record) if row.answer == "station" else record


def _leaves(payload: Any, target: str) -> Counter[tuple[str, str]]:
    conversion = support.run(payload, target, **support.COMPLETE)
    (found,) = support.locations(conversion)
    return Counter((pattern[1:], repr(leaf)) for pattern, leaf in support.leaf_patterns(found))


def _value(row: FieldRow, case: Case) -> Any:
    if case.value is not MISSING:
        return case.value
    usual: dict[str, Any] = {
        "boolean": True,
        "integer": 7,
        "number": 7.5,
        "datetime": "2026-05-01T00:00:00Z",
        "time": "07:07:00",
    }
    return usual.get(row.json_type, "Wert 7")


def _places(row: FieldRow, target: str) -> list[str]:
    paths = row.targets[target].v3_paths
    return [path.replace("[]", "/*").replace(".", "/").replace("//", "/") for path in paths]


def _pattern(row: FieldRow, value: Any) -> str:
    path = row.path.removesuffix("[]") if value == [] else row.path
    below = path.replace("[]", "/*").replace(".", "/")
    return f"{support.STATION}/{below}" if row.answer == "station" else f"/{below}"


ROWS = [row for row in fixture_guide().fields if row.answer in ("station", "evses")]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.answer}-{row.path}")
def test_a_value_meets_the_fate_and_the_place_that_its_row_says(row: FieldRow, target: str) -> None:
    case = CASES.get((target, row.path)) or CASES.get((row.answer, row.path), Case())
    value = _value(row, case)
    payload = _payload(row, case, value)
    regular = row.targets[target]
    conversion = support.run(payload, target, **support.COMPLETE)
    fate = "restructured" if value == [] else regular.fate
    assert support.fate_of(conversion, _pattern(row, value)) == fate

    there = _leaves(payload, target)
    gone = _leaves(_payload(row, case, case.instead), target)
    changed = {place for place, _ in (there - gone) + (gone - there)}
    places = _places(row, target)
    if regular.fate == "dropped" or case.silent:
        assert changed == set()
        return
    touched = {place for place in changed if place.startswith(tuple(places))}
    assert touched != set(), (places, changed)
    beside = (*DERIVED, *GIVEN, *case.beside)
    assert {place for place in changed - touched if not place.startswith(beside)} == set(), places
    if regular.fate in ("same", "renamed"):
        assert any((place, repr(value)) in there for place in places)


def test_every_special_case_is_a_row_of_the_field_map() -> None:
    known = {(row.answer, row.path) for row in ROWS}
    for_one_target = {(target, row.path) for target in TARGETS for row in ROWS}
    assert set(CASES) <= known | for_one_target
