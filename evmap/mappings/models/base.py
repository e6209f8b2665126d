"""What every mapping row has: a natural key, a place in its table, and a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models

from evmap.conversion.counts import FATES

#: What becomes of a v2 value (design: exactly one per value).
FATE_CHOICES = [(fate, fate) for fate in FATES]

#: A natural key, part by part.
Key = tuple[str | int, ...]

#: Stands between the parts of a natural key where it is written as one text.
KEY_SEPARATOR = " = "


class Loss(models.TextChoices):
    """What goes with a dropped or lossy value (design: only `information` is a warning)."""

    INFORMATION = "information", "information"
    ELSEWHERE = "elsewhere", "said elsewhere"
    REQUEST = "request", "about the request"


class NaturalKeyModel(models.Model):
    """A row that fixtures and notes name by what it says, never by a number of the database."""

    #: Lookups that make the natural key, in order; the parts may stand in related rows.
    key_lookups: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.note_key

    def natural_key(self) -> Key:
        """Return what names the row in fixtures."""
        return tuple(_follow(self, lookup) for lookup in self.key_lookups)

    @classmethod
    def key_fields(cls) -> list[str]:
        """Return the fields that make the natural key; some refer to other rows."""
        return list(dict.fromkeys(lookup.partition("__")[0] for lookup in cls.key_lookups))

    @classmethod
    def key_in(cls, record: Mapping[str, Any]) -> Key:
        """Return the natural key of a row that is given as a fixture gives it."""
        parts: list[Any] = []
        for name in cls.key_fields():
            value = record.get(name)
            parts += value if isinstance(value, list | tuple) else [value]
        return tuple(parts)

    @property
    def note_key(self) -> str:
        """Return the natural key as notes write it: "36", "OUT_OF_SERVICE = OUTOFORDER"."""
        return KEY_SEPARATOR.join(str(part) for part in self.natural_key())


class Source(NaturalKeyModel):
    """A document that mapping rows cite."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=100)
    address = models.CharField(max_length=300, blank=True)
    retrieved = models.DateField(null=True, blank=True)
    remark = models.TextField(blank=True)

    key_lookups = ("code",)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class MappingRow(NaturalKeyModel):
    """A row of a mapping table.

    `position` keeps the order of the source; `section` says where in the source the fact stands;
    `in_guide` is true only for what HERE's migration guide itself says. All else is ours.
    """

    #: Name of the table in note keys and URLs, such as "connector"; of tables that have either.
    note_table: ClassVar[str]

    position = models.PositiveIntegerField(default=0)
    source: models.ForeignKey[Source, Source] = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+"
    )
    section = models.CharField(max_length=200, blank=True)
    in_guide = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position"]


def _follow(row: models.Model, lookup: str) -> str | int:
    value: object = row
    for name in lookup.split("__"):
        value = getattr(value, name)
    if not isinstance(value, str | int):
        raise TypeError(f"{lookup} of {type(row).__name__} is no text or number")
    return value
