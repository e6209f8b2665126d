"""The page of one finding."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evmap.conversion.codes import CATALOGUE, DEFINITIONS
from evmap.conversion.examples import example
from evmap.diagnostics.related import related_fields, related_pages
from evmap.diagnostics.table import finding_url
from evmap.mappings import snapshot
from evmap.mappings.views.row import Step


def finding(request: HttpRequest, code: str) -> HttpResponse:
    """`/findings/EV301/`: why it happens, an example, what to do."""
    entry = CATALOGUE.get(code.upper())
    entries = tuple(CATALOGUE.values())
    if entry is None:
        codes = f"{entries[0].code} to {entries[-1].code}"
        raise Http404(f"There is no finding {code[:20]}. Codes run from {codes}.")
    if code != entry.code:
        return HttpResponseRedirect(finding_url(entry))
    before, after = (
        one and Step(finding_url(one), f"{one.code} {one.title}")
        for one in snapshot.neighbours(entries, entry)
    )
    context = {
        "entry": entry,
        "definition": DEFINITIONS[entry.severity],
        "example": example(entry.code),
        "fields": related_fields(entry, snapshot.current()),
        "pages": related_pages(entry),
        "before": before,
        "after": after,
    }
    return render(request, "diagnostics/finding.html", context)
