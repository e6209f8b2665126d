"""Rules for connector groups, their plugs, and pools of evses/bulk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from evmap.conversion.fieldmap import Path
from evmap.conversion.guide import normal_name
from evmap.conversion.roundtrip.pair import HELD, LOST, UNSAID, Outcome, Pair, Value, equal, utc
from evmap.conversion.roundtrip.places import Rule, brand, phone, pool_id, timestamp, website
from evmap.conversion.roundtrip.plugs import Group
from evmap.conversion.roundtrip.week import contradicts, seconds, spans_of
from evmap.conversion.rules.status import COUNTED
from evmap.revert.electrical import between_lines

_NUMBERS = re.compile(r"\d+")


def in_partner(pair: Pair, value: Value) -> Outcome:
    """The value at the same place of the group that came back."""
    group = pair.group(value)
    if group is None or group.partner is None:
        return LOST
    return moved(pair, value, (*group.partner.path, *value.path[3:]))


def moved(pair: Pair, value: Value, path: Path) -> Outcome:
    """How a value came back at another index, which is no difference."""
    found = pair.compare(value, path)
    if found.kind == "form" and equal(pair.at(path), value.literal):
        return Outcome("same", path)
    return found


def type_name(pair: Pair, value: Value) -> Outcome:
    """The name of a type: any name of its id is as good."""
    found = in_partner(pair, value)
    group = pair.group(value)
    if found.kind == "same" or group is None or group.partner is None:
        return found
    place: Path = (*group.partner.path, "connectorType", "id")
    kind = group.type_id
    if kind is None or not kind.isdigit() or pair.at(place) != kind:
        return found
    connector = pair.guide.connectors.get(int(kind))
    known = connector is not None and normal_name(str(value.value)) in connector.names
    return Outcome("form", place) if known else found


# -- electrical -----------------------------------------------------------------------------


def volts_range(pair: Pair, value: Value) -> Outcome:
    """A range of volts: the same bounds and the same current say the same."""
    found = in_partner(pair, value)
    if found.kind in ("different", "form") and _volts(value.value) == _volts(pair.at(_path(found))):
        return Outcome("form", found.path)
    group = pair.group(value)
    if found is LOST and group is not None and group.partner is not None:
        place: Path = (*group.partner.path, "chargingPoint", "volts")
        return Outcome("different", place) if pair.at(place) is not None else LOST
    return found


def volts(pair: Pair, value: Value) -> Outcome:
    """Volts: the upper end of a range, of three phases between the lines or to neutral."""
    found = in_partner(pair, value)
    group = pair.group(value)
    if found is not LOST or group is None or group.partner is None:
        return found
    place: Path = (*group.partner.path, "chargingPoint", "voltsRange")
    text = pair.at(place)
    if text is None:
        return LOST
    high = int(_NUMBERS.findall(text)[-1])
    if _outdone(value.value, group.point.get("voltsRange")):
        return Outcome("different", place)
    three = group.partner.point.get("phases") == 3
    wanted = {value.value}
    if three:
        wanted.add(between_lines(value.value))
    return Outcome("form" if high in wanted else "different", place)


def amps_range(pair: Pair, value: Value) -> Outcome:
    """A range of amperes."""
    found = in_partner(pair, value)
    if found.kind == "different":
        ours, theirs = (_NUMBERS.findall(str(v)) for v in (value.value, pair.at(_path(found))))
        if ours in (theirs, theirs * 2) and _is_amperes(str(value.value)):
            return Outcome("form", found.path)
    return found


def amps(pair: Pair, value: Value) -> Outcome:
    """Amperes: the upper end of a range."""
    group = pair.group(value)
    if group is None or group.partner is None:
        return LOST
    place: Path = (*group.partner.path, "chargingPoint", "ampsRange")
    text = pair.at(place)
    if text is None:
        return LOST
    high = int(_NUMBERS.findall(text)[-1])
    same = equal(high, value.value) and not _outdone(value.value, group.point.get("ampsRange"))
    return Outcome("form" if same else "different", place)


def capacity(pair: Pair, value: Value) -> Outcome:
    """A text of volts, phases and amperes: what comes back are its numbers, one by one."""
    group = pair.group(value)
    if group is None or group.partner is None:
        return LOST
    numbers = set(_NUMBERS.findall(str(value.value)))
    for name in ("ampsRange", "phases", "voltsRange"):
        place: Path = (*group.partner.path, "chargingPoint", name)
        if numbers & set(_NUMBERS.findall(str(pair.at(place) or ""))):
            return Outcome("different", place)
    return LOST


def _outdone(value: int, text: str | None) -> bool:
    """Whether a range beside a single value says something else: v3 goes by the range."""
    numbers = _NUMBERS.findall(text or "")
    return bool(numbers) and int(numbers[-1]) != value


def _path(outcome: Outcome) -> Path:
    return outcome.path or ()


def _volts(text: Any) -> tuple[list[int], str]:
    numbers = sorted(map(int, _NUMBERS.findall(str(text)))) or [0]
    current = next((one for one in ("AC", "DC") if one in str(text).upper()), "")
    return [numbers[0], numbers[-1]], current


def _is_amperes(text: str) -> bool:
    return re.fullmatch(r"[\d\sAa-]+", text) is not None


# -- counts ---------------------------------------------------------------------------------


def number_of_connectors(pair: Pair, value: Value) -> Outcome:
    """How many plugs a group has: all of them came back, maybe in a larger group."""
    group = pair.group(value)
    if group is None or group.partner is None:
        return LOST
    place: Path = (*group.partner.path, "chargingPoint", "numberOfConnectors")
    found = moved(pair, value, place)
    whole = len(group.plugs) == value.value and all(plug.partner for plug in group.plugs)
    if whole:
        return found if found.kind == "same" else Outcome("form", place)
    return Outcome("different", place)


def number_in_state(pair: Pair, value: Value) -> Outcome:
    """How many plugs are in a state: that many of the group came back in it."""
    group = pair.group(value)
    if group is None or group.partner is None:
        return LOST
    name = str(value.path[-1])
    state = next(state for key, state in COUNTED if key == name)
    place: Path = (*group.partner.path, "chargingPoint", name)
    found = moved(pair, value, place)
    ours = [plug for plug in group.plugs if plug.state == state]
    theirs = [plug for plug in ours if plug.partner is not None and plug.partner.state == state]
    if len(ours) == len(theirs) == value.value and _agrees(group, name, state):
        return found if found.kind == "same" else Outcome("form", found.path)
    return LOST if found is LOST else Outcome("different", place)


def _agrees(group: Group, name: str, state: str) -> bool:
    """Whether the count is what the entries beside it say, if there are any."""
    return not group.told or group.point.get(name) == sum(p.state == state for p in group.plugs)


def reservable(pair: Pair, value: Value) -> Outcome:
    """Whether plugs can be reserved; v3 lists those that can."""
    found = in_partner(pair, value)
    group = pair.group(value)
    if group is not None and group.partner is not None and found is LOST:
        return UNSAID if value.value is False else LOST
    return found


# -- entries --------------------------------------------------------------------------------


def of_entry(*keys: str) -> Rule:
    """A rule for a value of an entry: at one of these keys of the entry that came back."""

    def rule(pair: Pair, value: Value) -> Outcome:
        plug = pair.plug(value)
        if plug is None or plug.partner is None or plug.partner.path is None:
            return LOST
        found = [moved(pair, value, (*plug.partner.path, key)) for key in keys]
        order = ("same", "form", "different", "lost")
        best = min(found, key=lambda outcome: order.index(outcome.kind))
        named = str(value.path[-1]) == str(_path(best)[-1]) if best.path else False
        return Outcome("form", best.path) if best.kind == "same" and not named else best

    return rule


def state(pair: Pair, value: Value) -> Outcome:
    """The state of a plug, in an entry or by a count. UNKNOWN and OTHER mean the same in v3."""
    plug = pair.plug(value)
    if plug is None or plug.partner is None:
        return LOST
    partner = plug.partner
    own = str(value.value).strip().upper()
    if partner.path is None:
        place: Path = (*partner.group.path, "chargingPoint", "numberOfConnectors")
        return Outcome("form" if partner.state == own else "different", place)
    found = moved(pair, value, (*partner.path, "state"))
    if found.kind == "different":
        statuses = pair.guide.statuses
        alike = statuses.get(own, ())[:1] == statuses.get(str(partner.state), ())[:1] != ()
        return Outcome("form", found.path) if partner.state == own or alike else found
    return found


def stand_in_state(pair: Pair, value: Value) -> Outcome:
    """The state of a connector of evses/bulk: v3 has it only where it stands in for the EVSE's."""
    evse: Any = pair.original.records[value.index].value
    for step in value.path[:4]:
        evse = evse[step]
    first = next((n for n, c in enumerate(evse["connectors"]) if c.get("state")), None)
    if evse.get("state") or first != value.path[5]:
        return LOST
    return state(pair, value)


