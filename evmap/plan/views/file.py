"""The plan as a file: downloaded, and uploaded with a difference to look at first."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from evmap.conversion.plan.file import PlanError, read_plan
from evmap.plan.services import CannotDecide, plan_file
from evmap.plan.uploads import apply, compare
from evmap.plan.views.editing import for_editors


@require_safe
def download(_request: HttpRequest) -> HttpResponse:
    """`/plan/file/`: `plan.json`."""
    response = HttpResponse(plan_file(), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="plan.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def upload(request: HttpRequest) -> HttpResponse:
    """`/plan/upload/`: choose a file, look at the difference, then change the plan."""
    if request.method != "POST":
        return render(request, "plan/upload.html")
    text = _text(request)
    try:
        given = read_plan(text)
    except PlanError as error:
        return render(request, "plan/upload.html", {"problem": str(error)}, status=400)
    problem = ""
    if "state" in request.POST:
        try:
            number = apply(given, request.POST["state"], request.user)
        except CannotDecide as error:
            problem = str(error)
        else:
            messages.success(request, f"{number} decisions of the file are in the plan.")
            return HttpResponseRedirect(reverse("plan:plan"))
    context = {"difference": compare(given), "text": text.decode("utf-8-sig"), "problem": problem}
    return render(request, "plan/upload.html", context, status=409 if problem else 200)


def _text(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        data: bytes = file.read()
        return data
    return request.POST.get("text", "").encode()
