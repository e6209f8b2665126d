"""Filters of connectors and standards."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from evmap.mappings.filters.base import TableFilters
from evmap.mappings.filters.facets import (
    Facet,
    Option,
    fate_facet,
    flag_facet,
    note_facet,
    with_notes,
)
from evmap.mappings.models import Connector, ConnectorStandard, Standard, Successor
from evmap.mappings.models.base import Fate

CURRENTS = [("ac", "AC"), ("dc", "DC")]


class ConnectorFilters(TableFilters):
    """Filters of the v2 connector types."""

    table = Connector.note_table
    noun, nouns = "v2 connector type", "v2 connector types"

    fate = fate_facet([Fate.CONVERTED, Fate.LOSSY, Fate.DROPPED])
    state = Facet(
        "State",
        [Option(state.value, state.label, Q(state=state.value)) for state in Connector.State],
        says="{}",
    )
    power = Facet(
        "Power",
        [Option(value, label, Q(**{f"is_{value}": True})) for value, label in CURRENTS],
    )
    successor = flag_facet(
        "Successors (ours)",
        ("yes", "with a candidate"),
        ("no", "without a candidate"),
        Q(has_successor=True),
    )
    note = note_facet()

    def rows(self) -> QuerySet[Any]:
        """Return all connectors."""
        equivalences = ConnectorStandard.objects.filter(connector=OuterRef("pk"))
        rows = Connector.objects.annotate(
            key=Cast("v2_id", CharField()),
            first_standard=Subquery(equivalences.order_by("position").values("standard__code")[:1]),
            has_successor=Exists(Successor.objects.filter(connector=OuterRef("pk"))),
            **{
                f"is_{value}": Exists(equivalences.filter(standard__current=label))
                for value, label in CURRENTS
            },
        )
        return with_notes(rows, self.table)


class StandardFilters(TableFilters):
    """Filters of the v3 connector standards."""

    table = Standard.note_table
    noun, nouns = "v3 connector standard", "v3 connector standards"

    power = Facet(
        "Power",
        [
            *(Option(value, label, Q(current=label)) for value, label in CURRENTS),
            Option("open", "not said", Q(current="")),
        ],
    )
    where = Facet(
        "Has the value",
        [
            Option("here-v3", "HERE v3", ~Q(here_v3="")),
            Option("ocpi-2.1.1", "OCPI 2.1.1", ~Q(ocpi_2_1_1="")),
            Option("ocpi-2.2.1", "OCPI 2.2.1", ~Q(ocpi_2_2_1="")),
            Option("ocpi-2.3.0", "OCPI 2.3.0", ~Q(ocpi_2_3_0="")),
            Option(
                "none", "none of these", Q(here_v3="", ocpi_2_1_1="", ocpi_2_2_1="", ocpi_2_3_0="")
            ),
        ],
        says="in {}",
    )
    note = note_facet()

    def rows(self) -> QuerySet[Any]:
        """Return all standards."""
        equivalences = ConnectorStandard.objects.filter(standard=OuterRef("pk"))
        first = equivalences.order_by("connector__v2_id").values("connector__v2_id")[:1]
        rows = Standard.objects.annotate(key=F("code"), first_id=Subquery(first))
        return with_notes(rows, self.table)
