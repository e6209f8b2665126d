"""Reviews that their owners asked to keep, for some days.

A link holds a token, and the table only its digest: who reads the table can't open a review. The
document stands in a table of its own, which no list of reviews reads.
"""

from __future__ import annotations

from django.db import models


class KeptReview(models.Model):
    """What staff may see of a kept review: sizes and dates."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("kept at")
    expires_at = models.DateTimeField("expires at", db_index=True)
    files = models.PositiveIntegerField("files")
    bytes = models.PositiveBigIntegerField("bytes")
    stored_bytes = models.PositiveBigIntegerField("stored bytes")

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "kept review"

    def __str__(self) -> str:
        return f"Review {self.pk}"


class KeptDocument(models.Model):
    """The document of a review with its options, packed; and the tables that it was made with."""

    review = models.OneToOneField(
        KeptReview, on_delete=models.CASCADE, primary_key=True, related_name="document"
    )
    content = models.BinaryField()
    tables = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"Document of review {self.pk}"
