"""Which values of v2 and v3 belong together, place by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from evmap.conversion.books import GONE
from evmap.conversion.closeup import CloseUp, Partners
from evmap.conversion.fieldmap import Path
from evmap.conversion.ledger import Mark
from evmap.conversion.partners import Partner
from evmap.reviews.places import Value

ANY = "*"

#: A value or what is around it: number of its location, and the steps from there with ANY for
#: positions in lists. EVSEs and their connectors also stand there by their position.
Key = tuple[int | None, tuple[str | int, ...]]


class Pairs:
    """The values of a v3 text, found from the v2 values that they were made of."""

    def __init__(self, close_up: CloseUp, target: str, values: Sequence[Value]) -> None:
        self._target = target
        self._partners = Partners()
        self._index: dict[Key, list[int]] = defaultdict(list)
        depth = close_up.root.count("/")
        for value in values:
            inner = _below_root(value.path, depth)
            if inner is not None:
                for key in _keys(*inner):
                    self._index[key].append(value.start)

    def of(self, mark: Mark) -> list[int]:
        """Return where the v3 values stand that a v2 value has become part of."""
        if mark.row is None or mark.fate in GONE:
            return []
        found: dict[int, None] = {}
        paths = mark.row.targets[self._target].v3_paths
        for partner in self._partners.of(mark):
            for path in paths:
                found |= dict.fromkeys(self._index.get(_wanted(partner, path), ()))
        return sorted(found)


def _below_root(path: Path, depth: int) -> tuple[int, Path] | None:
    """The number of the location that a v3 path leads into, and the rest of the path."""
    if depth == 0:
        return 0, path
    if len(path) < depth or not isinstance(path[depth - 1], int):
        return None
    return path[depth - 1], path[depth:]  # type: ignore[return-value]


def _keys(location: int, path: Path) -> Iterable[Key]:
    """The keys of a value: itself and all that it stands in, with and without positions."""
    spots = [place for place in (_after(path, 0, "evses"), _after(path, 2, "connectors")) if place]
    for kept in range(len(spots) + 1):
        steps = tuple(
            step if isinstance(step, str) or place in spots[:kept] else ANY
            for place, step in enumerate(path)
        )
        for length in range(1, len(steps) + 1):
            yield location, steps[:length]


def _after(path: Path, place: int, name: str) -> int:
    """Where the position of an EVSE or connector stands; 0 for none."""
    return place + 1 if len(path) > place + 1 and path[place] == name else 0


def _wanted(partner: Partner, path: str) -> Key:
    """The key of a field map path at the partner's EVSE and connector."""
    steps: list[str | int] = []
    for segment in path.split("."):
        name = segment.removesuffix("[]")
        steps.append(name)
        if segment.endswith("[]"):
            position = {"evses": partner.evse, "connectors": partner.connector}.get(name)
            steps.append(ANY if position is None else position)
    while steps and steps[-1] == ANY:  # a list as a whole
        steps.pop()
    return partner.location, tuple(steps)
