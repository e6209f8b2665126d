"""The ledger bar: what share of a whole has which fate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evmap.conversion.shares import shares
from evmap.mappings.models.base import Fate

#: Beside the fates: dropped, and nothing is lost, as another value says the same or it tells
#: of the request.
SPARED = "spared"

_FATES: list[str] = [fate.value for fate in Fate]
_AFTER = _FATES.index(Fate.DROPPED) + 1
ORDER = (*_FATES[:_AFTER], SPARED, *_FATES[_AFTER:])


def fate_of(name: str) -> str:
    """Return the fate that a part of ORDER has."""
    return Fate.DROPPED.value if name == SPARED else name


@dataclass(frozen=True)
class Part:
    """One fate's part of a whole; what is dropped has two, as only one of them is a loss."""

    name: str
    count: int
    #: Place and width in tenths of a percent; the widths of all parts add up to 1000.
    start: int
    width: int
    #: The share as people read it: the same count of the same whole always reads the same.
    percent: str
    url: str = ""

    @property
    def fate(self) -> str:
        """Return the fate that the part has."""
        return fate_of(self.name)

    @property
    def is_spared(self) -> bool:
        """Return whether nothing is lost although it is dropped."""
        return self.name == SPARED


def parts(counts: Mapping[str, int], urls: Mapping[str, str]) -> list[Part]:
    """Return the parts of a whole, by fate or SPARED, in their order, without empty ones.

    See `evmap.conversion.shares`.
    """
    ordered = {name: counts.get(name, 0) for name in ORDER}
    total = sum(ordered.values())
    return [
        Part(
            *(share.name, share.count, share.start, share.width),
            percent=f"{share.count * 100 / total:.1f} %",
            url=urls.get(share.name, ""),
        )
        for share in shares(ordered)
    ]