def evse_id(pair: Pair, value: Value) -> Outcome:
    """HERE's id of an EVSE: it stands in for the operator's, or only v3 has it."""
    evse: Any = pair.original.records[value.index].value
    for step in value.path[:4]:
        evse = evse[step]
    if not evse.get("cpoId"):
        return of_entry("cpoEvseId", "cpoEvseEMI3Id")(pair, value)
    return HELD if value.value in pair.held.here_ids else LOST


def connector_stamp(pair: Pair, value: Value) -> Outcome:
    """The time of a connector of evses/bulk."""
    plug = pair.plug(value)
    if plug is None or plug.partner is None:
        return LOST
    group = plug.partner.group
    told = group.value.get("lastUpdateTimestamp") or pair.back.get("lastUpdateTimestamp")
    if told is not None and utc(told) == utc(value.value):
        return Outcome("form", (*group.path, "lastUpdateTimestamp"))
    return timestamp(pair, value)


# -- opening hours --------------------------------------------------------------------------


def always_open(pair: Pair, value: Value) -> Outcome:
    """open24x7: what it says, or hours that say it."""
    week, path = pair.back_week
    if week is None:
        return LOST
    if week.always is not value.value:
        return Outcome("different", (*path, "open24x7")) if path else LOST
    group = pair.group(value)
    if not week.always and (group is None or pair.week(group) != week):
        return Outcome("different", (*path, "open24x7")) if path else LOST
    return _hours(pair, (*path, "open24x7"), same=True)


