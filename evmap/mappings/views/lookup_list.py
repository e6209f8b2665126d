"""The list look-up: many codes in, one mapped table out. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evmap.conversion.reports.parts import part_of
from evmap.lookup import SYSTEMS, Answer, Lookup, System, TooMuch, look_up
from evmap.mappings import snapshot
from evmap.mappings.addresses import page_of, page_of_other
from evmap.mappings.export import (
    csv_answer,
    json_answer,
    markdown_answer,
    markdown_cell,
    problem_answer,
)
from evmap.mappings.looked_up import MEMBERS, not_recognised, record
from evmap.mappings.preferences import preferred_statuses
from evmap.mappings.search import index_of
from evmap.requests import without_keys

#: Codes that fill the page's form as an example.
EXAMPLE = "31\n36\nType 2 Mennekes\nOUT_OF_SERVICE\nchargeCapacity"
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
        found = _looked_up(text, system) if text.strip() else None
    except TooMuch as error:
        return _refused(request, suffix, str(error), text)
    if suffix:
        return _data(suffix, found) if found else problem_answer([NO_CODES])
    return _page(request, text, system, found)


def _looked_up(text: str, system: System) -> Lookup:
    return look_up(text, system, preferred_statuses(), index_of(snapshot.current()))


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
        "part": part_of(meaning.fate, meaning.loss),
        "url": page_of(meaning.table, meaning.slug),
        "becomes": [(code, page_of_other(meaning.table, code)) for code in meaning.becomes],
        "preferred": one.preferred,
        "candidates": [(code, page_of_other(meaning.table, code)) for code in meaning.candidates],
    }


# --- As data ---


def _data(suffix: str, found: Lookup) -> HttpResponse:
    records = list(map(record, found.answers))
    unknown = list(map(not_recognised, found.unknown))
    if suffix == "json":
        return json_answer(records, recognised=found.recognised, not_recognised=unknown)
    if suffix == "csv":
        blank = dict.fromkeys(MEMBERS) | {"is": NOT_RECOGNISED}
        return csv_answer(
            "lookup", list(MEMBERS), [*records, *({**blank, **one} for one in unknown)]
        )
    names = ", ".join(markdown_cell(one.given) for one in found.unknown)
    after = f"Not recognised: {names}" if names else ""
    return markdown_answer("lookup", list(MEMBERS)[:8], records, "Look-up: v2 and v3 codes", after)
