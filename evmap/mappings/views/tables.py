"""The table pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from evmap.mappings import filters, matrix, snapshot, tables
from evmap.mappings.models import ConnectorStandard, FieldTarget
from evmap.mappings.views.home import field_ledger
from evmap.mappings.views.row import notes_on_each
from evmap.mappings.views.table import TableView


class Connectors(TableView):
    """`/connectors/`."""

    name = "connectors"
    title = "Connectors"
    lead = (
        "v2 names a connector type by a number, v3 by a standard. "
        "The rows are those of HERE's migration guide, to the character."
    )
    search_hint = "36, CCS2, Mennekes, NEMA 14-50"
    filters_class = filters.ConnectorFilters
    table_class = tables.ConnectorTable
    prefetch = (
        Prefetch(
            "equivalences",
            ConnectorStandard.objects.select_related("standard").order_by("position"),
        ),
    )


class Standards(TableView):
    """`/standards/`."""

    name = "standards"
    title = "Standards"
    lead = (
        "The connector standards of v3, each with the v2 id that becomes it "
        "and its spelling on the wire."
    )
    search_hint = "SAE_J3400, Type 2, three_32"
    filters_class = filters.StandardFilters
    table_class = tables.StandardTable
    prefetch = (
        Prefetch(
            "equivalences",
            ConnectorStandard.objects.select_related("connector").order_by("connector__v2_id"),
        ),
    )


class Statuses(TableView):
    """`/statuses/`."""

    name = "statuses"
    title = "Statuses"
    lead = (
        "v2 gives a status to a connector, v3 to an EVSE. Three v2 statuses have two v3 "
        "candidates; the converter writes the preferred one."
    )
    search_hint = "OUTOFORDER, OFFLINE, reserved"
    filters_class = filters.StatusFilters
    table_class = tables.StatusTable
    template_name = "mappings/statuses.html"

    def context(self) -> dict[str, Any]:
        """Add the picture of all pairs; one query."""
        return {**super().context(), "matrix": matrix.draw(filters.StatusFilters.all_rows())}


class Elements(TableView):
    """`/elements/`."""

    name = "elements"
    title = "Elements"
    lead = (
        "What each API calls the things on the ground. The id of a v3 location is the poolId of v2."
    )
    search_hint = "pool, stall, port"
    filters_class = filters.ElementFilters
    table_class = tables.ElementTable
    template_name = "mappings/elements.html"

    def context(self) -> dict[str, Any]:
        """Add the notes: data elements have no pages of their own."""
        notes = notes_on_each(snapshot.current().elements)
        return {**super().context(), "notes": notes, "has_notes": any(one.notes for one in notes)}


class Fields(TableView):
    """`/fields/`."""

    name = "fields"
    title = "Fields"
    lead = "Every field of the v2 answers, and what becomes of it."
    search_hint = "chargeCapacity, poolId, evse_id, opening hours"
    filters_class = filters.FieldFilters
    table_class = tables.FieldTable
    template_name = "mappings/fields.html"

    def context(self) -> dict[str, Any]:
        """Add the bars of all targets; one query."""
        now = snapshot.current()
        bars = [(name, field_ledger(now, name)) for name in FieldTarget.Target.values]
        return {**super().context(), "coverage": bars, "field_count": len(now.fields)}
