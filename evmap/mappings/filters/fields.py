"""Filters of the field map."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
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


#: Parts of a v2 answer: value, label, and patterns of the paths of their fields.
AREAS = (
    ("identity", "identity", [r"^(id|pvId|poolId|cpoId|name|brand)$", r"^stations..\.(id|cpoId)$"]),
    ("place", "address and position", [r"^(address|position|entrancePosition)\.", r"^distance$"]),
    ("contacts", "contacts", [r"(^contacts|supplierContacts)\.", r"supplierName$"]),
    (
        "plug",
        "connector and power",
        [
            r"(connectorType|powerFeedType|chargingPoint)\.",
            r"(typeId|chargeCapacity|maxPowerLevel|fixedCable|deviceName|NumberOfConnectors)$",
            r"\.(customer|manufacturer)\w+$",
        ],
    ),
    ("status", "EVSEs and status", [r"connectorStatus\[\]", r"evses\[\]"]),
    ("hours", "opening hours", [r"openingHours|timeConstraints", r"(openingTime|open24x7)$"]),
    ("access", "access and booking", [r"[Aa]ccess|reserv"]),
    ("payment", "payment and prices", [r"paymentMethod|pricing\[\]", r"\.pay$"]),
    ("roaming", "roaming", [r"roaming", r"^(emsp|partner_id|ema_id..|country..)$"]),
    ("time", "time", [r"(stamp|Stamp|timeZone|last_updated)$"]),
)


def _in_area(patterns: Iterable[str]) -> Q:
    return reduce(or_, (Q(path__regex=pattern) for pattern in patterns))


def area_options() -> list[Option]:
    """Return the areas, and what is in none of them."""
    named = [Option(value, label, _in_area(patterns)) for value, label, patterns in AREAS]
    return [*named, Option("other", "the rest", ~reduce(or_, (one.condition for one in named)))]


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
    area = Facet("Area", area_options(), says="about {}")
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
