"""The picture of the statuses: v2 on the left, v3 on the right, a line for each pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evmap.mappings.addresses import address
from evmap.mappings.models import V2Status, V3Status
from evmap.mappings.rows.directions import join
from evmap.mappings.tables.statuses import PairRow

#: Measures of the picture, in its own units: a phone shows it at about this size.
WIDTH, ROW, BOX, LEFT, RIGHT = 380, 32, 26, 122, 112
#: The edge that boxes keep from the picture's, and the height of the heads over the columns.
MARGIN, HEAD = 2, 22


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
    #: Where the word stands that says that the pair is not of the guide.
    added_at: tuple[float, float] | None


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
    #: The heads of both columns, and where they are centred.
    heads = (("v2 status", MARGIN + LEFT / 2), ("v3 status", WIDTH - MARGIN - RIGHT / 2))


def draw(rows: Iterable[PairRow]) -> Matrix:
    """Return the picture of status pairs."""
    rows = sorted(rows, key=lambda row: row.pair.position)
    places: dict[str, int] = {}
    for row in rows:
        places.setdefault(row.pair.v3.code, len(places))
    right = {
        row.pair.v3.code: _box(row.pair.v3, WIDTH - RIGHT - MARGIN, places[row.pair.v3.code], RIGHT)
        for row in rows
    }
    left: dict[str, Box] = {}
    free = 0.0
    for code, own in _by_v2(rows).items():
        place = max(sum(places[row.pair.v3.code] for row in own) / len(own), free)
        left[code] = _box(own[0].pair.v2, MARGIN, place, LEFT)
        free = place + 1
    return Matrix(
        boxes=[*left.values(), *right.values()],
        links=[_link(row, left[row.pair.v2.code], right[row.pair.v3.code]) for row in rows],
        height=HEAD + max(len(places), free) * ROW,
        sentences=[_sentence(code, own) for code, own in _by_v2(rows).items()],
    )


def _by_v2(rows: Iterable[PairRow]) -> dict[str, list[PairRow]]:
    found: dict[str, list[PairRow]] = {}
    for row in rows:
        found.setdefault(row.pair.v2.code, []).append(row)
    return found


def _box(status: V2Status | V3Status, x: int, place: float, width: int) -> Box:
    return Box(status.code, address(status), x, HEAD + place * ROW + (ROW - BOX) / 2, width)


def _link(row: PairRow, left: Box, right: Box) -> Link:
    start, end = left.x + left.width, right.x
    half = (start + end) / 2
    path = (
        f"M{start} {left.middle:g}C{half:g} {left.middle:g} {half:g} {right.middle:g} "
        f"{end} {right.middle:g}"
    )
    added = None if row.pair.in_guide else (half + 12, left.middle + 11)
    return Link(path, row.pair.fate, row.has_rival and row.preferred, added)


def _sentence(code: str, rows: Sequence[PairRow]) -> str:
    names = [
        f"{row.pair.v3.code} (preferred)" if row.has_rival and row.preferred else row.pair.v3.code
        for row in rows
    ]
    by = (
        ""
        if all(row.pair.in_guide for row in rows)
        else " evmap added this: it is not in the guide."
    )
    return f"{code} becomes {join(names, 'or')}.{by}"
