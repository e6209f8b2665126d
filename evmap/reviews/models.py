"""Stored reviews: for an hour, or for some days when they are kept.

A link holds a secret, and the table only its digest: who reads the database can neither open a
review nor read what is in it (see `evmap.reviews.sealing`). What is sealed stands in a table of its
own, which no list of reviews reads.
"""

from __future__ import annotations

from django.db import models


class StoredReview(models.Model):
    """What staff may see of a review: sizes and dates."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    #: Who made it, as a digest that only this site can compute: each has a limit.
    client = models.CharField(max_length=64, default="", db_index=True, editable=False)
    created_at = models.DateTimeField("made at")
    expires_at = models.DateTimeField("expires at", db_index=True)
    kept = models.BooleanField("kept", default=True)
    files = models.PositiveIntegerField("files")
    bytes = models.PositiveBigIntegerField("bytes")
    stored_bytes = models.PositiveBigIntegerField("stored bytes")
    #: How often it was converted: who saves a conversion sees whether there is a newer one.
    conversions = models.PositiveIntegerField(default=1, editable=False)
    #: The version of evmap and of the tables that it was converted with.
    tables = models.CharField(max_length=80, default="", editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "review"

    def __str__(self) -> str:
        return f"Review {self.pk}"


class StoredPart(models.Model):
    """A sealed part of a review; see `evmap.reviews.stored` for what there is."""

    review = models.ForeignKey(StoredReview, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=20)
    content = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("review", "name"), name="one_part_of_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.name} of review {self.review_id}"
