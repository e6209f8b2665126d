"""Filters of the field map."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from evmap.mappings.filters.base import TableFilters
from evmap.mappings.filters.facets import (
    Choice,
    Facet,
    Option,
    fate_facet,
    flag_facet,
    note_facet,
    with_notes,
)
from evmap.mappings.models import Field, FieldTarget
from evmap.mappings.models.base import KEY_SEPARATOR, Fate

TARGETS = FieldTarget.Target


class FieldFilters(TableFilters):
    """Filters of the v2 fields, with their fate in one target."""

    table = Field.note_table
    noun, nouns = "v2 field", "v2 fields"

    target = Choice(
        "Target",
        [Option(target.value, target.label, Q()) for target in TARGETS],
        says="in target {}",
        default=TARGETS.V3.value,
    )
    fate = fate_facet(Fate)
    answer = Facet(
        "Answer",
        [Option(answer.value, answer.label, Q(answer=answer.value)) for answer in Field.Answer],
        says="in {}",
    )
    deprecated = flag_facet(
        "Deprecated", ("yes", "deprecated"), ("no", "not deprecated"), Q(deprecated=True)
    )
    basis = Facet(
        "Who says so",
        [Option(basis.value, basis.label, Q(basis=basis.value)) for basis in Field.Basis],
        says="{}",
    )
    note = note_facet()

    def rows(self) -> QuerySet[Any]:
        """Return all fields, with `fate`, `v3_paths` and `reason` in the chosen target."""
        chosen = self.given.get("target", "")
        target = chosen if chosen in TARGETS.values else TARGETS.V3.value
        in_target = FieldTarget.objects.filter(field=OuterRef("pk"), target=target)
        rows = Field.objects.annotate(
            key=Concat("answer", Value(KEY_SEPARATOR), "path"),
            fate=Subquery(in_target.values("fate")[:1]),
            v3_paths=Subquery(in_target.values("v3_paths")[:1]),
            reason=Subquery(in_target.values("reason")[:1]),
        )
        return with_notes(rows, self.table)
