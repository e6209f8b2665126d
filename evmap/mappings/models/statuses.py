"""EVSE statuses: v2 states, v3 statuses, and the pairs of the guide."""

from __future__ import annotations

from django.db import models

from evmap.mappings.models.base import FATE_CHOICES, MappingRow


class V2Status(MappingRow):
    """A state that v2 reports for a connector or an EVSE."""

    note_table = "v2-status"

    code = models.CharField(max_length=30, unique=True)
    meaning = models.CharField(max_length=300, blank=True)

    key_lookups = ("code",)

    class Meta(MappingRow.Meta):
        verbose_name = "v2 status"
        verbose_name_plural = "v2 statuses"


class V3Status(MappingRow):
    """An EVSE status of v3, in the spelling of the migration guide."""

    note_table = "v3-status"

    code = models.CharField(max_length=30, unique=True)
    meaning = models.CharField(max_length=300, blank=True)
    #: Spelling on the wire of HERE v3; empty where its closed enum has no such value.
    here_v3 = models.CharField(max_length=30, blank=True)
    #: Spelling in OCPI 2.2.1 and 2.3.0; empty for HERE's own OPERATIONAL.
    ocpi = models.CharField(max_length=30, blank=True)

    key_lookups = ("code",)

    class Meta(MappingRow.Meta):
        verbose_name = "v3 status"
        verbose_name_plural = "v3 statuses"


class RetiredState(MappingRow):
    """A number that v2 once gave for a state, from its retired list of connector statuses.

    Number and name are HERE's; the v3 status is ours.
    """

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=30)
    v3 = models.ForeignKey(V3Status, on_delete=models.CASCADE, related_name="retired_states")
    reason = models.CharField(max_length=300)

    key_lookups = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class StatusPair(MappingRow):
    """One row of the guide's status table; `position` is the guide's order.

    Where a v2 status has several pairs, the first by `position` is preferred unless the team's plan
    says otherwise (:mod:`evmap.plan`).
    """

    note_table = "status"

    v2 = models.ForeignKey(V2Status, on_delete=models.CASCADE, related_name="pairs")
    v3 = models.ForeignKey(V3Status, on_delete=models.CASCADE, related_name="pairs")
    ocpi_definition = models.TextField(blank=True)
    fate = models.CharField(max_length=12, choices=FATE_CHOICES)
    reason = models.TextField(blank=True)

    key_lookups = ("v2__code", "v3__code")

    class Meta(MappingRow.Meta):
        constraints = [models.UniqueConstraint(fields=["v2", "v3"], name="status_pair_once")]
