"""Cause and effect: what lineage and fates say of a v2 value, against what it changes in v3."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from evmap.conversion.counts import GONE
from evmap.conversion.explain.values import V2Value
from evmap.conversion.facts.evse_ids import id_key
from evmap.conversion.pointers import pointer
from tests.conversion.views import Change, World, changes

Path = tuple[str | int, ...]

#: Where a v2 value stands, of any kind -> values that say something else. The first that fits.
ALTERNATIVES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    (r"(connectorType/id|typeId)$", ("31", "34")),
    (r"connectorType/name$", ("JEVS G 105 (CHAdeMO)",)),
    (r"state$", ("AVAILABLE", "OCCUPIED")),
    (r"maxPowerLevel$", (7.4,)),
    (r"voltsRange$", ("230V AC", "200-500V DC")),
    (r"ampsRange$", ("6A-32A",)),
    (r"chargeCapacity$", ("230VAC, 1-phase at max. 10 A",)),
    (r"(phases|chargeMode)$", (1, 2)),
    (r"(imestamp|imeStamp|last_updated)$", ("2031-01-02T03:04:05Z",)),
    (r"from$", ("07:30:00",)),
    (r"to$", ("19:45:00",)),
    (r"timeZone$", ("Asia/Tokyo",)),
    (r"country$", ("FRA",)),
    (r"itude$", (1.23456,)),
    (r"accessibilityType$", ("PRIVATE", "RESTRICTED")),
    (r"types/type/\d+$", ("app", "rfid-reader")),
    (r"EMI3Id$", ("FR*XYZ*E998",)),
    (r"phone/\d+/value$", ("+49301234567",)),
    (r"ema_id/\d+$", ("FR-XYZ",)),
)

#: Stands for no value.
REMOVED: Any = type("Removed", (), {"__repr__": lambda _: "removed"})()

#: Ends of the pointers of what a group of plugs is.
KIND = ("connectorType/id", "typeId")

#: Names of ids. One that stands twice says that several things are one.
IDS = ("cpoId", "cpoConnectorId", "cpoEvseId", "cpoEvseEMI3Id", "poolId", "id")


def alternatives(at: str, value: Any) -> Iterator[Any]:
    """Other values of its kind for the v2 value at a pointer; none for one that says nothing."""
    given = next((found for end, found in ALTERNATIVES if re.search(end, at)), None)
    if given is not None:
        yield from (each for each in given if each != value)
    elif isinstance(value, bool):
        yield not value
    elif at.endswith("daymask"):
        yield value & (value - 1) or 127 - value  # one day less: none that another mask has
    elif isinstance(value, (int, float)):
        # Of plugs in a state, fewer: v2 can't count more of them than there are.
        fewer = value and "numberOf" in at and not at.endswith("numberOfConnectors")
        yield value - 1 if fewer else value + 1
    elif value:
        yield f"Other {value[::-1][:20]}"


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """All scalars with their paths; an empty list or object is one."""
    if not value or not isinstance(value, (dict, list)):
        yield path, value
        return
    for step, member in value.items() if isinstance(value, dict) else enumerate(value):
        yield from leaves(member, (*path, step))


def at(document: Any, path: Path) -> Any:
    """The value at a path."""
    for step in path:
        document = document[step]
    return document


def changed(document: Any, path: Path, value: Any) -> Any:
    """The document with another value at a path."""
    found = copy.deepcopy(document)
    at(found, path[:-1])[path[-1]] = value
    return found


def without(document: Any, paths: Iterable[Path]) -> Any:
    """The document without what stands at some paths, the last items of lists first."""
    found = copy.deepcopy(document)
    for *before, last in sorted(set(paths), key=lambda path: [str(s) for s in path], reverse=True):
        try:
            del at(found, tuple(before))[last]
        except (KeyError, IndexError, TypeError):
            continue  # gone with something around it
    return found


# -- what must be true ----------------------------------------------------------------------


def untrue(document: Any, target: Any, exceptions: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What lineage and fates say otherwise than cause and effect do, value by value.

    exceptions: ends of v2 patterns, and beginnings of v3 patterns that they may change.
    """
    world = World(target)
    base = world.view(document)
    alike = Counter(id_key(value) for path, value in leaves(document) if _is_id(path, value))
    for path, value in leaves(document):
        v2 = base.v2.get(pointer("", path))
        if v2 is None or (_is_id(path, value) and alike[id_key(value)] > 1):
            continue  # around the records; or it says that several things are one
        acts = False
        for other in _others(v2.pointer, value):
            view = world.view(_with(document, path, other), base)
            for change in changes(base, view):
                if change.is_of(v2.pointer, later=other is not REMOVED):
                    acts = True
                elif not change.is_assumed and not _is_one_of(exceptions, v2, change):
                    yield f"{v2.pointer} ({v2.fate}), {value!r} -> {other!r}: {change.pattern}"
        is_told = v2.fate not in GONE and _tells(path, value)
        if is_told and not acts and not _acts_alone(world, document, path, value, v2):
            yield f"{v2.pointer} ({v2.fate}), {value!r}: does nothing"


def _others(at: str, value: Any) -> Iterator[Any]:
    """What to put in the place of a value. Without its kind, nothing of a group is written."""
    yield from alternatives(at, value)
    if not at.endswith(KIND):
        yield REMOVED


def _with(document: Any, path: Path, value: Any) -> Any:
    return without(document, [path]) if value is REMOVED else changed(document, path, value)


def _is_id(path: Path, value: Any) -> bool:
    return path[-1] in IDS and "connectorType" not in path and isinstance(value, str)


def _tells(path: Path, value: Any) -> bool:
    """Whether a value tells anything of its own: no plug is none, and all of them are in groups."""
    is_none = value in (None, "", [], {}) or (value == 0 and str(path[-1]).startswith("numberOf"))
    return not is_none and path[-1] != "totalNumberOfConnectors"


def _is_one_of(exceptions: Iterable[tuple[str, str]], v2: V2Value, change: Change) -> bool:
    return any(
        v2.pattern.endswith(end) and change.pattern.startswith(begin) for end, begin in exceptions
    )


def _acts_alone(world: World, document: Any, path: Path, value: Any, v2: V2Value) -> bool:
    """Whether a value does something where what says the same is taken away."""
    others = {one.pointer for v3 in v2.partners for one in v3.partners if one is not v2}
    partners = [each for each, _ in leaves(document) if pointer("", each) in others]
    alike = [each for each in partners if _stars(each) == _stars(path)]
    # What another list item, such as another group, says of it.
    beside = [each[: _parting(each, path) + 2] for each in alike]
    group = path[: path.index("chargingPoint")] if "chargingPoint" in path else path
    entries = [(*group, "connectorStatuses")]
    for taken in (partners, alike, beside, entries, [*entries, *partners]):
        base = without(document, [each for each in taken if each != path])
        try:
            at(base, path)
        except (KeyError, IndexError, TypeError):
            continue
        known = world.text(base)
        for other in (REMOVED, *alternatives(pointer("", path), value)):
            if world.text(_with(base, path, other)) != known:
                return True
    return False


def _stars(path: Path) -> Path:
    return tuple("*" if isinstance(step, int) else step for step in path)


def _parting(one: Path, other: Path) -> int:
    """Where two paths part."""
    return next(n for n, (step, again) in enumerate(zip(one, other, strict=False)) if step != again)
