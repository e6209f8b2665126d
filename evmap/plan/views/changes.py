"""`/plan/changes/`: the last edits of decisions and notes; what was deleted can be brought back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evmap.mappings.state import whole
from evmap.plan.changes import KINDS, bring_back, changes
from evmap.plan.views.editing import for_editors


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the last edits."""
    return render(request, "plan/changes.html", {"changes": changes()})


@require_POST
@for_editors
def back(request: HttpRequest) -> HttpResponse:
    """Bring back what was deleted."""
    kind, number = request.POST.get("kind", ""), whole(request.POST.get("number", ""))
    if kind in KINDS and bring_back(kind, number, request.user.get_username()):
        messages.success(request, f"The {kind} is back.")
    else:
        messages.error(request, "That is there already, or was never deleted.")
    return HttpResponseRedirect(reverse("plan:changes"))
