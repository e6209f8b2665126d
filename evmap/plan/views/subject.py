"""`/plan/status/OFFLINE/`: one subject, its decision, who changed it, and where it was seen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evmap.catalogue import ALL
from evmap.conversion.plan.file import NOT_IN_DATA
from evmap.mappings.addresses import row_link
from evmap.mappings.state import whole
from evmap.plan.models import Decision, Figure
from evmap.plan.rows import OWN, Filled, PlanRow, plan_row
from evmap.plan.services import CannotDecide, ChangedMeanwhile, decide
from evmap.plan.table import address
from evmap.plan.views.editing import for_editors, way_back

#: What is said once a decision is saved.
SAID = {
    Decision.State.OPEN: "is open again",
    Decision.State.DECIDED: "is decided",
    Decision.State.NOT_OURS: f"is {NOT_IN_DATA}",
}


@require_http_methods(["GET", "HEAD", "POST"])
def subject(request: HttpRequest, key: str) -> HttpResponse:
    """Show a subject; an editor's form decides on it."""
    row = plan_row(key)
    if row is None:
        raise Http404(f"The tables leave nothing open that is called {key[:100]}.")
    if request.method == "POST":
        return save(request, row)
    return _page(request, row)


@for_editors
def save(request: HttpRequest, row: PlanRow) -> HttpResponse:
    """Save what a form decides, and lead back to where it stood."""
    given = request.POST
    choice = given.get("choice", "")
    if choice == OWN:
        choice = given.get("own", "")
    version = given.get("version", "")
    try:
        made = decide(
            *(row.key, choice, given.get("reason", ""), request.user),
            version=whole(version, -1) if version else None,
        )
    except CannotDecide as error:
        status = 409 if isinstance(error, ChangedMeanwhile) else 400
        return _page(request, plan_row(row.key) or row, str(error), status)
    messages.success(
        request,
        f"{row.subject.title} {SAID[Decision.State(made.state)]}. The next conversion obeys.",
    )
    return HttpResponseRedirect(way_back(request, address(row.key)))


def _page(request: HttpRequest, row: PlanRow, problem: str = "", status: int = 200) -> HttpResponse:
    history = Decision.history.filter(subject=row.key).order_by("-history_date", "-history_id")
    context = {
        "row": row,
        "problem": problem,
        "given": _given(request) if problem else row.filled,
        "history": history[:100],
        "figures": Figure.objects.filter(subject=row.key)
        .select_related("sighting")
        .order_by("-sighting__seen_at")[:50],
        "findings": [(code, ALL[code].title) for code in row.subject.codes],
        "shown_on": row_link(*row.subject.row),
    }
    return render(request, "plan/subject.html", context, status=status)


def _given(request: HttpRequest) -> Filled:
    """What was sent, for the form again."""
    given = request.POST
    return Filled(given.get("choice", ""), given.get("own", ""), given.get("reason", ""))
