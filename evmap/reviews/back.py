"""The way back to v2, for a v3 document that was given to convert."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from evmap.conversion import ReadError
from evmap.operations import children
from evmap.operations.problems import problem, refused
from evmap.origin import from_own_pages
from evmap.revert.findings import Finding
from evmap.revert.report import RevertReport
from evmap.reviews.converting import reverted
from evmap.reviews.downloads import JSON, file_of, v2_file
from evmap.reviews.forms import ConvertForm
from evmap.reviews.opening import secluded
from evmap.reviews.payload import LONGEST_NAME, Payload
from evmap.reviews.service import web_limits
from evmap.reviews.texts import pretty

#: Findings that the page tells; the report has all.
MOST_FINDINGS = 20

_report = msgspec.json.Decoder(RevertReport).decode


@dataclass(frozen=True)
class Offer:
    """What would come back as v2. text: the document, where the page can send it along again."""

    report: RevertReport
    name: str
    text: str

    @property
    def findings(self) -> list[Finding]:
        """Return those that the page tells."""
        return self.report.findings[:MOST_FINDINGS]

    @property
    def left_out(self) -> int:
        """Return how many it does not tell."""
        return max(len(self.report.findings) - MOST_FINDINGS, 0)


def offer(request: HttpRequest, payload: Payload, text: str) -> Offer | None:
    """Return what a document would be as v2; None where it can't be told."""
    try:
        _, report = reverted(request, payload.data, payload.name, "report")
    except (ReadError, children.Refused):
        return None
    return Offer(_report(report), payload.name, text)


@from_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@secluded
def turn_back(request: HttpRequest) -> HttpResponse:
    """`/convert/back/`: POST gives a v3 document as v2, or the report of it; nothing is stored."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("reviews:convert"))
    form = ConvertForm(request.POST, request.FILES)
    if not form.is_valid():
        error = form.first_error()
        return problem(400, error.message if error else "An option has a wrong value.")
    try:
        payload, *more = form.payloads(web_limits())
        if more:
            return problem(400, "There are several files; the way back takes one at a time.")
        return _answer(request, payload)
    except ReadError as error:
        return problem(error.status, error.message, advice=error.advice)
    except children.Refused as error:
        return refused(request, error)


def _answer(request: HttpRequest, payload: Payload) -> HttpResponse:
    name = payload.name or request.POST.get("name", "")[:LONGEST_NAME]
    part = "report" if request.POST.get("part") == "report" else "document"
    kind, body = reverted(request, payload.data, name, part)
    if part == "report":
        return file_of(name, "-v2-report", JSON, pretty(body, ndjson=False))
    return v2_file(name, kind, body)
