"""The ledger bar of the field map: what share of the v2 fields has which fate, in whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evmap.mappings.models.base import Fate

#: Tenths of a percent: what the shares add up to.
WHOLE = 1000


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

    Shares are rounded so that they add up to exactly 100 %: what is left over goes to those that
    lost most by rounding (the method of largest remainders).
    """
    total = sum(counts.values())
    present = [fate.value for fate in Fate if counts.get(fate.value)]
    widths = {fate: counts[fate] * WHOLE // total for fate in present}
    by_remainder = sorted(present, key=lambda fate: -(counts[fate] * WHOLE % total))
    for fate in by_remainder[: WHOLE - sum(widths.values())]:
        widths[fate] += 1
    result, start = [], 0
    for fate in present:
        result.append(Part(fate, counts[fate], start, widths[fate], urls.get(fate, "")))
        start += widths[fate]
    return result


def count(fates: Iterable[str]) -> Counter[str]:
    """Return how often each fate occurs."""
    return Counter(fates)
