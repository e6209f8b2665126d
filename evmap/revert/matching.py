"""Which values of two v3 texts of one location are the same value, whatever the order of lists.

EVSEs are known by their uid, connectors by their id; what is left over is taken in its order. An
item of another list is known by what it says.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from evmap.conversion.explain.values import V3Value

#: By the identity of a value: what it is known by.
Keys = dict[int, tuple[Hashable, ...]]

#: The pattern that tells EVSEs apart.
UID = "/evses/*/uid"


def keys_of(one: Sequence[V3Value], other: Sequence[V3Value]) -> tuple[Keys, Keys]:
    """What the values of two texts are known by; equal keys, the same value."""
    ours, theirs = _Tree(one), _Tree(other)
    names = _names(ours.evses, theirs.evses)
    return ours.keys(names[0]), theirs.keys(names[1])


class _Tree:
    """The values of one text: steps of each, and the ids of its EVSEs and connectors."""

    def __init__(self, values: Sequence[V3Value]) -> None:
        self._steps = [(value, value.pointer.split("/")[1:]) for value in values]
        #: Position of an EVSE -> its uid; of a connector in it -> its id.
        self.evses: dict[str, str] = {}
        self._connectors: dict[tuple[str, str], str] = {}
        #: Way to an item of another list -> all that it says.
        self._items: dict[tuple[str, ...], list[str]] = {}
        for value, steps in self._steps:
            if value.pattern == UID:
                self.evses[steps[1]] = str(value.value)
            if value.pattern == "/evses/*/connectors/*/id":
                self._connectors[steps[1], steps[3]] = str(value.value)
            for place in _items_in(steps):
                self._items.setdefault(place, []).append(f"{value.pattern} {value.value}")

    def keys(self, names: dict[str, Hashable]) -> Keys:
        """What each value is known by; `names`: what its EVSE is."""
        found: Keys = {}
        for value, steps in self._steps:
            where: list[Hashable] = []
            if value.pattern.startswith("/evses/*/"):
                where.append(names.get(steps[1]))
                if value.pattern.startswith("/evses/*/connectors/*/"):
                    where.append(self._connectors.get((steps[1], steps[3])))
            where += ["\n".join(self._items[place]) for place in _items_in(steps)]
            found[id(value)] = (value.pattern, *where)
        return found


def _items_in(steps: Sequence[str]) -> list[tuple[str, ...]]:
    """The ways to the items of lists that a value stands in, but for EVSEs and connectors."""
    return [
        tuple(steps[: place + 1])
        for place, step in enumerate(steps)
        if step.isdigit() and place and steps[place - 1] not in ("evses", "connectors")
    ]


def _names(
    ours: dict[str, str], theirs: dict[str, str]
) -> tuple[dict[str, Hashable], dict[str, Hashable]]:
    """What the EVSEs of both texts are known by: the uid, or the order of those left over."""
    common = set(ours.values()) & set(theirs.values())
    return _named(ours, common), _named(theirs, common)


def _named(uids: dict[str, str], common: set[str]) -> dict[str, Hashable]:
    names: dict[str, Hashable] = {}
    left = 0
    for place, uid in uids.items():
        if uid in common:
            names[place] = uid
        else:
            names[place], left = left, left + 1
    return names
