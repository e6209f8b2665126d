"""What a review has beside the documents: filters, accepted findings, what was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from evmap.conversion.accept import Entry
from evmap.conversion.checklist import tasks_of
from evmap.conversion.reports.contract import Report
from evmap.reviews.accepting import PROBLEMS, Decisions
from evmap.reviews.files import Files
from evmap.reviews.filters import Filter
from evmap.reviews.stored import Review
from evmap.reviews.whatif import base_of, difference

#: Texts up to this size stand in the page a second time, for editing.
EDITABLE = 200_000


@dataclass(frozen=True)
class Bench:
    """The filters, the accepted findings, and the findings as accepted."""

    chosen: Filter
    entries: list[Entry]
    problem: str
    decisions: Decisions
    files: Files


def bench_of(request: HttpRequest, files: Files) -> Bench:
    """Return the filters of the address, and what was accepted."""
    problem = PROBLEMS.get(request.GET.get("problem", ""), "")
    entries = list(files.entries)
    return Bench(Filter(request.GET), entries, problem, Decisions(entries), files)


def context_of(review: Review, bench: Bench) -> Mapping[str, object]:
    """Return what the sections of findings, what-if and downloads show."""
    report, whole = bench.files.report, review.whole
    lines = report.findings
    shown = [line for line in lines if bench.chosen.takes(line)]
    tasks = tasks_of(whole)
    now = base_of(whole, review.query)
    return {
        "chosen": bench.chosen,
        "facets": bench.chosen.facets(lines),
        "shown_kinds": len(shown),
        "open_shown": sum(line.severity != "notice" and not line.accepted for line in shown),
        "all_kinds": len(lines),
        "accept": whole.accept,
        "accept_problem": bench.problem,
        "accepted_kinds": sum(bool(line.accepted) for line in whole.findings),
        "unused": _unused(whole),
        "difference": difference(review.before, now) if review.before else None,
        "tasks": tasks,
        "tasks_left": sum(not task.done for task in tasks),
        "editable": _editable(bench.files),
    }


def _unused(report: Report) -> list[str]:
    if report.accept is None:
        return []
    return [
        f"{entry['code']} {entry.get('pattern', 'anywhere') or '/'}"
        for entry in report.accept.unused
    ]


def _editable(files: Files) -> str:
    """The v2 text for editing, where it is one short text."""
    text = files.conversion.text
    if files.many or len(text) > EDITABLE or b"\0" in text:
        return ""
    return text.decode(errors="replace")