def daymask(pair: Pair, value: Value) -> Outcome:
    """Days: with at least one period of theirs."""
    entry = _inner(pair, value, 7)
    spans = [span for p in entry.get("period") or () for span in spans_of(value.value, p)]
    return _of_week(pair, value, usable=bool(spans))


def period(pair: Pair, value: Value) -> Outcome:
    """Begin or end of a period."""
    entry = _inner(pair, value, 7)
    times = _inner(pair, value, 9)
    usable = seconds(value.value) is not None and bool(spans_of(entry.get("daymask"), times))
    return _of_week(pair, value, usable=usable)


def _inner(pair: Pair, value: Value, length: int) -> Any:
    found: Any = pair.original.records[value.index].value
    for step in value.path[:length]:
        found = found[step]
    return found


def _of_week(pair: Pair, value: Value, *, usable: bool) -> Outcome:
    """Part of a week: it came back where the whole week did."""
    week, path = pair.back_week
    group = pair.group(value)
    if week is None or group is None or not usable:
        return LOST
    if contradicts(group.value.get("connectorDetails") or {}):
        return LOST
    if pair.week(group) != week:
        return Outcome("different", path) if path else LOST
    same = path and equal(pair.at((*path, *value.path[4:])), value.literal)
    return _hours(pair, (*path, *value.path[4:]) if same else path, same=bool(same))


