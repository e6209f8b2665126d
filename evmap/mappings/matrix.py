"""The picture of the statuses: v2 on the left, v3 on the right, a line for each pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evmap.mappings.addresses import address
from evmap.mappings.rows.directions import join

#: Measures of the picture, in its own units: a phone shows it at about this size.
WIDTH, ROW, BOX, LEFT, RIGHT = 380, 32, 26, 122, 112
MARGIN = 2


@dataclass(frozen=True)
class Box:
    """A status."""

    code: str
    url: str
    x: int
    y: float
    width: int

    @property
    def middle(self) -> float:
        """Return the height of the box's middle."""
        return self.y + BOX / 2

    @property
    def text_x(self) -> float:
        """Return where the box's text is centred."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Link:
    """A pair of statuses: a line between two boxes."""

    path: str
    fate: str
    #: Of several candidates the one that the converter writes.
    preferred: bool
    #: The pair is ours, not of the guide; the place of the word that says so.
    ours_at: tuple[float, float] | None


@dataclass(frozen=True)
class Matrix:
    """The whole picture."""

    boxes: Sequence[Box]
    links: Sequence[Link]
    height: float
    #: The picture in words, a sentence for each v2 status.
    sentences: Sequence[str]

    width = WIDTH
    box_height = BOX


def draw(pairs: Iterable[Any]) -> Matrix:
    """Return the picture of status pairs that know `preferred` and `has_rival`."""
    pairs = sorted(pairs, key=lambda pair: pair.position)
    places: dict[str, int] = {}
    for pair in pairs:
        places.setdefault(pair.v3.code, len(places))
    right = {pair.v3.code: _box(pair.v3, WIDTH - RIGHT - MARGIN, places[pair.v3.code], RIGHT)
             for pair in pairs}  # fmt: skip
    left: dict[str, Box] = {}
    free = 0.0
    for code, own in _by_v2(pairs).items():
        row = max(sum(places[pair.v3.code] for pair in own) / len(own), free)
        left[code] = _box(own[0].v2, MARGIN, row, LEFT)
        free = row + 1
    return Matrix(
        boxes=[*left.values(), *right.values()],
        links=[_link(pair, left[pair.v2.code], right[pair.v3.code]) for pair in pairs],
        height=max(len(places), free) * ROW,
        sentences=[_sentence(code, own) for code, own in _by_v2(pairs).items()],
    )


def _by_v2(pairs: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for pair in pairs:
        found.setdefault(pair.v2.code, []).append(pair)
    return found


def _box(row: Any, x: int, place: float, width: int) -> Box:
    return Box(row.code, address(row), x, place * ROW + (ROW - BOX) / 2, width)


def _link(pair: Any, left: Box, right: Box) -> Link:
    start, end = left.x + left.width, right.x
    half = (start + end) / 2
    path = (
        f"M{start} {left.middle:g}C{half:g} {left.middle:g} {half:g} {right.middle:g} "
        f"{end} {right.middle:g}"
    )
    ours = None if pair.in_guide else (start + 24, left.middle + 12)
    return Link(path, pair.fate, pair.has_rival and pair.preferred, ours)


def _sentence(code: str, pairs: Sequence[Any]) -> str:
    names = [
        f"{pair.v3.code} (preferred)" if len(pairs) > 1 and pair.preferred else pair.v3.code
        for pair in pairs
    ]
    by = "" if all(pair.in_guide for pair in pairs) else " That is ours: the guide has no such row."
    return f"{code} becomes {join(names, 'or')}.{by}"
