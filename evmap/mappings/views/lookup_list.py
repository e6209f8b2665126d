"""The list look-up: many codes in, one mapped table out. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evmap.lookup import SYSTEMS, Answer, Lookup, Meaning, System, TooMuch, look_up
from evmap.mappings.export import (
    Record,
    csv_answer,
    json_answer,
    markdown_answer,
    markdown_cell,
    problem_answer,
)
from evmap.mappings.notes import preferred_statuses
from evmap.requests import without_keys

#: The table of a meaning to the name of its rows' address; data elements share a page.
PAGES = {
    "connector": "connector",
    "standard": "standard",
    "v2-status": "v2-status",
    "v3-status": "v3-status",
    "field": "field",
}
#: A code between words that fills the page's form as an example.
EXAMPLE = "31\n36\nCCS2\nOUT_OF_SERVICE\nchargeCapacity"
#: A list up to this length keeps its own address.
SHORT_LIST = 1_000

NOT_RECOGNISED = "not recognised"
NO_CODES = "There are no codes. Give them as `codes`, one a line."


@csrf_exempt  # Nothing is changed or stored, so there is nothing to forge.
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """`/lookup/?codes=`, `/lookup.csv`, `.json`, `.md`: the table of a list of codes."""
    given = request.POST if request.method == "POST" else request.GET
    text, system = without_keys(given.get("codes", "")), _system(given.get("from", ""))
    try:
        found = look_up(text, system, preferred_statuses()) if text.strip() else None
    except TooMuch as error:
        return _refused(request, suffix, str(error), text)
    if suffix:
        return _data(suffix, found) if found else problem_answer([NO_CODES])
    return _page(request, text, system, found)


def _system(text: str) -> System:
    return text if text in SYSTEMS else ""  # type: ignore[return-value]


def _refused(request: HttpRequest, suffix: str, problem: str, text: str) -> HttpResponse:
    if suffix:
        return problem_answer([problem], status=413)
    context = form_context(text[:SHORT_LIST]) | {"problem": problem}
    return render(request, "mappings/lookup.html", context, status=413)


# --- As a page ---


def form_context(text: str = "", system: str = "") -> dict[str, Any]:
    """Return what the form on the page shows."""
    systems = (("", "v2 or v3"), *((name, f"{name} only") for name in SYSTEMS))
    return {"codes": text, "system": system, "systems": systems, "example": EXAMPLE}


def _page(request: HttpRequest, text: str, system: System, found: Lookup | None) -> HttpResponse:
    context = form_context(text, system)
    if found:
        rows = [_row(one) for one in found.answers]
        context |= {"found": found, "rows": rows, "listed": True}
    return render(request, "mappings/lookup.html", context)


def _row(one: Answer) -> dict[str, Any]:
    meaning = one.meaning
    return {
        "given": one.given,
        "times": one.times,
        "meaning": meaning,
        "url": url_of(meaning),
        "becomes": [(code, _other_url(meaning, code)) for code in meaning.becomes],
        "preferred": one.preferred,
        "candidates": [(code, _url("standard", code)) for code in meaning.candidates],
    }


def url_of(meaning: Meaning) -> str:
    """Return the address of the page of a row."""
    if meaning.table in PAGES:
        return _url(meaning.table, meaning.slug)
    return f"{reverse('mappings:elements')}#row-{meaning.slug}"


def _other_url(meaning: Meaning, code: str) -> str:
    """Return the address of a counterpart; nothing where it has no page of its own."""
    other = {
        "connector": "standard",
        "standard": "connector",
        "v2-status": "v3-status",
        "v3-status": "v2-status",
    }.get(meaning.table)
    return _url(other, code) if other else ""


def _url(table: str, code: str) -> str:
    return reverse(f"mappings:{PAGES[table]}", args=[code])


# --- As data ---

COLUMNS = (
    *("given", "times", "is", "code", "name", "fate", "becomes", "preferred"),
    *("deprecated", "candidates", "reason"),
)


def _data(suffix: str, found: Lookup) -> HttpResponse:
    records = list(map(record, found.answers))
    unknown = [{"given": one.given, "times": one.times} for one in found.unknown]
    if suffix == "json":
        return json_answer(records, recognised=found.recognised, not_recognised=unknown)
    if suffix == "csv":
        blank = dict.fromkeys(COLUMNS) | {"is": NOT_RECOGNISED}
        return csv_answer("lookup", COLUMNS, [*records, *({**blank, **one} for one in unknown)])
    return markdown_answer(
        "lookup", COLUMNS[:8], records, "Look-up: v2 and v3 codes", _not_recognised(unknown)
    )


def record(one: Answer) -> Record:
    """Return an answer as CSV and JSON give it."""
    meaning = one.meaning
    return {
        "given": one.given,
        "times": one.times,
        "is": meaning.what,
        "code": meaning.code,
        "name": meaning.name,
        "fate": meaning.fate,
        "becomes": list(meaning.becomes),
        "preferred": one.preferred,
        "deprecated": meaning.deprecated,
        "candidates": list(meaning.candidates),
        "reason": meaning.reason,
    }


def _not_recognised(unknown: Sequence[Record]) -> str:
    if not unknown:
        return ""
    return f"Not recognised: {', '.join(markdown_cell(one['given']) for one in unknown)}"
