"""What the pages of some tables show besides their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.urls import reverse

from evmap.conversion.reports.parts import fate_of, is_spared_part, part_of, spared_part
from evmap.conversion.shares import Share
from evmap.mappings import matrix, snapshot
from evmap.mappings.ledger import linked_shares
from evmap.mappings.snapshot import Snapshot
from evmap.mappings.tables.listing import Listing
from evmap.mappings.views.row import notes_on_each


def status_picture(listing: Listing) -> dict[str, Any]:
    """Return the picture of all pairs of statuses."""
    return {"matrix": matrix.draw(listing.all)}


def element_notes(_listing: Listing) -> dict[str, Any]:
    """Return the notes on data elements, which have no pages of their own."""
    notes = notes_on_each(snapshot.current().elements)
    return {"notes": notes, "has_notes": any(one.notes for one in notes)}


def bar_of_target(listing: Listing) -> dict[str, Any]:
    """Return the bar of the field map in the target that the page shows."""
    chosen = listing.selection.chosen["target"]
    target = chosen[0] if chosen else "v3"
    return {"target": target, "bar": field_ledger(snapshot.current(), target)}


def field_ledger(tables: Snapshot, target: str) -> list[tuple[Share, str]]:
    """Return the ledger bar of the field map in one target, each part a link to its fields."""
    rows = [one for row in tables.fields for one in row.targets.all() if one.target == target]
    counts = Counter(part_of(row.fate, row.loss) for row in rows)
    start = reverse("mappings:fields") + ("?" if target == "v3" else f"?target={target}&")
    return linked_shares(counts, {part: start + _filters(part, counts) for part in counts})


def _filters(part: str, parts: Collection[str]) -> str:
    """The filters that show a part; of a fate with two parts its loss is one of them."""
    fate = fate_of(part)
    if is_spared_part(part):
        return f"fate={fate}&loss=elsewhere&loss=request"
    return f"fate={fate}&loss=information" if spared_part(fate) in parts else f"fate={fate}"
