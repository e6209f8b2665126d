"""Decisions, by the keys of their subjects: loading the tables never touches one. And figures."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from evmap.conversion.plan.file import NOT_IN_DATA


class Decision(models.Model):
    """What the team decided on a subject. A subject without a row is open, like one reopened."""

    class State(models.TextChoices):
        """How far the team is."""

        OPEN = "open", "open"
        DECIDED = "decided", "decided"
        NOT_OURS = "not_ours", NOT_IN_DATA

    #: As `evmap.conversion.plan.subjects` makes it from the tables: status/OFFLINE.
    subject = models.CharField(max_length=250, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DECIDED)
    choice = models.CharField(max_length=250, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    #: Who decided last; the name is kept when the account goes.
    author = models.CharField(max_length=150, editable=False, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    #: Counts the changes: who saves another version than the one they saw is told.
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["subject"]

    def __str__(self) -> str:
        return self.subject


class Sighting(models.Model):
    """A report of a source at one time, without a value of a document: only figures."""

    source = models.CharField(max_length=200)
    target = models.CharField(max_length=12)
    seen_at = models.DateTimeField()
    author = models.CharField(max_length=150, blank=True)
    records = models.PositiveBigIntegerField(default=0)
    #: Errors and warnings that nothing answered then, and how often they occurred.
    open_findings = models.PositiveIntegerField(default=0)
    open_occurrences = models.PositiveBigIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["source", "target", "seen_at"]
        verbose_name_plural = "figures of reports"

    def __str__(self) -> str:
        return f"{self.source} to {self.target}, {self.seen_at:%Y-%m-%d %H:%M}"


class Figure(models.Model):
    """How often a finding occurred in a sighting."""

    sighting = models.ForeignKey(Sighting, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(max_length=8)
    #: Empty for findings that ask nothing of the plan.
    subject = models.CharField(max_length=250, blank=True)
    occurrences = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["-occurrences"]
        constraints = [
            models.UniqueConstraint(fields=["sighting", "code", "subject"], name="figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}".strip()
