"""The ledger bar of the field map: what share of the v2 fields has which fate, in whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evmap.conversion.shares import shares
from evmap.mappings.models.base import Fate


@dataclass(frozen=True)
class Part:
    """One fate's part of a whole."""

    fate: str
    count: int
    #: Place and width in tenths of a percent; the widths of all parts add up to 1000.
    start: int
    width: int
    url: str = ""

    @property
    def percent(self) -> str:
        """Return the share, to a tenth of a percent."""
        return f"{self.width // 10}.{self.width % 10} %"


def parts(counts: Mapping[str, int], urls: Mapping[str, str]) -> list[Part]:
    """Return the parts of a whole, in the order of fates, without empty ones.

    See `evmap.conversion.shares`.
    """
    ordered = {fate.value: counts.get(fate.value, 0) for fate in Fate}
    return [
        Part(share.name, share.count, share.start, share.width, urls.get(share.name, ""))
        for share in shares(ordered)
    ]


def count(fates: Iterable[str]) -> Counter[str]:
    """Return how often each fate occurs."""
    return Counter(fates)
