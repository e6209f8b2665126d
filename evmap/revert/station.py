"""The model to a v2 station: `evStations.evStation[]` with its connector groups."""

from __future__ import annotations

from collections import Counter
from typing import Any

from evmap.conversion.rules.hours import WEEKDAYS
from evmap.revert.findings import Findings
from evmap.revert.groups import connector_groups
from evmap.revert.site import Opening, Provider, Site
from evmap.revert.tables import Backward

#: v2 payment methods with a mere `accept`.
PLAIN = ("creditCard", "debitCard")

Json = dict[str, Any]


def write_station(site: Site, tables: Backward, findings: Findings) -> Json:
    """One v2 station; what v3 doesn't tell is left out."""
    groups = connector_groups(site, tables, findings)
    details = _hours(site, findings, has_groups=bool(groups))
    for group in groups if details else ():
        group.setdefault("connectorDetails", {}).update(details)
    station: Json = {
        "poolId": site.pool_id,
        "cpoId": site.cpo_id,
        "lastUpdateTimestamp": site.last_updated,
        "timeZone": site.time_zone,
        "name": site.name,
        "brand": None if groups else site.operator,
        "address": site.address or None,
        "contacts": _contacts(site),
        "position": _position(site.position),
        "entrancePosition": _position(site.entrances[0] if site.entrances else None),
        "totalNumberOfConnectors": _total(groups),
        "roaming": [_roaming(provider) for provider in site.providers] or None,
        "evStationDetails": _details(site),
        "connectors": {"connector": groups} if groups else None,
    }
    return {key: value for key, value in station.items() if value is not None}


def _position(position: tuple[Any, Any] | None) -> Json | None:
    return None if position is None else {"latitude": position[0], "longitude": position[1]}


def _contacts(site: Site) -> Json | None:
    found: Json = {}
    if site.phone is not None:
        found["phone"] = [{"value": site.phone}]
    if site.website is not None:
        found["website"] = [{"value": site.website}]
    return found or None


def _total(groups: list[Json]) -> int | None:
    counts = [group["chargingPoint"]["numberOfConnectors"] for group in groups]
    return sum(counts) if counts else None


def _roaming(provider: Provider) -> Json:
    found: Json = {"emsp": provider.name}
    if provider.partner_id is not None:
        found["partner_id"] = provider.partner_id
    if provider.ema_ids:
        found["ema_id"] = list(provider.ema_ids)
    return found


def _details(site: Site) -> Json | None:
    found: Json = {}
    if site.public is not None:
        found["privateAccess"] = not site.public
    if site.restricted:
        found["restrictedAccess"] = True
    methods = _methods(site.payments)
    if methods:
        found["paymentMethods"] = methods
    return found or None


def _methods(payments: list[str]) -> Json:
    """Ways to pay: a type that is listed is accepted."""
    found: Json = {name: {"accept": True} for name in PLAIN if name in payments}
    online = [term for term in payments if term.startswith("online-")]
    others = [t for t in payments if t not in (*PLAIN, "ePayment") and t not in online]
    if "ePayment" in payments or online:
        found["ePayment"] = {"accept": True, **_types(online)}
    if others:
        found["other"] = {"accept": True, **_types(others)}
    return found


def _types(terms: list[str]) -> Json:
    return {"types": {"type": list(Counter(terms))}} if terms else {}


def _hours(site: Site, findings: Findings, *, has_groups: bool) -> Json:
    if site.opening is None:
        return {}
    if not has_groups:
        findings.add("RV502", site.opening_at)
        return {}
    return _v2_hours(site.opening)


def _v2_hours(opening: Opening) -> Json:
    """`open24x7` and `openingHours` of connectorDetails; days with the same periods together."""
    if opening.always or not opening.periods:
        return {"open24x7": opening.always}
    by_day: dict[int, list[tuple[str, str]]] = {}
    for period in opening.periods:
        by_day.setdefault(period.weekday, []).append((period.begin, period.end))
    masks: dict[tuple[tuple[str, str], ...], int] = {}
    for day, times in by_day.items():
        key = tuple(dict.fromkeys(times))
        masks[key] = masks.get(key, 0) | 1 << WEEKDAYS.index(day)
    entries = [
        {"daymask": mask, "period": [{"from": begin, "to": end} for begin, end in times]}
        for times, mask in masks.items()
    ]
    return {"open24x7": False, "openingHours": {"regularOpeningHours": entries}}
