"""`/plan/figures/`: what reports met, for each source over time; editors add reports."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evmap.plan.figures import HEIGHT, HOW, WIDTH, NoReport, add_figures, courses, read_report
from evmap.plan.views.editing import for_editors


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures; an editor's form adds those of a report."""
    if request.method == "POST":
        return add(request)
    return _page(request)


@for_editors
def add(request: HttpRequest) -> HttpResponse:
    """Keep the figures of an uploaded report."""
    file = request.FILES.get("report")
    data = file.read() if isinstance(file, UploadedFile) else b""
    try:
        if not data:
            told = "No file was chosen." if file is None else "The file is empty."
            raise NoReport(f"{told} {HOW}")
        kept = add_figures(read_report(data), request.POST.get("source", ""), request.user)
    except NoReport as error:
        return _page(request, str(error), 400)
    messages.success(request, f"The figures of {kept.source} are in the plan.")
    return HttpResponseRedirect(reverse("plan:figures"))


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"courses": courses(), "problem": problem, "width": WIDTH, "height": HEIGHT}
    return render(request, "plan/figures.html", context, status=status)
