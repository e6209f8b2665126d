"""What a document is converted to, leaf by leaf, and what differs between two of them.

Leaves of v3 are compared by who they belong to, not by their position: an EVSE by its uid, a way to
pay by its name. What comes or goes as a whole is one change.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from evmap.conversion import Options, fixture_guide
from evmap.conversion.convert import units_of
from evmap.conversion.converter import Converter, encode
from evmap.conversion.explain.locations import explain_location
from evmap.conversion.explain.values import V2Value, V3Value
from evmap.conversion.lineage.located import Located
from evmap.conversion.read.split import split
from tests.conversion.support import COMPLETE
from tests.conversion.support import encode as json_of

#: Who a leaf of v3 belongs to, step by step.
Key = tuple[object, ...]

#: Uids of EVSEs made here -> number of their kind, and of the EVSE among these.
Made = Mapping[str, tuple[int, int]]


class View(NamedTuple):
    """What a document was converted to: v2 values by their pointers, v3 values by their keys."""

    text: bytes
    v2: dict[str, V2Value]
    v3: dict[Key, V3Value]


class Change(NamedTuple):
    """What changed in v3: values before and after; one that came or went as a whole is one."""

    before: list[V3Value]
    after: list[V3Value]

    @property
    def is_assumed(self) -> bool:
        """Whether nothing of v2 is in it: a finding tells why it was assumed."""
        every = self.before + self.after
        return all(one.origin == "assumed" and not one.partners for one in every)

    def is_of(self, place: str, *, later: bool) -> bool:
        """Whether it was made of the v2 value at a pointer, before; or, if wanted, after."""
        every = self.before + (self.after if later else [])
        return any(one.pointer == place for v3 in every for one in v3.partners)

    @property
    def pattern(self) -> str:
        """The pattern that all of it has in common."""
        patterns = [one.pattern.split("/") for one in self.before + self.after]
        same = takewhile(lambda steps: len(set(steps)) == 1, zip(*patterns, strict=False))
        return "/".join(steps[0] for steps in same)


class World:
    """Converts one document after the other to one target."""

    def __init__(self, target: Any) -> None:
        self._options = Options(target=target, **(COMPLETE if target != "v3" else {}))
        self._converter = Converter(fixture_guide(), self._options)

    def text(self, document: Any) -> bytes:
        """The v3 text of a document."""
        return b"".join(encode(each.written.document) for each in self._locate(document))

    def view(self, document: Any, known: View | None = None) -> View:
        """The view of a document; the known one itself, where v3 is just the same."""
        located = self._locate(document)
        text = b"".join(encode(each.written.document) for each in located)
        if known is not None and text == known.text:
            return known
        view = View(text, {}, {})
        for number, each in enumerate(located):
            found = explain_location(each, self._converter.target)
            view.v2.update((value.pointer, value) for value in found.v2)
            view.v3.update(_keyed(number, json.loads(found.document), found.v3))
        return view

    def _locate(self, document: Any) -> list[Located]:
        source = split(json_of(document), self._options.limits)
        units = units_of(source, self._converter.guide, self._options)
        return [each for unit in units for each in self._converter.read_unit(unit)[0]]


# -- whom a leaf belongs to -----------------------------------------------------------------


def _keyed(number: int, location: Any, values: Sequence[V3Value]) -> Iterator[tuple[Key, V3Value]]:
    """The values of a location by their keys; those with one key are numbered."""
    uids = [one.value for one in values if (one.pattern, one.origin) == ("/evses/*/uid", "derived")]
    made = _made(location, uids)
    met = Counter[Key]()
    for value in values:
        steps = value.pointer.split("/")[1:]
        key = (number, *_steps(location, steps, made))
        if value.pattern == "/evses/*/status" and key[2] in made.values():
            # EVSEs made of a count are alike: so many of a kind are in a state.
            kind, _ = made[location["evses"][int(steps[1])]["uid"]]
            key = (number, "evses", (kind, value.value))
        met[key] += 1
        yield (*key, met[key]), value


def _made(location: Any, uids: Sequence[Any]) -> dict[str, tuple[int, int]]:
    """Uids made here -> number of the kind of plug, and of the EVSE among those of its kind."""
    kinds: dict[str, int] = {}
    met = Counter[int]()
    found = {}
    for evse in location.get("evses", ()):
        if evse["uid"] in uids:
            kind = kinds.setdefault(str(evse["connectors"][0]), len(kinds))
            found[evse["uid"]] = kind, met[kind]
            met[kind] += 1
    return found


def _steps(holder: Any, steps: Sequence[str], made: Made) -> Iterator[object]:
    for step in steps:
        if isinstance(holder, list):
            holder = holder[int(step)]
            yield _name(holder, made) or step
        else:
            holder = holder[step]
            yield step


def _name(item: Any, made: Made) -> object:
    """What tells an item of a list from the others; empty for its position."""
    if not isinstance(item, dict):
        return item
    uid = item.get("uid") or item.get("evseUid")
    if uid:
        return made.get(uid, uid)
    if "connectorCount" in item:
        return item["standard"], item["maxPower"]
    if "weekday" in item or "periods" in item or "from" in item:
        return str(item.get("periods", item))
    return item.get("id") or item.get("partnerId")


def changes(before: View, after: View) -> Iterator[Change]:
    """All that differs between two views."""
    if before is after:
        return
    known = [{key[:n] for key in view.v3 for n in range(len(key) + 1)} for view in (before, after)]
    whole: dict[tuple[bool, Key], Change] = defaultdict(lambda: Change([], []))
    for key in dict.fromkeys([*before.v3, *after.v3]):
        one, other = before.v3.get(key), after.v3.get(key)
        if one is not None and other is not None:
            if one.value != other.value:
                yield Change([one], [other])
            continue
        there = known[one is not None]
        top = next(key[:n] for n in range(len(key) + 1) if key[:n] not in there)
        found = one or other
        assert found is not None
        steps = found.pattern.split("/")
        # Items of a list that come in the place of others are one change with these.
        is_item = "*" in steps[len(top) - 1 : len(top)]
        change = whole[is_item or one is None, top[:-1] if is_item else top]
        (change.after if one is None else change.before).append(found)
    yield from whole.values()
