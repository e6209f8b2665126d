"""Shares of a whole that add up to exactly 100 %."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

#: Tenths of a percent: what the shares add up to.
WHOLE = 1000


class Share(msgspec.Struct, frozen=True):
    """One part of a whole: its name and count, and place and width in tenths of a percent.

    `percent` is what people read: the same count of the same whole always reads the same.
    """

    name: str
    count: int
    start: int
    width: int
    percent: str


def shares(counts: Mapping[str, int]) -> list[Share]:
    """The shares of counts, in their order, without empty ones.

    The widths are rounded so that they add up to exactly 100 %: what is left over goes to those
    that lost most by rounding (the method of largest remainders).
    """
    total = sum(counts.values())
    present = [name for name, count in counts.items() if count]
    widths = {name: counts[name] * WHOLE // total for name in present}
    by_remainder = sorted(present, key=lambda name: -(counts[name] * WHOLE % total))
    for name in by_remainder[: WHOLE - sum(widths.values())]:
        widths[name] += 1
    found, start = [], 0
    for name in present:
        percent = f"{counts[name] * 100 / total:.1f} %"
        found.append(Share(name, counts[name], start, widths[name], percent))
        start += widths[name]
    return found
