"""Which plug of the way back is which plug of the original.

A v2 `connector` is a group of like plugs, and v3 knows no groups: so plugs are told by the ids of
their EVSEs, else by type and the values of their groups. No plug counts twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import msgspec

from evmap.conversion.fieldmap import Path
from evmap.conversion.guide import Guide
from evmap.conversion.rules.status import COUNTED

Json = dict[str, Any]

#: A group claims more plugs than this: only as many are looked for.
MOST_PLUGS = 2_000
#: Plugs that are looked at as partners of one.
MOST_CANDIDATES = 200


#: How plugs are found, one way after the other: by how many of their ids (the operator's, then also
#: the eMI3 id; 0: any of the type), and how many of the facts of their groups must agree.
STAGES = ((1, 5), (1, 0), (2, 5), (2, 0), (0, 5), (0, 3), (0, 0))


class Group(msgspec.Struct, eq=False):
    """A connector group: place of its station among the location's, path there, and facts.

    `partner` is the group of the way back that holds its first plug found there.
    """

    index: int
    path: Path
    value: Json
    type_id: str | None
    facts: tuple[Any, ...]
    plugs: list[Plug] = msgspec.field(default_factory=list)
    partner: Group | None = None
    told: bool = False

    @property
    def point(self) -> Json:
        """Its `chargingPoint`."""
        found: Json = self.value.get("chargingPoint") or {}
        return found


class Plug(msgspec.Struct, eq=False):
    """One plug. `path` and `entry` are those of its status entry, None where counts tell of it."""

    group: Group
    state: str | None
    path: Path | None = None
    entry: Json = msgspec.field(default_factory=dict)
    #: The operator's id of the EVSE, if there is one, and its eMI3 id.
    ids: tuple[str, ...] = ()
    partner: Plug | None = None
    taken: bool = False


def station_groups(index: int, station: Json) -> list[Group]:
    """The groups of a station with a plug for each entry, or for each that the counts claim."""
    groups = []
    values = (station.get("connectors") or {}).get("connector") or ()
    for number, value in enumerate(values):
        kind = (value.get("connectorType") or {}).get("id")
        path: Path = ("connectors", "connector", number)
        group = Group(index, path, value, kind, _facts(value, kind))
        entries = (value.get("connectorStatuses") or {}).get("connectorStatus") or ()
        group.told = bool(entries)
        base: Path = (*path, "connectorStatuses", "connectorStatus")
        for place, entry in enumerate(entries):
            ids = _ids(entry.get("cpoEvseId"), entry.get("cpoEvseEMI3Id"))
            group.plugs.append(Plug(group, _upper(entry.get("state")), (*base, place), entry, ids))
        if not entries:
            total = station.get("totalNumberOfConnectors") if len(values) == 1 else None
            group.plugs += [Plug(group, state) for state in counted_states(group, total)]
        groups.append(group)
    return groups


def pool_groups(pool: Json) -> list[Group]:
    """The same of a pool of evses/bulk: each connector is a group of one plug."""
    groups = []
    for number, station in enumerate(pool.get("stations") or ()):
        for place, evse in enumerate(station.get("evses") or ()):
            base: Path = ("stations", number, "evses", place)
            connectors = evse.get("connectors") or ()
            states = [evse.get("state"), *(c.get("state") for c in connectors)]
            state = next(filter(None, states), None)
            ids = _ids(evse.get("cpoId") or evse.get("id"), evse.get("cpoEvseEMI3Id"))
            for index, connector in enumerate(connectors):
                kind = connector.get("typeId")
                path = (*base, "connectors", index)
                facts = _facts(connector, kind)
                group = Group(0, path, connector, kind, facts, told=True)
                entry = {"cpoConnectorId": connector.get("id")}
                group.plugs.append(Plug(group, _upper(state), path, entry, ids))
                groups.append(group)
    return groups


def counted_states(group: Group, total: int | None) -> Iterator[str | None]:
    """The state of each plug of a group without statuses, as far as its counts tell."""
    count = group.point.get("numberOfConnectors")
    claimed = (total or 1) if count is None else count
    left = claimed if 0 <= claimed <= MOST_PLUGS else 1
    for key, state in COUNTED:
        number = group.point.get(key) or 0
        if 0 <= number <= left:
            left -= number
            yield from [state] * number
    yield from [None] * left


def _facts(value: Json, kind: str | None) -> tuple[Any, ...]:
    """What tells two groups apart, the most telling first."""
    point = value.get("chargingPoint") or {}
    details = value.get("connectorDetails") or {}
    return (
        kind,
        _number(value.get("maxPowerLevel")),
        value.get("fixedCable"),
        point.get("phases"),
        str(point.get("ampsRange") or f"{point.get('amps')}A").rpartition("-")[2],
        bool(details.get("reservable")),
        value.get("lastUpdateTimestamp") or point.get("lastUpdateTimestamp"),
        point.get("voltsRange"),
        point.get("numberOfConnectors"),
    )


#: How much each of the facts counts.
WEIGHTS = (64, 16, 8, 8, 8, 4, 4, 2, 1)


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _upper(state: str | None) -> str | None:
    return state.strip().upper() if state else None


def _ids(uid: str | None, emi3: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for found in (uid, emi3) if found))


class Matcher:
    """Pairs the plugs of the original with those of the way back."""

    def __init__(self, originals: list[Group], back: list[Group], guide: Guide) -> None:
        self._originals = originals
        self._guide = guide
        self._by_id: dict[str, dict[object, deque[Plug]]] = defaultdict(dict)
        self._by_type: dict[str | None, dict[object, deque[Plug]]] = defaultdict(dict)
        for group in back:
            for plug in group.plugs:
                alike = (id(group), plug.state, bool(plug.ids), plug.entry.get("cpoConnectorId"))
                self._by_type[group.type_id].setdefault(alike, deque()).append(plug)
                for name in plug.ids:
                    self._by_id[name].setdefault(alike, deque()).append(plug)

    def match(self) -> None:
        """Give every plug and group its partner: first those of one type, by id, then by kind.

        A type with a candidate successor may come back as that.
        """
        for kin in (False, True):
            for stage in STAGES:
                for group in self._originals:
                    kinds = self._kin(group.type_id) if kin else [group.type_id]
                    for plug in group.plugs if any(kinds) else ():
                        if plug.partner is None:
                            self._find(plug, kinds, *stage)
        for group in self._originals:
            partners = [plug.partner.group for plug in group.plugs if plug.partner is not None]
            number = Counter(map(id, partners))
            group.partner = max(partners, key=lambda one: number[id(one)], default=None)

    def _find(self, plug: Plug, kinds: list[str | None], by_ids: int, facts: int) -> None:
        candidates: Iterator[Plug]
        if by_ids:
            names = plug.ids[:by_ids]
            named = chain.from_iterable(_free(self._by_id.get(name)) for name in names)
            candidates = iter([other for other in named if other.group.type_id in kinds])
        else:
            candidates = chain.from_iterable(_free(self._by_type.get(kind)) for kind in kinds)
        wanted = plug.group.facts[:facts]
        alike = (other for other in candidates if other.group.facts[:facts] == wanted)
        looked_at = islice(alike if facts else candidates, MOST_CANDIDATES)
        best = max(looked_at, key=lambda other: _likeness(plug, other), default=None)
        if best is not None:
            plug.partner, best.taken = best, True

    def _kin(self, type_id: str | None) -> list[str | None]:
        """The ids of the candidate successors of a type."""
        known = type_id is not None and type_id.isascii() and type_id.isdigit()
        connector = self._guide.connectors.get(int(str(type_id))) if known else None
        standards = set(connector.successors) if connector is not None else set()
        return [
            str(other.v2_id)
            for other in self._guide.connectors.values()
            if standards & set(other.standards)
        ]


def _free(buckets: dict[object, deque[Plug]] | None) -> list[Plug]:
    """One plug of each bucket that is not taken; empty buckets go."""
    found = []
    for key, plugs in list((buckets or {}).items()):
        while plugs and plugs[0].taken:
            plugs.popleft()
        if plugs:
            found.append(plugs[0])
        elif buckets is not None:
            del buckets[key]
    return found


def _likeness(plug: Plug, other: Plug) -> tuple[int, int]:
    connector = plug.entry.get("cpoConnectorId")
    same = sum(
        weight
        for weight, ours, theirs in zip(WEIGHTS, plug.group.facts, other.group.facts, strict=True)
        if ours == theirs
    )
    hints = 128 * (connector is not None and connector == other.entry.get("cpoConnectorId"))
    hints += 2 * (plug.state == other.state) + (bool(plug.ids) == bool(other.ids))
    return same + hints, -other.group.index