def _hours(pair: Pair, path: Path, *, same: bool) -> Outcome:
    if not pair.back_week[1]:
        return HELD
    return Outcome("same" if same else "form", path)


_GROUP = "connectors.connector[]"
_POINT = f"{_GROUP}.chargingPoint"
_ENTRY = f"{_GROUP}.connectorStatuses.connectorStatus[]"
_HOURS = f"{_GROUP}.connectorDetails.openingHours.regularOpeningHours[]"
_EVSE = "stations[].evses[]"

#: Fields of a group whose rule is its own; all others of a group stand where they stood.
GROUP_RULES: dict[str, Rule] = {
    f"{_GROUP}.supplierName": brand,
    f"{_GROUP}.supplierContacts.phone[].value": phone,
    f"{_GROUP}.supplierContacts.website[].value": website,
    f"{_GROUP}.supplierContacts.www[].value": website,
    f"{_GROUP}.connectorType.name": type_name,
    f"{_GROUP}.chargeCapacity": capacity,
    f"{_GROUP}.lastUpdateTimestamp": timestamp,
    f"{_GROUP}.connectorDetails.reservable": reservable,
    f"{_GROUP}.connectorDetails.open24x7": always_open,
    f"{_HOURS}.daymask": daymask,
    f"{_HOURS}.period[].from": period,
    f"{_HOURS}.period[].to": period,
    f"{_POINT}.volts": volts,
    f"{_POINT}.voltsRange": volts_range,
    f"{_POINT}.amps": amps,
    f"{_POINT}.ampsRange": amps_range,
    f"{_POINT}.numberOfConnectors": number_of_connectors,
    f"{_POINT}.lastUpdateTimestamp": timestamp,
    **{f"{_POINT}.{name}": number_in_state for name, _ in COUNTED},
    f"{_ENTRY}.cpoEvseId": of_entry("cpoEvseId", "cpoEvseEMI3Id"),
    f"{_ENTRY}.cpoEvseEMI3Id": of_entry("cpoEvseEMI3Id"),
    f"{_ENTRY}.cpoConnectorId": of_entry("cpoConnectorId"),
    f"{_ENTRY}.physicalReference": of_entry("physicalReference"),
    f"{_ENTRY}.state": state,
}


def _of_group(*path: str) -> Callable[[Pair, Value], Outcome]:
    """A rule for a value of a connector of evses/bulk that v2 stations have in the group."""

    def rule(pair: Pair, value: Value) -> Outcome:
        plug = pair.plug(value)
        if plug is None or plug.partner is None:
            return LOST
        found = pair.compare(value, (*plug.partner.group.path, *path))
        return Outcome("form", found.path) if found.kind == "same" else found

    return rule


#: Rules of a pool of evses/bulk, which comes back as a station.
POOL_RULES: dict[str, Rule] = {
    "id": pool_id,
    "stations[].cpoId": lambda pair, value: pair.compare(value, ("cpoId",)),
    f"{_EVSE}.id": evse_id,
    f"{_EVSE}.cpoId": of_entry("cpoEvseId", "cpoEvseEMI3Id"),
    f"{_EVSE}.cpoEvseEMI3Id": of_entry("cpoEvseEMI3Id"),
    f"{_EVSE}.state": state,
    f"{_EVSE}.last_updated": timestamp,
    f"{_EVSE}.connectors[].id": of_entry("cpoConnectorId"),
    f"{_EVSE}.connectors[].typeId": _of_group("connectorType", "id"),
    f"{_EVSE}.connectors[].maxPowerLevel": _of_group("maxPowerLevel"),
    f"{_EVSE}.connectors[].state": stand_in_state,
    f"{_EVSE}.connectors[].last_updated": connector_stamp,
}
