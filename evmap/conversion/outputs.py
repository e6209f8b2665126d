"""The other side of the ledger: one origin for every leaf of the output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable

import msgspec

from evmap.conversion.books import Books
from evmap.conversion.location import Origins

#: The regular origin of each value: kind of object (its pattern below the location) -> field ->
#: origin. Fields that hold objects or lists don't stand there.
RegularOrigins = dict[str, dict[str, str]]


class OutputTally:
    """Counts output leaves: objects of one kind with the same keys and origins at once.

    `shapes`: (kind, keys, origins other than the regular ones) -> number of objects. `lists`:
    (pattern, origin) -> number of items in lists of scalars.
    """

    def __init__(self, regular: RegularOrigins, books: Books) -> None:
        self.regular = regular
        self._alike: dict[Hashable, _Alike] = {}
        self.enter_into(books)

    def enter_into(self, books: Books) -> None:
        """Count into these books from now on."""
        self.shapes = books.shapes
        self.lists = books.lists

    def counted(self, signature: Hashable) -> bool:
        """Count an object like one that was added before; False where there was none."""
        alike = self._alike.get(signature)
        if alike is None:
            return False
        alike.number += 1
        return True

    def add(self, signature: Hashable, kind: str, keys: Iterable[str], origins: Origins) -> None:
        """Count the first object of a signature: all with that have the same keys and origins."""
        self._alike[signature] = _Alike((kind, tuple(keys), origins), 1)

    def settle(self) -> None:
        """Enter the objects that were counted by signature into the books."""
        for alike in self._alike.values():
            if alike.number:
                self.shapes[alike.shape] += alike.number
                alike.number = 0


class _Alike(msgspec.Struct, eq=False):
    """Objects of one signature: their shape, and how many were counted since the last settling."""

    shape: tuple[str, tuple[str, ...], Origins]
    number: int


def count_origins(books: Books, regular: RegularOrigins, root: str) -> Counter[tuple[str, str]]:
    """(pattern, origin) -> number of leaves; `root` is the pattern of a location."""
    found: Counter[tuple[str, str]] = Counter()
    for (kind, keys, exceptions), number in books.shapes.items():
        usual = regular[kind]
        special = dict(exceptions)
        base = f"{root}/{kind}" if kind else root
        if not keys:
            found[base, "derived"] += number
        for key in keys:
            if key in usual:
                found[f"{base}/{key}", special.get(key, usual[key])] += number
    for (pattern, origin), number in books.lists.items():
        found[f"{root}/{pattern}", origin] += number
    return found
