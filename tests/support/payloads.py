"""Payloads by number: the same number always gives the same bytes.

Every fourth is a mangled sample, every fourth made along the field map, every fourth a piece of a
network of stations, and every fourth such a piece with damages.
"""

from __future__ import annotations

import json
import random
from typing import Any

from benchmarks.generate import stations
from evmap.conversion.fieldmap import Node, build_tree
from evmap.conversion.guide import fixture_guide
from tests.conversion.strategies import STAMPS, TELLING
from tests.fuzz.mutations import IN_BYTES, IN_VALUES, Step, bases, mangled

NUMBERS = (0, 3.7, 11.0, 22, 22.08, 43, 150.0, 22.0805, 1e9)
TEXTS = ("a", "b", "Straße", "", "Ladepark Süd", "x" * 60, "  padded ")


def payload(number: int) -> bytes:
    """The payload with this number."""
    chance = random.Random(number)  # noqa: S311 - the same in every run
    kinds = (_mangled_sample, _along_the_field_map, _network, _damaged_network)
    return kinds[number % 4](chance)


def _mangled_sample(chance: random.Random) -> bytes:
    return mangled(chance.choice(bases()), _steps(chance, (*IN_VALUES, *IN_BYTES)))


def _network(chance: random.Random) -> bytes:
    return _written(chance, list(stations(chance.randrange(1, 12), chance.randrange(1 << 30))))


def _damaged_network(chance: random.Random) -> bytes:
    found = [
        mangled(json.dumps(station).encode(), _steps(chance, IN_VALUES))
        for station in stations(chance.randrange(1, 6), chance.randrange(1 << 30))
    ]
    return _written(chance, list(map(json.loads, found)))


def _along_the_field_map(chance: random.Random) -> bytes:
    answer = chance.choice(("station", "station", "station", "evses"))
    tree = build_tree(fixture_guide(), answer)
    found = [_object(chance, tree) for _ in range(chance.randrange(1, 4))]
    if answer == "evses":
        return json.dumps({"pools": found}).encode()
    for station in found:
        station.setdefault("connectors", {})
    return _written(chance, found)


def _written(chance: random.Random, found: list[Any]) -> bytes:
    form = chance.randrange(5)
    if form == 0:
        return "".join(f"{json.dumps(one)}\n" for one in found).encode()
    if form == 1:
        return json.dumps(found, indent=1).encode()
    whole = {"hasMore": False, "count": len(found), "evStations": {"evStation": found}}
    return json.dumps(whole, indent=2 if form == 2 else None).encode()


def _steps(chance: random.Random, names: tuple[str, ...]) -> list[Step]:
    return [
        (chance.choice(names), chance.randrange(1 << 32), chance.randrange(1 << 32))
        for _ in range(chance.randrange(1, 5))
    ]


def _object(chance: random.Random, node: Node) -> dict[str, Any]:
    share = chance.choice((0.3, 0.7, 0.95))
    return {
        name: _value(chance, child)
        for name, child in node.children.items()
        if chance.random() < share
    }


def _value(chance: random.Random, node: Node) -> Any:
    if node.item is not None:
        bare = node.item.json_type == "object" and not node.item.children
        return [] if bare else [_value(chance, node.item) for _ in range(chance.randrange(4))]
    if node.children and (node.row is None or chance.random() < 0.5):
        return _object(chance, node)
    return _leaf(chance, node)


def _leaf(chance: random.Random, node: Node) -> Any:
    name = node.path.rsplit(".", 1)[-1].removesuffix("[]")
    if name in TELLING:
        return chance.choice(TELLING[name])
    if node.json_type == "datetime":
        return chance.choice(STAMPS)
    if node.json_type == "boolean":
        return chance.random() < 0.5
    if node.json_type == "integer":
        return chance.randrange(-1, 5)
    return chance.choice(NUMBERS if node.json_type == "number" else TEXTS)
