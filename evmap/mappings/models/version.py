"""Which state of the fixtures is loaded."""

from __future__ import annotations

from django.db import models


class TablesVersion(models.Model):
    """The digest of the fixtures that the tables hold; one row, written by `load_mappings`."""

    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
