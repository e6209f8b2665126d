"""Damage to stations, as the fields of real archives have it.

    python -m benchmarks.dirty 20000 stations.json    the stations of benchmarks/generate.py

The same number and seed always give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import generate

Json = dict[str, Any]


def _point(station: Json) -> Json:
    point: Json = station["connectors"]["connector"][0]["chargingPoint"]
    return point


def _unknown_key(station: Json) -> None:
    station["siteCode"] = {"value": "A-17", "active": True}


def _number_as_text(station: Json) -> None:
    group = station["connectors"]["connector"][0]
    group["maxPowerLevel"] = str(group["maxPowerLevel"])


def _text_as_number(station: Json) -> None:
    station["address"]["streetNumber"] = int(station["address"]["streetNumber"])


def _degrees_as_text(station: Json) -> None:
    station["position"] = {name: str(value) for name, value in station["position"].items()}


def _null(station: Json) -> None:
    station["address"]["postalCode"] = None


def _blank(station: Json) -> None:
    station["name"] = f"  {station['name']} "


def _wrong_type(station: Json) -> None:
    _point(station)["numberOfConnectors"] = "two"


def _no_time(station: Json) -> None:
    station["lastUpdateTimestamp"] = "yesterday"


def _unknown_plug(station: Json) -> None:
    station["connectors"]["connector"][0]["connectorType"]["id"] = "99"


def _not_a_list(station: Json) -> None:
    groups = station["connectors"]["connector"]
    station["connectors"]["connector"] = groups[0]


DAMAGE: tuple[Callable[[Json], None], ...] = (
    _unknown_key,
    _number_as_text,
    _text_as_number,
    _degrees_as_text,
    _null,
    _blank,
    _wrong_type,
    _no_time,
    _unknown_plug,
    _not_a_list,
)


def lines(number: int, seed: int = 4) -> Iterator[str]:
    """The texts of stations, each second one damaged; some have a key twice."""
    random_ = random.Random(seed)
    for serial, station in enumerate(generate.stations(number)):
        if serial % 2:
            random_.choice(DAMAGE)(station)
        text = json.dumps(station, ensure_ascii=False, separators=(",", ":"))
        if serial % 40 == 1:
            text = f'{{"name":"Twice",{text[1:]}'
        yield text


def write(number: int, path: Path) -> None:
    """Write a response."""
    rows = ",".join(lines(number))
    head = f'{{"hasMore":false,"count":{number},"evStations":{{"evStation":['
    path.write_text(f"{head}{rows}]}}}}", encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("path", type=Path)
    arguments = parser.parse_args()
    write(arguments.number, arguments.path)


if __name__ == "__main__":
    main()
