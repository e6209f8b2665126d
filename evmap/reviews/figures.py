"""What an editor takes from a review into the plan: its figures, and no value of its document."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from evmap.conversion.reports import render
from evmap.operations.problems import problem
from evmap.plan.figures import NoReport, add_figures, read_report
from evmap.plan.views.editing import for_editors
from evmap.reviews.opening import gone, secluded
from evmap.reviews.saving import GO_BACK, back
from evmap.reviews.stored import open_review


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@for_editors
@secluded
def figures(request: HttpRequest, token: str) -> HttpResponse:
    """`figures/`: keep the figures under the name of a `source`, and return to the review.

    GET only returns: who had to sign in first comes back that way.
    """
    review = open_review(token)
    if review is None:
        return gone(request, token)
    if request.method == "POST" and not review.is_stale:
        try:
            report = read_report(render(review.whole, "json"))
        except NoReport as error:
            return problem(400, str(error), advice=GO_BACK)
        source = request.POST.get("source", "").strip() or review.state.title
        kept = add_figures(report, source, request.user)
        messages.success(request, f"The figures of {kept.source} are in the plan.")
    return back(request, review)
