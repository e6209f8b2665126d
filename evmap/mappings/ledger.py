"""The ledger bar: what share of a whole has which fate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evmap.conversion.reports.parts import PARTS
from evmap.conversion.shares import shares


@dataclass(frozen=True)
class Part:
    """One part of a whole; a fate may have two, as only one of them is a loss."""

    name: str
    count: int
    #: Place and width in tenths of a percent; the widths of all parts add up to 1000.
    start: int
    width: int
    #: The share as people read it: the same count of the same whole always reads the same.
    percent: str
    url: str = ""


def parts(counts: Mapping[str, int], urls: Mapping[str, str]) -> list[Part]:
    """Return the parts of a whole in their order, without empty ones.

    See `evmap.conversion.shares`.
    """
    ordered = {name: counts.get(name, 0) for name in PARTS}
    total = sum(ordered.values())
    return [
        Part(
            *(share.name, share.count, share.start, share.width),
            percent=f"{share.count * 100 / total:.1f} %",
            url=urls.get(share.name, ""),
        )
        for share in shares(ordered)
    ]
