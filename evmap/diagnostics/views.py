"""The page of one finding."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evmap.catalogue import ALL, example
from evmap.conversion.codes import DEFINITIONS, DIRECTIONS
from evmap.conversion.codes.entry import COMMAND
from evmap.diagnostics.related import related_fields, related_pages
from evmap.diagnostics.table import finding_url
from evmap.mappings import snapshot
from evmap.mappings.views.row import Step


def _codes() -> str:
    """Which codes there are."""
    runs = [[code for code in ALL if code.startswith(first)] for first in DIRECTIONS]
    return "Codes run from " + ", and from ".join(f"{run[0]} to {run[-1]}" for run in runs) + "."


def finding(request: HttpRequest, code: str) -> HttpResponse:
    """`/findings/EV301/`: why it happens, an example, what to do."""
    entry = ALL.get(code.upper())
    entries = tuple(ALL.values())
    if entry is None:
        raise Http404(f"There is no finding {code[:20]}. {_codes()}")
    if code != entry.code:
        return HttpResponseRedirect(finding_url(entry))
    before, after = (
        one and Step(finding_url(one), f"{one.code} {one.title}")
        for one in snapshot.neighbours(entries, entry)
    )
    shown = example(entry.code)
    advice, _, command = shown.advice.partition(COMMAND)
    context = {
        "entry": entry,
        "definition": DEFINITIONS[entry.severity],
        "example": shown,
        "advice": advice,
        "command": command,
        "fields": related_fields(entry, snapshot.current()),
        "pages": related_pages(entry),
        "before": before,
        "after": after,
    }
    return render(request, "diagnostics/finding.html", context)
