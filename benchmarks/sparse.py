"""v2 of other shapes than benchmarks/generate.py has: sparse stations, large pools, evses/bulk.

    python -m benchmarks.sparse stations 20000 stations.json   stations that say little, in pools
    python -m benchmarks.sparse evses 20000 evses.json         pools as evses/bulk has them

The same number and seed always give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: id, kW; without anything else, as small operators send them.
PLUGS = (("31", 22), ("31", 11), ("31", None), ("34", 50), ("34", 150), ("29", 50), ("30", 7.4))
STATES = ("AVAILABLE",) * 6 + ("OCCUPIED",) * 3 + ("OUT_OF_SERVICE", "RESERVED")
TOWNS = (
    ("Utrecht", "NLD", 52.09, 5.12),
    ("Gent", "BEL", 51.05, 3.72),
    ("Lyon", "FRA", 45.76, 4.84),
)


def stations(number: int, seed: int = 2) -> Iterator[dict[str, Any]]:
    """Stations with an address at most, one to six of them in a pool, plugs counted or not."""
    random_ = random.Random(seed)
    left, site = 0, {}
    for serial in range(number):
        if not left:
            left, site = random_.choice((1, 1, 2, 3, 6)), _site(random_, serial)
        left -= 1
        groups = [_group(random_) for _ in range(random_.choice((1, 1, 1, 2)))]
        yield {"id": f"s{serial}", **site, "connectors": {"connector": groups}}


def _site(random_: random.Random, serial: int) -> dict[str, Any]:
    town, country, latitude, longitude = random_.choice(TOWNS)
    site: dict[str, Any] = {
        "poolId": f"pool-{serial}",
        "position": {
            "latitude": round(latitude + random_.uniform(-0.2, 0.2), 5),
            "longitude": round(longitude + random_.uniform(-0.2, 0.2), 5),
        },
    }
    if random_.random() < 0.7:
        site["address"] = {"city": town, "country": country}
        if random_.random() < 0.5:
            site["address"]["street"] = f"Straat {random_.randrange(1, 400)}"
    if random_.random() < 0.4:
        site["name"] = f"{town} {serial}"
    return site


def _group(random_: random.Random) -> dict[str, Any]:
    number, power = random_.choice(PLUGS)
    group: dict[str, Any] = {"connectorType": {"id": number}}
    if power is not None:
        group["maxPowerLevel"] = power
    if random_.random() < 0.8:
        group["chargingPoint"] = {"numberOfConnectors": random_.choice((1, 2, 2, 8))}
    return group


def pools(number: int, seed: int = 3) -> Iterator[dict[str, Any]]:
    """Pools of evses/bulk: a third of `number`, with about three stations each."""
    random_ = random.Random(seed)
    for serial in range(number // 3):
        places = range(random_.choice((1, 2, 3, 6)))
        yield {
            "id": f"pool-{serial}",
            "stations": [
                {"id": f"s{serial}-{place}", "evses": _evses(random_, serial, place)}
                for place in places
            ],
        }


def _evses(random_: random.Random, serial: int, place: int) -> list[dict[str, Any]]:
    found = []
    for turn in range(random_.choice((1, 2, 4))):
        plug, power = random_.choice(PLUGS)
        stamp = f"2025-{random_.randrange(1, 13):02}-01T10:{random_.randrange(60):02}:00Z"
        connector: dict[str, Any] = {"id": "1", "typeId": plug}
        if power is not None:
            connector["maxPowerLevel"] = power
        found.append(
            {
                "cpoId": f"{serial}-{place}-{turn}",
                "cpoEvseEMI3Id": f"NL*SPA*E{serial:06}{place}{turn}",
                "state": random_.choice(STATES),
                "last_updated": stamp,
                "connectors": [connector],
            }
        )
    return found


def write(shape: str, number: int, path: Path) -> None:
    """Write a response of a shape."""
    head, tail, records = '{"pools":[', "]}", pools(number)
    if shape == "stations":
        head = f'{{"hasMore":false,"count":{number},"evStations":{{"evStation":['
        tail, records = "]}}", stations(number)
    with path.open("w", encoding="utf-8") as out:
        out.write(head)
        for index, record in enumerate(records):
            text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
            out.write(f",{text}" if index else text)
        out.write(tail)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shape", choices=("stations", "evses"))
    parser.add_argument("number", type=int)
    parser.add_argument("path", type=Path)
    arguments = parser.parse_args()
    write(arguments.shape, arguments.number, arguments.path)


if __name__ == "__main__":
    main()
