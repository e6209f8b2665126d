"""`/findings/` and the page of one finding."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from evmap.conversion.codes import CATALOGUE, DEFINITIONS, Entry
from evmap.conversion.examples import example
from evmap.diagnostics.filters import FindingFilters
from evmap.diagnostics.related import related_fields, related_pages
from evmap.diagnostics.tables import FindingTable, Row
from evmap.mappings import snapshot
from evmap.mappings.views.row import Step
from evmap.mappings.views.table import TableView


class Findings(TableView):
    """`/findings/`."""

    namespace = "diagnostics"
    name = "findings"
    title = "Findings"
    lead = (
        "Everything that the converter may have to say about a value, with an example each. "
        "Pages, reports and command line use the same words."
    )
    search_hint = "EV301, poolId, time zone, cable"
    filters_class = FindingFilters
    table_class = FindingTable
    template_name = "diagnostics/findings.html"

    def rows(self) -> list[Row]:
        """Return the entries that the filters leave."""
        return [Row(entry) for entry in self.filters.qs]

    def context(self) -> dict[str, Any]:
        """Add what the severities mean."""
        return {**super().context(), "definitions": DEFINITIONS}


def finding(request: HttpRequest, code: str) -> HttpResponse:
    """`/findings/EV301/`: why it happens, an example, what to do."""
    entry = CATALOGUE.get(code.upper())
    if entry is None:
        raise Http404(f"There is no finding {code[:20]}. Codes run from {_range()}.")
    if code != entry.code:
        return HttpResponseRedirect(_address(entry))
    entries = list(CATALOGUE.values())
    place = entries.index(entry)
    context = {
        "entry": entry,
        "definition": DEFINITIONS[entry.severity],
        "example": example(entry.code),
        "fields": related_fields(entry, snapshot.current()),
        "pages": related_pages(entry),
        "before": _step(entries[place - 1]) if place else None,
        "after": _step(entries[place + 1]) if place + 1 < len(entries) else None,
    }
    return render(request, "diagnostics/finding.html", context)


def _range() -> str:
    codes = list(CATALOGUE)
    return f"{codes[0]} to {codes[-1]}"


def _step(entry: Entry) -> Step:
    return Step(_address(entry), f"{entry.code} {entry.title}")


def _address(entry: Entry) -> str:
    return reverse("diagnostics:finding", args=[entry.code])
