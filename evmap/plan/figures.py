"""Figures of reports: how often which finding occurred, and what that makes over time.

Of a report only codes, subjects and numbers are kept, never a value of a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction
from django.utils import timezone

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.options import TARGETS
from evmap.plan.models import Figure, Sighting
from evmap.plan.services import User

#: The most findings of a report that are read, and the highest number.
MOST, HIGHEST = 20_000, 10**12
LONGEST_NAME = 200


class NoReport(Exception):
    """What was given is no report; the message says what to give."""


class Line(msgspec.Struct):
    """Of a finding of a report."""

    code: str
    severity: str
    occurrences: int
    subject: str = ""
    accepted: str = ""


class Input(msgspec.Struct):
    """Of what was converted."""

    name: str
    records: int = 0


class Read(msgspec.Struct):
    """What is read of a report."""

    format: str
    input: Input
    target: str
    findings: list[Line]


_read = msgspec.json.Decoder(Read).decode


def read_report(data: bytes) -> Read:
    """Return what the plan keeps of a report in JSON. Raise NoReport for anything else."""
    try:
        found = _read(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NoReport(f"This is no report of evmap: {str(error)[:200]}. {HOW}") from error
    if found.format != "evmap-report/1" or found.target not in TARGETS:
        raise NoReport(f"This is no report of the format evmap-report/1. {HOW}")
    if len(found.findings) > MOST:
        raise NoReport(f"The report has more than {MOST:,} findings.")
    for line in found.findings:
        if line.code not in CATALOGUE or not 0 < line.occurrences < HIGHEST:
            raise NoReport(
                f"{line.code[:20]} with {line.occurrences} is no finding of evmap. {HOW}"
            )
    return found


HOW = "Give the file that `evmap convert ... --report report.json` wrote, or that a review offers."


def add_figures(report: Read, source: str, user: User) -> Sighting:
    """Keep the figures of a report under the name of a source, and return them."""
    open_lines = [
        line for line in report.findings if line.severity != "notice" and not line.accepted
    ]
    counts: Counter[tuple[str, str]] = Counter()
    for line in report.findings:
        counts[line.code, _stored(line.subject)[:250]] += line.occurrences
    with transaction.atomic():
        sighting = Sighting.objects.create(
            source=(_stored(source) or _stored(report.input.name) or "unnamed")[:LONGEST_NAME],
            target=report.target,
            seen_at=timezone.now(),
            author=user.get_username(),
            records=min(max(report.input.records, 0), HIGHEST),
            open_findings=len(open_lines),
            open_occurrences=sum(line.occurrences for line in open_lines),
        )
        Figure.objects.bulk_create(
            Figure(sighting=sighting, code=code, subject=subject, occurrences=number)
            for (code, subject), number in counts.items()
        )
    return sighting


def _stored(text: str) -> str:
    """A text as every database takes it: PostgreSQL refuses NUL."""
    return text.replace("\0", "").strip()


# --- Over time ---

WIDTH, HEIGHT, EDGE = 600, 120, 12


@dataclass(frozen=True)
class Dot:
    """A report in the picture."""

    x: int
    y: int
    sighting: Sighting


@dataclass(frozen=True)
class Course:
    """How the open findings of a source changed; the newest report is last."""

    source: str
    target: str
    sightings: Sequence[Sighting]

    @property
    def dots(self) -> list[Dot]:
        """Return the reports as places in the picture, by time and number."""
        times = [one.seen_at for one in self.sightings]
        most = max(one.open_findings for one in self.sightings) or 1
        return [
            Dot(_x(one.seen_at, times), _y(one.open_findings, most), one) for one in self.sightings
        ]

    @property
    def line(self) -> str:
        """Return the line through the dots, as SVG has it."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    @property
    def sentence(self) -> str:
        """Return what the picture shows."""
        first, last = self.sightings[0], self.sightings[-1]
        if len(self.sightings) == 1:
            return f"{last.open_findings:,} open findings in one report."
        return (
            f"From {first.open_findings:,} open findings on {first.seen_at:%Y-%m-%d} to "
            f"{last.open_findings:,} on {last.seen_at:%Y-%m-%d}, in {len(self.sightings)} reports."
        )


def courses() -> list[Course]:
    """Return the course of each source and target, in one query."""
    found: dict[tuple[str, str], list[Sighting]] = {}
    for sighting in Sighting.objects.order_by("source", "target", "seen_at", "pk"):
        found.setdefault((sighting.source, sighting.target), []).append(sighting)
    return [Course(source, target, sightings) for (source, target), sightings in found.items()]


def _x(when: datetime, times: Sequence[datetime]) -> int:
    first, last = min(times), max(times)
    whole = (last - first).total_seconds()
    part = (when - first).total_seconds() / whole if whole else 0.5
    return round(EDGE + part * (WIDTH - 2 * EDGE))


def _y(number: int, most: int) -> int:
    return round(HEIGHT - EDGE - number / most * (HEIGHT - 2 * EDGE))
