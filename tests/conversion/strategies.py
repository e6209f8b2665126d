"""Generated v2 payloads: valid ones along the field map, and mangled ones."""

from __future__ import annotations

import copy
import json
import zlib
from typing import Any

from hypothesis import strategies as st

from evmap.conversion.fieldmap import Node, build_tree
from evmap.conversion.guide import fixture_guide

#: Values that make rules act, by the last step of a field's path.
TELLING: dict[str, list[Any]] = {
    "id": ["31", "34", "36", "43", "67", "0", "1", "2", "3", "14", "26", "69", "x", "here-id"],
    "typeId": ["31", "34", "36", "43", "67", "1", "3", "14", "99"],
    "poolId": ["pool-1", "pool-2", "evcp0-ZGMyNzMzMWEtOTFjZC0xMWYxLTg4YzAtNDIwMTBhYTQwMDE5"],
    "name": ["A", "IEC 62196-2 type 2 (Mennekes)", "CHAdeMO", "x" * 60],
    "state": ["AVAILABLE", "occupied", "Offline", "OTHER", "OUT_OF_SERVICE", "RESERVED", "BROKEN"],
    "cpoEvseId": ["1", "2", "e" * 40],
    "cpoEvseEMI3Id": ["DE*ICT*E1", "DE*ICT*E2", "1"],
    "cpoConnectorId": ["1", "2"],
    "voltsRange": ["380-480V AC", "230V AC", "600V DC", "?"],
    "ampsRange": ["16A", "12A-80A", "200A", "?"],
    "chargeCapacity": ["380-480VAC, 3-phase at max. 32 A", "400VDC, at max. 125 A", "Other"],
    "chargeMode": ["3", "4", "Mode 4"],
    "daymask": [0, 1, 62, 127, 128],
    "from": ["00:00:00", "08:00:00", "22:00:30", "25:00:00"],
    "to": ["24:00:00", "18:00:00", "06:00:00", "00:00:00", "noon"],
    "accessibilityType": ["PUBLIC", "RESTRICTED", "PRIVATE", "ELSE"],
    "type": ["app", "rfid-reader", "contactless-card", "PAYPAL", "online-paypal", "LOAN"],
    "emsp": ["X", "Y"],
    "partner_id": ["p1", "p2"],
    "ema_id": ["NL-ECO", "bad"],
    "country": ["DEU", "USA", "Germany"],
    "latitude": [52.5, 91, -12.3456789],
    "longitude": [13.38, 180, -181],
}
STAMPS = ["2019-03-12T13:36:40.919Z", "2014-01-14T10:00:00.000+0100", "2026-01-01 10:00", "soon"]

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=8)


def _leaf(node: Node) -> st.SearchStrategy[Any]:
    name = node.path.rsplit(".", 1)[-1].removesuffix("[]")
    kind = node.json_type
    if name in TELLING:
        return st.sampled_from(TELLING[name])
    if kind == "datetime":
        return st.sampled_from(STAMPS)
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        return st.integers(-1, 4)
    if kind == "number":
        return st.sampled_from([0, 3.7, 11.0, 22.08, 43, 150.0, 22.0805, 1e9])
    return st.sampled_from(["a", "b", "Straße", ""]) | TEXTS


def _value(node: Node) -> st.SearchStrategy[Any]:
    if node.item is not None:
        if node.item.json_type == "object" and not node.item.children:
            return st.just([])
        return st.lists(_value(node.item), max_size=3)
    if node.row is not None and node.children:
        return _leaf(node) | _object(node)
    return _object(node) if node.children else _leaf(node)


def _object(node: Node) -> st.SearchStrategy[dict[str, Any]]:
    wanted = {name: _value(child) for name, child in node.children.items()}
    return st.fixed_dictionaries({}, optional=wanted)


_STATION = build_tree(fixture_guide(), "station")
_POOL = build_tree(fixture_guide(), "evses")

#: Stations that any rule may meet; the keys that make them stations are always there.
STATIONS = st.builds(
    lambda found, group: {
        **found,
        "connectors": {
            "connector": [*found.get("connectors", {}).get("connector", []), *group],
        },
    },
    _object(_STATION),
    st.lists(_object(_STATION.children["connectors"].children["connector"].item or _STATION)),
)
ANSWERS = st.builds(
    lambda stations, more: {**more, "evStations": {"evStation": stations}},
    st.lists(STATIONS, min_size=1, max_size=3),
    st.sampled_from([{}, {"hasMore": False, "count": 2}, {"more": [1, {}]}]),
)
POOLS = st.builds(
    lambda found, stations: {**found, "stations": stations},
    _object(_POOL),
    st.lists(_value(_POOL.children["stations"].item or _POOL), max_size=2),
)
PAYLOADS = (
    ANSWERS | POOLS | st.lists(POOLS, min_size=1, max_size=2) | st.lists(STATIONS, min_size=1)
)

STRANGE: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        1e300,
        10**30,
        "",
        "x",
        "\x00",
        "<b>",
        "31",
        "NaN",
        [],
        {},
        [[]],
        [None],
        {"a": {}},
        {"": 1},
        {"a/b~c": [1, 2]},
        ["a", ["b", {"c": None}]],
    ]
).map(copy.deepcopy)


@st.composite
def mangled(draw: st.DrawFn) -> Any:
    """A payload in which some places hold what doesn't belong there."""
    payload = json.loads(json.dumps(draw(PAYLOADS)))
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(payload))
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        action = draw(st.sampled_from(["replace", "add", "drop", "wrap", "unwrap"]))
        _mangle(draw, holder, key, action)
    return payload


def _mangle(draw: st.DrawFn, holder: Any, key: Any, action: str) -> None:
    value = holder[key]
    if action == "replace":
        holder[key] = draw(STRANGE)
    elif action == "wrap":
        holder[key] = [value]
    elif action == "drop":
        del holder[key]
    elif action == "unwrap" and isinstance(value, list) and value:
        holder[key] = value[0]
    elif isinstance(value, dict):
        value[draw(st.sampled_from(["unknown", "id", "state", "a/b", "évse", "type", ""]))] = draw(
            STRANGE
        )
    elif isinstance(value, list):
        value.append(draw(STRANGE))


def _places(value: Any) -> Any:
    """(container, key) of all values below `value`."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in list(members):
        yield value, key
        if isinstance(member, (dict, list)):
            yield from _places(member)


def shuffled(value: Any, turn: int) -> Any:
    """The same JSON with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: zlib.crc32(f"{turn}{key}".encode()))
        return {key: shuffled(value[key], turn) for key in keys}
    if isinstance(value, list):
        return [shuffled(member, turn) for member in value]
    return value
