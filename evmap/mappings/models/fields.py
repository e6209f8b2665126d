"""The field map: every v2 field, and what becomes of it in each target."""

from __future__ import annotations

from django.db import models

from evmap.conversion.reports.parts import part_of
from evmap.mappings.models.base import FATE_CHOICES, Loss, MappingRow, NaturalKeyModel
from evmap.options import TARGETS


class Field(MappingRow):
    """A v2 field, by its path inside a record of a v2 response.

    `path` is relative to the record that `answer` names and marks list items by `[]`, as in
    `connectors.connector[].maxPowerLevel` of a `station`.
    """

    note_table = "field"

    class Answer(models.TextChoices):
        """The v2 record that the path starts from."""

        ENVELOPE = "envelope", "response envelope"
        STATION = "station", "station"
        EVSES = "evses", "pool of evses/bulk"
        ROAMING = "roaming", "roamings"
        CONNECTOR_TYPE = "connectortype", "connectortypes"
        POWER_FEED_TYPE = "powerfeedtype", "powerfeedtypes"
        CONNECTOR_STATUS = "connectorstatus", "connectorstatuses"
        COUNT = "count", "stations/count"
        ERROR = "error", "error response"

    class Basis(models.TextChoices):
        """Who says so."""

        STATED = "stated", "stated by HERE"
        INFERRED = "inferred", "inferred by evmap"

    answer = models.CharField(max_length=20, choices=Answer.choices)
    path = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    #: string, number, integer, boolean, datetime, time, date, object, array or enum
    json_type = models.CharField(max_length=20)
    meaning = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    example = models.JSONField(null=True, blank=True)
    deprecated = models.BooleanField(default=False)
    #: What HERE or evmap names instead of a deprecated field; v2 paths or v3 paths.
    replacement = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices)

    key_lookups = ("answer", "path")

    class Meta(MappingRow.Meta):
        constraints = [models.UniqueConstraint(fields=["answer", "path"], name="field_once")]

    def __str__(self) -> str:
        return self.path

    def in_target(self, target: str) -> FieldTarget:
        """Return what becomes of it in a target."""
        return next(one for one in self.targets.all() if one.target == target)


class FieldTarget(NaturalKeyModel):
    """What becomes of a v2 field in one target, in the regular case.

    `v3_paths` are relative to the target's location object, as in
    `evses[].connectors[].max_electric_power`; empty where the value has no place.
    """

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="targets")
    target = models.CharField(max_length=12, choices=[(target, target) for target in TARGETS])
    fate = models.CharField(max_length=12, choices=FATE_CHOICES)
    v3_paths = models.JSONField(default=list, blank=True)
    #: What goes with the value; for the fates lossy and dropped, and for no other.
    loss = models.CharField(max_length=12, choices=Loss.choices, blank=True)
    #: v3 paths that say the same, where the loss is `elsewhere`: one of them has to be written.
    said_by = models.JSONField(default=list, blank=True)
    #: What happens to the value and why; required where the fate is lossy or dropped.
    reason = models.TextField(blank=True)

    key_lookups = ("field__answer", "field__path", "target")

    class Meta:
        ordering = ["field__position", "target"]
        constraints = [models.UniqueConstraint(fields=["field", "target"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.field} in {self.target}"

    @property
    def part(self) -> str:
        """Return its fate, and whether nothing is lost whatever that is, as ledgers name both."""
        return part_of(self.fate, self.loss)
