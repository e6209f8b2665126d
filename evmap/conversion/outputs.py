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


class Alike(msgspec.Struct, eq=False):
    """Objects of one signature: their shape, and how many were counted since the last settling."""

    shape: tuple[str, tuple[str, ...], Origins]
    number: int = 0


class OutputTally:
    """Counts output leaves: objects of one kind with the same keys and origins at once.

    `shapes`: (kind, keys, origins other than the regular ones) -> number of objects. `lists`:
    (pattern, origin) -> number of items in lists of scalars. A signature is whatever tells a target
    that objects have the same keys and origins, where that is quicker than listing them.
    """

    def __init__(self, regular: RegularOrigins, books: Books) -> None:
        self.regular = regular
        self._alike: dict[Hashable, Alike] = {}
        self.enter_into(books)

    def enter_into(self, books: Books) -> None:
        """Count into these books from now on."""
        self.shapes = books.shapes
        self.lists = books.lists

    def alike(self, signature: Hashable) -> Alike | None:
        """Where objects of a signature are counted; None where there were none yet."""
        return self._alike.get(signature)

    def add(
        self, signature: Hashable, kind: str, keys: Iterable[str], origins: Origins = ()
    ) -> Alike:
        """Where to count objects of a signature: all of them have these keys and origins."""
        alike = self._alike[signature] = Alike((kind, tuple(keys), origins))
        return alike

    def count(self, kind: str, keys: Iterable[str], origins: Origins = (), number: int = 1) -> None:
        """Count so many objects with these keys and origins."""
        self.shapes[kind, tuple(keys), origins] += number

    def forget(self) -> None:
        """Settle, and free the memory of signatures: nothing counted by them may be kept."""
        self.settle()
        self._alike.clear()

    def settle(self) -> None:
        """Enter the objects that were counted by signature into the books."""
        for alike in self._alike.values():
            if alike.number:
                self.shapes[alike.shape] += alike.number
                alike.number = 0


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
