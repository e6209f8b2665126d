"""Filters of status pairs."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from evmap.mappings.filters.base import TableFilters
from evmap.mappings.filters.facets import (
    Facet,
    Option,
    fate_facet,
    flag_facet,
    note_facet,
    with_notes,
)
from evmap.mappings.models import StatusPair, StatusPreference
from evmap.mappings.models.base import KEY_SEPARATOR, Fate


class StatusFilters(TableFilters):
    """Filters of the pairs of v2 and v3 statuses."""

    table = StatusPair.note_table
    noun, nouns = "status pair", "status pairs"

    fate = fate_facet([Fate.CONVERTED, Fate.LOSSY])
    candidates = flag_facet(
        "v3 candidates",
        ("one", "one candidate"),
        ("several", "several candidates"),
        ~Q(has_rival=True),
    )
    choice = flag_facet(
        "Converter",
        ("yes", "written by the converter"),
        ("no", "only on request"),
        Q(preferred=True),
    )
    by = Facet(
        "Whose row",
        [
            Option("guide", "HERE's guide", Q(in_guide=True)),
            Option("ours", "ours", Q(in_guide=False)),
        ],
        says="by {}",
    )
    note = note_facet()

    def rows(self) -> QuerySet[Any]:
        """Return all pairs, with `key` and `has_note`."""
        rows = self.all_rows().annotate(key=Concat("v2__code", Value(KEY_SEPARATOR), "v3__code"))
        return with_notes(rows, self.table)

    @staticmethod
    def all_rows() -> QuerySet[Any]:
        """Return all pairs; `preferred` marks those that the converter writes."""
        siblings = StatusPair.objects.filter(v2=OuterRef("v2"))
        chosen = siblings.filter(
            v3__code__in=StatusPreference.objects.filter(v2_status=OuterRef("v2__code")).values(
                "v3_status"
            )
        )
        rows = StatusPair.objects.select_related("v2", "v3").annotate(
            has_rival=Exists(siblings.exclude(pk=OuterRef("pk"))),
            chosen_pair=Subquery(chosen.values("pk")[:1]),
            first_pair=Subquery(siblings.order_by("position").values("pk")[:1]),
        )
        return rows.annotate(
            preferred=Case(
                When(chosen_pair=F("pk"), then=Value(True)),
                When(chosen_pair__isnull=True, first_pair=F("pk"), then=Value(True)),
                default=Value(False),
            )
        )
