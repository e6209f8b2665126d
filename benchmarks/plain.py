"""The plain mapping in a straightforward Python script: what evmap writes, without any account.

    python -m benchmarks.plain GUIDE INPUT > OUTPUT

Standard library only, no caches, no checks, no findings. It maps what the generators of benchmarks/
make (generate.py, sparse.py); uids of EVSEs that v2 gives none are its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]

CAPABILITIES = {
    "creditCard": "CREDIT_CARD_PAYABLE",
    "debitCard": "DEBIT_CARD_PAYABLE",
    "contactless-card": "CONTACTLESS_CARD_SUPPORT",
    "rfid-reader": "RFID_READER",
}
INDUSTRIAL = {16: "IEC_60309_2_THREE_16", 32: "IEC_60309_2_THREE_32", 64: "IEC_60309_2_THREE_64"}
#: Volts between line and neutral that power and current prove.
NOMINAL = (120, 220, 230, 240, 277)
#: What only the standard tells.
DIRECT = {"IEC_62196_T2_COMBO", "CHADEMO"}
SINGLE_PHASE = {"IEC_62196_T1"}


class Mapping:
    """Maps by the tables of a guide."""

    def __init__(self, guide: Json) -> None:
        self.connectors: dict[str, str] = guide["connectors"]
        self.statuses: dict[str, str] = guide["statuses"]

    def locations(self, document: Json) -> list[Json]:
        """The locations of a response."""
        if "pools" in document:
            return [self.of_pool(pool) for pool in document["pools"]]
        pools: dict[str, list[Json]] = {}
        for station in document["evStations"]["evStation"]:
            pools.setdefault(station["poolId"], []).append(station)
        return [self.of_stations(stations) for stations in pools.values()]

    def of_stations(self, stations: list[Json]) -> Json:
        """The location of a pool's stations."""
        first = stations[0]
        group = first["connectors"]["connector"][0]
        access, address = first.get("evStationDetails"), first.get("address", {})
        stamp = max(
            (s["lastUpdateTimestamp"] for s in stations if "lastUpdateTimestamp" in s), default=None
        )
        evses = [evse for station in stations for evse in self.evses(station, access, stamp)]
        street = " ".join(filter(None, (address.get("street"), address.get("streetNumber"))))
        position = first["position"]
        location = {
            **party(evses),
            "id": first["poolId"],
            "publish": None if access is None else not access["privateAccess"],
            "name": first.get("name"),
            "address": street or None,
            "city": address.get("city"),
            "postal_code": address.get("postalCode"),
            "state": address.get("region"),
            "country": address.get("country"),
            "coordinates": {name: degrees(position[name]) for name in ("latitude", "longitude")},
            "time_zone": first.get("timeZone"),
            "operator": {"name": group["supplierName"]} if "supplierName" in group else None,
            "help_phone": first["contacts"]["phone"][0]["value"] if "contacts" in first else None,
            "opening_times": opening_times(group.get("connectorDetails")),
            "evses": evses or None,
            "last_updated": stamp,
        }
        return {name: value for name, value in location.items() if value is not None}

    def evses(self, station: Json, access: Json | None, stamp: str | None) -> list[Json]:
        """The EVSEs of a station: one for each status, or as many as are counted."""
        methods = access["paymentMethods"] if access else {}
        terms = [
            name for name in ("creditCard", "debitCard") if methods.get(name, {}).get("accept")
        ]
        if methods.get("other", {}).get("accept"):
            terms += methods["other"]["types"]["type"]
        payments = [CAPABILITIES[term] for term in terms if term in CAPABILITIES]
        providers = [methods["subscription"]["provider"]] if "subscription" in methods else []
        found = []
        for group in station["connectors"]["connector"]:
            connector = self.connector(group)
            if connector is None:
                continue
            point = group.get("chargingPoint", {})
            updated = point.get("lastUpdateTimestamp", stamp)
            if updated is not None:
                connector["last_updated"] = updated
            reservable = group.get("connectorDetails", {}).get("reservable")
            capabilities = ["RESERVABLE", *payments] if reservable else payments
            entries = group.get("connectorStatuses", {}).get("connectorStatus") or [
                {"cpoEvseId": f"{station['poolId']}-{number}"}
                for number in range(point.get("numberOfConnectors", 1))
            ]
            for entry in entries:
                evse = {
                    "uid": entry["cpoEvseId"],
                    "evse_id": entry.get("cpoEvseEMI3Id"),
                    "status": self.statuses[entry.get("state", "UNKNOWN")],
                    "capabilities": capabilities or None,
                    "connectors": [connector],
                    "physical_reference": entry.get("physicalReference"),
                    "accepted_service_providers": providers or None,
                    "last_updated": updated,
                }
                found.append({name: value for name, value in evse.items() if value is not None})
        return found

    def connector(self, group: Json) -> Json | None:
        """The connector of a group; None where v3 has no standard for it."""
        point = group.get("chargingPoint", {})
        amps = number(point["ampsRange"]) if "ampsRange" in point else None
        type_id = group["connectorType"]["id"]
        standard = INDUSTRIAL[amps or 16] if type_id == "36" else self.connectors.get(type_id)
        if standard is None:
            return None
        watts = round(group["maxPowerLevel"] * 1000) if "maxPowerLevel" in group else None
        found: Json = {"id": "1", "standard": standard}
        if "fixedCable" in group or standard in DIRECT:
            found["format"] = "CABLE" if group.get("fixedCable", True) else "SOCKET"
        if "voltsRange" in point:
            volts, direct = number(point["voltsRange"]), point["voltsRange"].endswith("DC")
            if not direct and point["phases"] == 3:
                volts = min(NOMINAL, key=lambda each: abs(each - watts / (3 * amps)))  # type: ignore[operator]
            found["power_type"] = "DC" if direct else f"AC_{point['phases']}_PHASE"
            found["max_voltage"], found["max_amperage"] = volts, amps
        elif standard in DIRECT:
            found["power_type"] = "DC"
        elif standard in SINGLE_PHASE:
            found["power_type"] = "AC_1_PHASE"
        if watts is not None:
            found["max_electric_power"] = watts
        return found

    def of_pool(self, pool: Json) -> Json:
        """The location of a pool of evses/bulk."""
        evses = []
        for station in pool["stations"]:
            for entry in station["evses"]:
                updated = entry["last_updated"]
                connectors = []
                for given in entry["connectors"]:
                    group = {"connectorType": {"id": given["typeId"]}}
                    if "maxPowerLevel" in given:
                        group["maxPowerLevel"] = given["maxPowerLevel"]
                    connector = self.connector(group) or {}
                    connectors.append({**connector, "id": given["id"], "last_updated": updated})
                evses.append(
                    {
                        "uid": entry["cpoId"],
                        "evse_id": entry["cpoEvseEMI3Id"],
                        "status": self.statuses[entry["state"]],
                        "connectors": connectors,
                        "last_updated": updated,
                    }
                )
        stamp = max(evse["last_updated"] for evse in evses)
        return {**party(evses), "id": pool["id"], "evses": evses, "last_updated": stamp}


