"""What a result page carries beside the documents: filters, accepted findings, what was before.

All of it travels with the page; the server keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from evmap.conversion.accept import Entry, write_accept
from evmap.conversion.checklist import tasks_of
from evmap.conversion.reports.contract import Report
from evmap.reviews.accepting import FOR_ALL, Decisions, accept_shown, entries_in
from evmap.reviews.files import Files
from evmap.reviews.filters import Filter
from evmap.reviews.whatif import Base, base_of, difference, pack, unpack

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
    """Return the state of a page from what its form sent."""
    chosen = Filter(_filters(request))
    given = entries_in(request)
    entries, problem = given.entries, given.problem
    if _pressed(request) == "accept-shown":
        reason = str(request.POST.get(FOR_ALL, "")).strip()
        if reason:
            entries = accept_shown(files.report, entries, chosen, reason[:2000])
        else:
            problem = "Say why these findings are accepted: the reason was empty."
    if entries:
        files = files.accepted(entries)
    return Bench(chosen, entries, problem, Decisions(entries), files)


def _pressed(request: HttpRequest) -> str:
    return str(request.POST.get("go", ""))


def _filters(request: HttpRequest) -> QueryDict:
    """The filters: of the address, or those of the page whose button was pressed."""
    if request.method != "POST" or _pressed(request) == "filter":
        return request.GET
    return QueryDict(str(request.POST.get("filters", ""))[:5000])


def context_of(
    request: HttpRequest, bench: Bench, query: str, permalink: str
) -> Mapping[str, object]:
    """Return what the sections of findings, what-if and downloads show."""
    report, whole = bench.files.report, bench.files.whole()
    now = base_of(whole, query)
    before = _before(request)
    lines = report.findings
    shown = [line for line in lines if bench.chosen.takes(line)]
    tasks = tasks_of(whole)
    stays = request.method != "POST"
    return {
        "chosen": bench.chosen,
        "facets": bench.chosen.facets(lines),
        "filter_address": f"{permalink}&" if stays and permalink else "",
        "filter_action": f"{reverse('reviews:convert')}?",
        "shown_kinds": len(shown),
        "open_shown": sum(line.severity != "notice" and not line.accepted for line in shown),
        "all_kinds": len(lines),
        "accept": whole.accept,
        "accept_problem": bench.problem,
        "accept_rest": bench.decisions.rest(),
        "accept_all": write_accept(bench.entries).decode() if bench.entries else "",
        "shown_options": [(name, str(value)) for name, value in QueryDict(query).items()],
        "accepted_kinds": sum(bool(line.accepted) for line in whole.findings),
        "unused": _unused(whole),
        "before": pack(now),
        "earlier": pack(before) if before else "",
        "difference": difference(before, now) if before else None,
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


def _before(request: HttpRequest) -> Base | None:
    """What the page compares itself with: the one before, or after a mere look the same again."""
    name = "earlier" if _pressed(request) else "before"
    given = str(request.POST.get(name, ""))
    return unpack(given) if given else None


def _editable(files: Files) -> str:
    """The v2 text for editing, where it is one short text."""
    text = files.conversion.text
    if files.many or len(text) > EDITABLE or b"\0" in text:
        return ""
    return text.decode(errors="replace")
