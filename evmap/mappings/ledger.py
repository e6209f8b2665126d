"""The ledger bar: what share of a whole has which fate."""

from __future__ import annotations

from collections.abc import Mapping
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
    #: The share as people read it: the same count of the same whole always reads the same.
    percent: str
    url: str = ""


def parts(counts: Mapping[str, int], urls: Mapping[str, str]) -> list[Part]:
    """Return the parts of a whole, in the order of fates, without empty ones.

    See `evmap.conversion.shares`.
    """
    ordered = {fate.value: counts.get(fate.value, 0) for fate in Fate}
    total = sum(ordered.values())
    return [
        Part(
            *(share.name, share.count, share.start, share.width),
            percent=f"{share.count * 100 / total:.1f} %",
            url=urls.get(share.name, ""),
        )
        for share in shares(ordered)
    ]