def party(evses: list[Json]) -> Json:
    """Country and party, of the first EVSE id."""
    for evse in evses:
        if "evse_id" in evse:
            country_code, party_id, *_ = evse["evse_id"].split("*")
            return {"country_code": country_code, "party_id": party_id}
    return {}


def number(text: str) -> int:
    """The upper end of a range, as in 380-480V AC."""
    return int("".join(filter(str.isdigit, text.rpartition("-")[2])))


def degrees(value: float) -> str:
    """Degrees with five decimals, at least."""
    whole, _, decimals = str(value).partition(".")
    return f"{whole}.{decimals:<05}"


def opening_times(details: Json | None) -> Json | None:
    """Opening times of OCPI."""
    if details is None:
        return None
    if details["open24x7"]:
        return {"twentyfourseven": True}
    hours = [
        {"weekday": day, "period_begin": minute(period["from"]), "period_end": minute(period["to"])}
        for entry in details["openingHours"]["regularOpeningHours"]
        for day in range(1, 8)
        if entry["daymask"] >> day % 7 & 1
        for period in entry["period"]
    ]
    return {"twentyfourseven": False, "regular_hours": hours}


def minute(text: str) -> str:
    """A time without seconds; OCPI has no 24:00."""
    return "23:59" if text == "24:00:00" else text[:5]


def main() -> None:
    """The command."""
    guide, document = (json.loads(Path(name).read_bytes()) for name in sys.argv[1:3])
    found = {"items": Mapping(guide).locations(document), "missingItems": []}
    sys.stdout.write(json.dumps(found, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
