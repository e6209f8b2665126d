"""The ledger bar: what share of a whole has which fate."""

from __future__ import annotations

from collections.abc import Mapping

from evmap.conversion.reports.parts import PARTS
from evmap.conversion.shares import Share, shares


def linked_shares(counts: Mapping[str, int], urls: Mapping[str, str]) -> list[tuple[Share, str]]:
    """Return the parts of a whole in their order, without empty ones, each with its address.

    A fate may have two parts, as only one of them is a loss.
    """
    ordered = {name: counts.get(name, 0) for name in PARTS}
    return [(share, urls.get(share.name, "")) for share in shares(ordered)]
