"""Connector types: v2 ids, v3 standards, and the equivalences between them."""

from __future__ import annotations

from django.db import models

from evmap.mappings.models.base import FATE_CHOICES, MappingRow, NaturalKeyModel


class Standard(MappingRow):
    """A v3 connector standard, in the spelling of the migration guide."""

    note_table = "standard"

    code = models.CharField(max_length=40, unique=True)
    description = models.CharField(max_length=200)
    common_name = models.CharField(max_length=60, blank=True)
    #: "AC", "DC" or "" where the standard carries both or neither is certain.
    current = models.CharField(max_length=2, blank=True)
    #: Spelling on the wire of HERE v3 (OpenAPI 3.20.1); empty where its enum has no such value.
    here_v3 = models.CharField(max_length=40, blank=True)
    here_v3_since = models.CharField(max_length=20, blank=True)
    #: Spelling in OCPI; empty where that version has no such value.
    ocpi_2_1_1 = models.CharField(max_length=40, blank=True)
    ocpi_2_2_1 = models.CharField(max_length=40, blank=True)
    ocpi_2_3_0 = models.CharField(max_length=40, blank=True)
    #: Another standard for the same plug (ours): a candidate where a target lacks this one.
    same_plug = models.CharField(max_length=40, blank=True)
    same_plug_reason = models.CharField(max_length=300, blank=True)

    key_lookups = ("code",)

    @property
    def ocpi_versions(self) -> list[str]:
        """Return the versions of OCPI that have this standard."""
        spelled = {
            "2.1.1": self.ocpi_2_1_1,
            "2.2.1": self.ocpi_2_2_1,
            "2.3.0": self.ocpi_2_3_0,
        }
        return [version for version, spelling in spelled.items() if spelling]


class Connector(MappingRow):
    """A v2 connector type. `v2_name` and `more_information` are the guide's, to the character."""

    note_table = "connector"

    class State(models.TextChoices):
        """How the guide treats the id."""

        CURRENT = "current", "current"
        DEPRECATED = "deprecated", "deprecated"
        NOT_USED = "not_used", "not used"

    v2_id = models.PositiveSmallIntegerField(unique=True)
    v2_name = models.CharField(max_length=120, blank=True)
    more_information = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    fate = models.CharField(max_length=12, choices=FATE_CHOICES)
    #: Why something is lost or must be chosen (ours); required where `fate` is lossy or dropped.
    reason = models.TextField(blank=True)
    #: Phases of this plug (ours), where its standards or candidates exist for several numbers.
    phases = models.PositiveSmallIntegerField(null=True, blank=True)
    standards = models.ManyToManyField(
        Standard, through="mappings.ConnectorStandard", related_name="connectors"
    )

    key_lookups = ("v2_id",)

    def __str__(self) -> str:
        return f"{self.v2_id} {self.v2_name}".strip()


class ConnectorStandard(NaturalKeyModel):
    """One equivalence of the guide's connector table; `position` is the guide's order."""

    connector = models.ForeignKey(Connector, on_delete=models.CASCADE, related_name="equivalences")
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="equivalences")
    position = models.PositiveSmallIntegerField(default=0)

    key_lookups = ("connector__v2_id", "standard__code")

    class Meta:
        ordering = ["connector__v2_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["connector", "standard"], name="equivalence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.connector} = {self.standard}"


class Successor(MappingRow):
    """A candidate standard for a deprecated v2 id. Ours: HERE names none."""

    connector = models.ForeignKey(Connector, on_delete=models.CASCADE, related_name="successors")
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="successor_of")
    reason = models.CharField(max_length=300)

    key_lookups = ("connector__v2_id", "standard__code")

    class Meta(MappingRow.Meta):
        ordering = ["connector__v2_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["connector", "standard"], name="successor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.connector} -> {self.standard}"


class Limit(MappingRow):
    """What a standard allows with AC or with DC. Ours: what is beyond it contradicts itself.

    A standard that has no row for a kind of current does not carry it.
    """

    class Current(models.TextChoices):
        """Kinds of current."""

        AC = "AC", "AC"
        DC = "DC", "DC"

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="limits")
    current = models.CharField(max_length=2, choices=Current.choices)
    #: Numbers of phases that the plug has contacts for; empty for DC.
    phases = models.JSONField(default=list, blank=True)
    #: Line to neutral for AC with several phases, as in OCPI.
    max_volts = models.PositiveIntegerField()
    max_amperes = models.PositiveIntegerField()
    max_watts = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)

    key_lookups = ("standard__code", "current")

    class Meta(MappingRow.Meta):
        ordering = ["standard__code", "position"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "current"], name="limit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.standard} with {self.current}"


class OlderName(MappingRow):
    """A name that HERE's older v2 pages or answers gave to a connector id."""

    connector = models.ForeignKey(Connector, on_delete=models.CASCADE, related_name="older_names")
    name = models.CharField(max_length=120)

    key_lookups = ("connector__v2_id", "name")

    class Meta(MappingRow.Meta):
        ordering = ["connector__v2_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["connector", "name"], name="older_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Synonym(MappingRow):
    """A word that people use for a standard (CCS2, Mennekes, Schuko). Ours."""

    term = models.CharField(max_length=60)
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="synonyms")

    key_lookups = ("term", "standard__code")

    class Meta(MappingRow.Meta):
        ordering = ["standard__code", "position"]
        constraints = [
            models.UniqueConstraint(fields=["term", "standard"], name="synonym_once"),
        ]

    def __str__(self) -> str:
        return self.term
