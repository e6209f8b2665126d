"""What editors write: notes, keyed by natural keys: loading never touches one."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class Note(models.Model):
    """A note on a mapping row, shown on the row's public page."""

    class Table(models.TextChoices):
        """The table that the row stands in."""

        CONNECTOR = "connector", "connector (v2 id)"
        STANDARD = "standard", "standard (v3)"
        STATUS = "status", "status pair"
        ELEMENT = "element", "data element"
        FIELD = "field", "field"

    table = models.CharField(max_length=12, choices=Table.choices)
    #: The row's natural key, parts joined by " = ": "36", "OUT_OF_SERVICE = OUTOFORDER".
    key = models.CharField(max_length=250)
    text = models.TextField(max_length=4000, help_text="Plain text.")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, editable=False
    )
    #: Names are kept when the account goes: who wrote the note, and who changed it last.
    author = models.CharField(max_length=150, editable=False)
    changed_by = models.CharField(max_length=150, editable=False, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["table", "key", "created_at"]
        indexes = [models.Index(fields=["table", "key"])]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"

    @property
    def is_changed(self) -> bool:
        """Return whether it was saved again after it was written."""
        return self.changed_at - self.created_at > timedelta(seconds=1)
