"""What stands beside the rows of `/plan/`, and deciding on all rows that its filters leave."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evmap.conversion.plan.file import NOT_IN_DATA
from evmap.conversion.plan.subjects import Option
from evmap.mappings.tables.listing import Listing
from evmap.plan.models import Sighting
from evmap.plan.rows import PlanRow, gone, progress
from evmap.plan.services import NOT_OURS, CannotDecide, decide
from evmap.plan.table import PLAN
from evmap.plan.views.editing import for_editors

#: Filters that a form repeats, in characters.
LONGEST_QUERY = 2_000


def beside(_listing: Listing) -> dict[str, Any]:
    """Return what the page shows beside its rows."""
    return {"progress": progress(), "gone": gone(), "sightings": Sighting.objects.count()}


def _open(listing: Listing) -> list[PlanRow]:
    return [row for row in listing.rows if row.is_open]


def common_options(rows: list[PlanRow]) -> list[Option]:
    """Return the choices that all of some rows have."""
    if not rows:
        return []
    first, *others = rows
    return [
        option
        for option in first.subject.options
        if all(option in other.subject.options for other in others)
    ] + [Option(NOT_OURS, "Our data never holds these")]


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def decide_shown(request: HttpRequest) -> HttpResponse:
    """`/plan/shown/`: decide alike on all open subjects that the filters of the table leave."""
    if request.method != "POST":
        return _shown(request, request.GET)
    filters = QueryDict(request.POST.get("filters", "")[:LONGEST_QUERY])
    rows = _open(Listing(PLAN, filters))
    choice, reason = request.POST.get("choice", ""), request.POST.get("reason", "")
    if request.POST.get("keys", "") != _keys(rows):
        return _shown(request, filters, "The plan changed meanwhile: look at the rows again.", 409)
    if choice not in {option.value for option in common_options(rows)}:
        return _shown(request, filters, "Choose what all of these rows offer.", 400)
    try:
        with transaction.atomic():
            for row in rows:
                decide(row.key, choice, reason, request.user, version=row.version)
    except CannotDecide as error:
        return _shown(request, filters, str(error), 400)
    now = NOT_IN_DATA if choice == NOT_OURS else "decided"
    subjects = "1 subject is" if len(rows) == 1 else f"{len(rows)} subjects are"
    messages.success(request, f"{subjects} {now}. The next conversion obeys.")
    return HttpResponseRedirect(f"{reverse('plan:plan')}?{filters.urlencode()}")


def _shown(
    request: HttpRequest, filters: QueryDict, problem: str = "", status: int = 200
) -> HttpResponse:
    rows = _open(Listing(PLAN, filters))
    context = {
        "rows": rows,
        "keys": _keys(rows),
        "common": common_options(rows),
        "filters": filters.urlencode()[:LONGEST_QUERY],
        "problem": problem,
        "given": request.POST,
    }
    return render(request, "plan/shown.html", context, status=status)


def _keys(rows: list[PlanRow]) -> str:
    """Return a digest of what is to be decided: who looked at other rows is told."""
    return hashlib.sha256("\n".join(sorted(row.key for row in rows)).encode()).hexdigest()
