"""Where facts come from, and which state of the fixtures is loaded."""

from __future__ import annotations

from django.db import models

from evmap.mappings.models.base import NaturalKeyManager, NaturalKeyModel


class Source(NaturalKeyModel):
    """A document that mapping rows cite."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=100)
    address = models.CharField(max_length=300, blank=True)
    retrieved = models.DateField(null=True, blank=True)
    remark = models.TextField(blank=True)

    objects = NaturalKeyManager["Source"]()
    key_lookups = ("code",)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class TablesVersion(models.Model):
    """The digest of the fixtures that the tables hold; one row, written by `load_mappings`."""

    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
