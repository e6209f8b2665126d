"""Realistic v2 stations for benchmarks: invented sites with the mix of a European network.

    python -m benchmarks.generate 20000 stations.json      an evStations answer
    python -m benchmarks.generate 20000 stations.ndjson    one station a line

The same number and seed always give the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OPERATORS = tuple(
    f"{name} {kind}"
    for name in (
        "Nordlicht",
        "Voltara",
        "Stromweg",
        "Amperia",
        "Ladewerk",
        "Elbkraft",
        "Rhenus",
        "Isarstrom",
    )
    for kind in ("Mobil", "Energie", "Charge")
)
CITIES = (
    ("Berlin", "Berlin", "10117", 52.52, 13.38),
    ("Hamburg", "Hamburg", "20095", 53.55, 9.99),
    ("München", "Bayern", "80331", 48.13, 11.57),
    ("Köln", "Nordrhein-Westfalen", "50667", 50.94, 6.96),
    ("Leipzig", "Sachsen", "04109", 51.34, 12.37),
    ("Bremen", "Bremen", "28195", 53.07, 8.80),
)
STREETS = (
    "Luisenstraße",
    "Hauptstraße",
    "Bahnhofstraße",
    "Am Markt",
    "Industrieweg",
    "Ringstraße",
    "Schulstraße",
    "Gartenweg",
    "Parkallee",
    "Lindenweg",
)
#: id, name, plug name, kW, volts, amps, phases, charge mode, cable, weight
KINDS: tuple[tuple[Any, ...], ...] = (
    (
        "31",
        "IEC 62196-2 type 2 (Mennekes)",
        "AC EV connector (Mennekes - type 2)",
        22.08,
        "380-480V AC",
        "32A",
        3,
        "3",
        False,
        40,
    ),
    (
        "31",
        "IEC 62196-2 type 2 (Mennekes)",
        "AC EV connector (Mennekes - type 2)",
        11.04,
        "380-480V AC",
        "16A",
        3,
        "3",
        True,
        15,
    ),
    (
        "34",
        "IEC 62196-3 type 2 combo (Mennekes)",
        "AC/DC combo (Mennekes - type 2)",
        50.0,
        "200-500V DC",
        "125A",
        None,
        "4",
        True,
        12,
    ),
    (
        "34",
        "IEC 62196-3 type 2 combo (Mennekes)",
        "AC/DC combo (Mennekes - type 2)",
        150.0,
        "200-920V DC",
        "500A",
        None,
        "4",
        True,
        12,
    ),
    (
        "34",
        "IEC 62196-3 type 2 combo (Mennekes)",
        "AC/DC combo (Mennekes - type 2)",
        300.0,
        "200-920V DC",
        "500A",
        None,
        "4",
        True,
        8,
    ),
    ("29", "JEVS G 105 (CHAdeMO)", "CHAdeMO", 50.0, "500V DC", "125A", None, "4", True, 6),
    (
        "9",
        "Domestic plug/socket type F (CEE 7/4 (Schuko))",
        "country specific domestic plug/socket",
        3.68,
        "200-240V AC",
        "16A",
        1,
        "1",
        False,
        4,
    ),
    (
        "36",
        "IEC 60309 : industrial 3P + E + N (AC)",
        "CEE red",
        22.0,
        "380-480V AC",
        "32A",
        3,
        "2",
        False,
        2,
    ),
    (
        "10",
        "Domestic plug/socket type E+F (CEE 7/7)",
        "country specific domestic plug/socket",
        3.68,
        "200-240V AC",
        "16A",
        1,
        "1",
        False,
        1,
    ),
)
STATES = ("AVAILABLE",) * 12 + ("OCCUPIED",) * 5 + ("OUT_OF_SERVICE", "OFFLINE", "UNAVAILABLE")
CLOSED_HOURS = (
    (62, "08:00:00", "18:00:00"),
    (62, "06:00:00", "22:00:00"),
    (126, "07:00:00", "20:00:00"),
    (127, "06:00:00", "23:00:00"),
    (62, "09:00:00", "17:30:00"),
    (127, "05:00:00", "24:00:00"),
)
TIME_TYPES = ("app", "rfid-reader", "contactless-card", "auth-by-car-plug-and-charge")


def stations(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """`number` stations; about one in 25 shares the pool of the one before it."""
    random_ = random.Random(seed)
    last: dict[str, Any] | None = None
    for _ in range(number):
        station = _station(random_)
        if last is not None and random_.random() < 0.04:
            for key in ("poolId", "name", "address", "position", "contacts", "evStationDetails"):
                station[key] = last[key]
        last = station
        yield station


def _station(random_: random.Random) -> dict[str, Any]:
    operator = random_.choice(OPERATORS)
    city, region, postal_code, latitude, longitude = random_.choice(CITIES)
    details = _details(random_, operator)
    kinds = random_.choices(
        KINDS, weights=[kind[-1] for kind in KINDS], k=random_.choice((1, 2, 2, 3))
    )
    live = random_.random() < 0.75
    stamp = _stamp(random_)
    groups = [_group(random_, kind, operator, details, stamp, live) for kind in kinds]
    return {
        "poolId": f"evcp0-{_base64(str(_uuid(random_)))}",
        "totalNumberOfConnectors": sum(g["chargingPoint"]["numberOfConnectors"] for g in groups),
        "connectors": {"connector": groups},
        "evStationDetails": _access(random_, operator),
        "address": {
            "city": city,
            "country": "DEU",
            "region": region,
            "street": random_.choice(STREETS),
            "streetNumber": str(random_.randrange(1, 180)),
            "postalCode": postal_code,
        },
        "contacts": {
            "phone": [{"value": f"+4980055{abs(hash_of(operator)) % 10000:04}", "label": "PHONE"}]
        },
        "distance": random_.randrange(10, 20000),
        "position": {
            "latitude": round(latitude + random_.uniform(-0.2, 0.2), 7),
            "longitude": round(longitude + random_.uniform(-0.2, 0.2), 7),
        },
        "name": f"{operator} {random_.choice(STREETS)}",
        "brand": operator,
        "id": _base64(str(_uuid(random_))),
        "lastUpdateTimestamp": stamp,
        "timeZone": "Europe/Berlin",
    }


def hash_of(text: str) -> int:
    """A number for a text that is the same in every run."""
    return sum(ord(letter) * place for place, letter in enumerate(text, 7))


def _uuid(random_: random.Random) -> uuid.UUID:
    return uuid.UUID(int=random_.getrandbits(128), version=4)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode().rstrip("=")


def _stamp(random_: random.Random) -> str:
    return (
        f"2025-{random_.randrange(1, 13):02}-{random_.randrange(1, 29):02}T"
        f"{random_.randrange(24):02}:{random_.randrange(60):02}:{random_.randrange(60):02}"
        f".{random_.randrange(1000):03}Z"
    )


def _details(random_: random.Random, operator: str) -> dict[str, Any]:
    details: dict[str, Any] = {"privateAccess": False}
    if random_.random() < 0.8:
        details["open24x7"] = True
        period = {"from": "00:00:00", "to": "24:00:00"}
        hours = [{"daymask": 127, "period": [period]}]
    else:
        mask, begin, end = random_.choice(CLOSED_HOURS)
        details["open24x7"] = False
        hours = [{"daymask": mask, "period": [{"from": begin, "to": end}]}]
    details["openingHours"] = {"regularOpeningHours": hours, "annualOpenings": []}
    details["pay"] = random_.random() < 0.9
    if random_.random() < 0.2:
        details["reservable"] = True
    if random_.random() < 0.5:
        details["manufacturer"] = operator.split(maxsplit=1)[0]
    return details


def _group(
    random_: random.Random,
    kind: tuple[Any, ...],
    operator: str,
    details: dict[str, Any],
    stamp: str,
    live: bool,
) -> dict[str, Any]:
    type_id, name, plug, power, volts, amps, phases, mode, cable, _ = kind
    count = random_.choice((1, 2, 2, 2, 4))
    current = f"{volts.removesuffix(' AC').removesuffix(' DC')}{volts[-2:]}"
    middle = f", {phases}-phase at max. " if phases else ", at max. "
    point: dict[str, Any] = {
        "chargeMode": mode,
        "voltsRange": volts,
        "ampsRange": amps,
        "numberOfConnectors": count,
    }
    if phases:
        point["phases"] = phases
    group: dict[str, Any] = {
        "supplierName": operator,
        "connectorType": {"name": name, "id": type_id},
        "chargeCapacity": f"{current}{middle}{amps[:-1]} A",
        "maxPowerLevel": power,
        "customerChargeLevel": "3" if power < 50 else "5",
        "customerConnectorName": plug,
        "fixedCable": cable,
        "connectorDetails": details,
        "chargingPoint": point,
    }
    if live:
        states = [random_.choice(STATES) for _ in range(count)]
        point["numberOfAvailable"] = states.count("AVAILABLE")
        point["lastUpdateTimestamp"] = stamp
        group["connectorStatuses"] = {
            "connectorStatus": [_status(random_, state) for state in states]
        }
    return group


def _status(random_: random.Random, state: str) -> dict[str, Any]:
    number = random_.randrange(10**7)
    return {
        "cpoEvseId": str(number),
        "cpoEvseEMI3Id": f"DE*NLM*E{number:07}",
        "cpoConnectorId": "1",
        "physicalReference": f"{number % 10000:05}",
        "state": state,
    }


def _access(random_: random.Random, operator: str) -> dict[str, Any]:
    return {
        "privateAccess": False,
        "restrictedAccess": False,
        "accessibilityType": "PUBLIC" if random_.random() < 0.9 else "RESTRICTED",
        "paymentMethods": {
            "subscription": {"provider": operator, "accept": True},
            "creditCard": {"accept": random_.random() < 0.4},
            "ePayment": {
                "types": {"type": ["online-credit-card", "online-paypal"]},
                "accept": True,
            },
            "other": {
                "types": {"type": list(TIME_TYPES[: random_.randrange(1, 5)])},
                "accept": True,
            },
        },
    }


def write(number: int, path: Path, seed: int = 1) -> None:
    """Write `number` stations to `path`: an answer, or one station a line for .ndjson."""
    lines = (
        json.dumps(s, ensure_ascii=False, separators=(",", ":")) for s in stations(number, seed)
    )
    with path.open("w", encoding="utf-8") as out:
        if path.suffix == ".ndjson":
            out.writelines(f"{line}\n" for line in lines)
            return
        out.write(f'{{"hasMore":false,"count":{number},"evStations":{{"evStation":[')
        for index, line in enumerate(lines):
            out.write(f",{line}" if index else line)
        out.write("]}}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write(arguments.number, arguments.path, arguments.seed)


if __name__ == "__main__":
    main()
