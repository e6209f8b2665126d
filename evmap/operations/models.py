"""What clients have asked for lately."""

from __future__ import annotations

from django.db import models


class Bucket(models.Model):
    """When a client will have asked for nothing lately: what `rates` needs to know of it."""

    #: A digest of kind and client: the table tells nobody's address.
    key = models.CharField(max_length=64, primary_key=True)
    #: Seconds since 1970.
    full_at = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key[:12]
