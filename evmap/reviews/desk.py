"""The pages of a review, drawn from what is stored of it. Each has an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evmap.conversion import ReadError
from evmap.conversion.reports.checklist import left_of, tasks_of
from evmap.mappings.state import State, whole
from evmap.operations.children import Refused
from evmap.reviews.accepting import PROBLEMS
from evmap.reviews.document import document_pages
from evmap.reviews.excerpt import excerpt
from evmap.reviews.fields import bar_of, fates_of
from evmap.reviews.files import Files
from evmap.reviews.filters import Filter, key_of
from evmap.reviews.finding import Shown, finding_of, key_at, undo_of
from evmap.reviews.head import head_of
from evmap.reviews.opening import facts, opened
from evmap.reviews.payload import Payload
from evmap.reviews.queue import Queue, queue_of, state_of, url_of
from evmap.reviews.service import web_limits
from evmap.reviews.stored import Review
from evmap.reviews.whatif import base_of, difference

#: Texts up to this size can be edited on the page.
EDITABLE = 200_000


@opened
def review(request: HttpRequest, review: Review) -> HttpResponse:
    """`/reviews/<token>/`: the desk: the queue, and one finding with both texts."""
    page = _Page(request, review, "review")
    chosen = Filter(request.GET, page.files.report)
    at = _at(request)
    wanted = request.GET.get("finding", "") or (key_at(page.files, at) if at is not None else "")
    queue = queue_of(chosen, page.state, wanted)
    found = finding_of(queue.chosen, page.files, page.state, _number(request, "place"), at)
    undo = undo_of(request.GET.get("done", ""), page.files, page.state)
    if found is not None and undo is not None and undo.line is found.one.line:
        undo = None  # the finding itself has the button
    context = {"chosen": chosen, "queue": queue, "finding": found, "undo": undo}
    beside = page.beside_reason(1 if found is not None and found.asks_reason else 0)
    return page.render("desk", **context, **beside, **_next(page, queue, found))


@opened
def findings(request: HttpRequest, review: Review) -> HttpResponse:
    """`findings/`: all findings with filters, to read, to accept together, to print."""
    page = _Page(request, review, "findings")
    chosen = Filter(request.GET, page.files.report)
    desk = state_of(page.address("review"), dict(request.GET.lists()))
    lines = [one.line for one in chosen.found]
    open_shown = sum(line.severity != "notice" and not line.accepted for line in lines)
    return page.render(
        "findings",
        chosen=chosen,
        facets=chosen.selection.links(page.state),
        queue=queue_of(chosen, desk, ""),
        all_findings=len(chosen.all),
        open_shown=open_shown,
        unused=_unused(review),
        **page.beside_reason(open_shown),
    )


@opened
def fields(request: HttpRequest, review: Review) -> HttpResponse:
    """`fields/`: every v2 field of the document by what became of it."""
    page = _Page(request, review, "fields")
    report, guide = page.files.report, page.files.tables.guide
    fate = request.GET.get("fate", "")
    return page.render(
        "fields", bar=bar_of(report, page.here), fates=fates_of(report, guide, fate), fate=fate
    )


@opened
def document(request: HttpRequest, review: Review) -> HttpResponse:
    """`document/`: both texts, page by page."""
    page = _Page(request, review, "document")
    return page.render("document", pages=document_pages(page.files, page.state, request.GET))


@opened
def roundtrip(request: HttpRequest, review: Review) -> HttpResponse:
    """`roundtrip/`: the converted document turned back into v2, beside the original."""
    page = _Page(request, review, "roundtrip")
    return page.render("roundtrip", trip=review.trip(page.files.shown.number))


@opened
def checklist(request: HttpRequest, review: Review) -> HttpResponse:
    """`checklist/`: what is left to do in the client's code."""
    page = _Page(request, review, "checklist")
    tasks = tasks_of(review.whole)
    desk = state_of(page.address("review"), {})
    links = [] if page.files.many else [url_of(desk, key_of(one)) for one in review.whole.findings]
    return page.render("checklist", tasks=tasks, left=left_of(tasks), links=links)


@opened
def options(request: HttpRequest, review: Review) -> HttpResponse:
    """`options/`: how it was converted, other options, an edited document, what that changed."""
    before = review.before
    now = base_of(review.whole, review.state.options)
    return options_page(
        request,
        review,
        form=review.form,
        difference=difference(before, now) if before else None,
    )


def options_page(
    request: HttpRequest, review: Review, *, status: int = 200, **context: object
) -> HttpResponse:
    """Return the page of options with a `form` of them, also where what was sent was refused.

    text: stands in the box in the place of the document.
    """
    page = _Page(request, review, "options")
    editable = context.pop("text", None) or _editable(page.files)
    answer = page.render("options", editable=editable, **context)
    answer.status_code = status
    return answer


def edit_refused(
    request: HttpRequest,
    review: Review,
    error: ReadError | Refused,
    payloads: Sequence[Payload],
) -> HttpResponse:
    """The page of options with the text as sent, and what is wrong where, or why it is refused.

    payloads: what was read, the one with the error first; none where there was nothing to read.
    """
    text = str(request.POST.get("text", ""))
    payload = payloads[0] if payloads else None
    read = payload.text(web_limits()) if payload is not None else ""
    return options_page(
        request,
        review,
        status=error.status,
        form=review.form,
        refused="edit",
        error=error,
        payload=payload,
        excerpt=excerpt(read, error.line, error.column) if isinstance(error, ReadError) else [],
        text=text if text.strip() else "",
        mend=text.strip(),
    )


class _Page:
    """What the pages of one review share: the file that is shown, addresses, the head."""

    def __init__(self, request: HttpRequest, review: Review, tab: str) -> None:
        self.request, self.review, self.tab = request, review, tab
        self.files = review.files(_number(request, "file") or 1)
        self.here = self.address(tab)
        self.state = state_of(self.here, dict(request.GET.lists()))

    def address(self, name: str) -> str:
        """Return the address of one of the review's pages."""
        return reverse(f"reviews:{name}", args=[self.review.token])

    def beside_reason(self, findings: int) -> dict[str, str]:
        """Return what is said at the field for a reason, instead of above the page.

        findings: how many the reason would accept; 0 where the page has no such field.
        """
        if not findings or self.request.GET.get("problem") != "reason":
            return {}
        these = "this finding is" if findings == 1 else "these findings are"
        told = f"Say why {these} accepted: the reason was empty."
        return {"problem": "", "reason_problem": told}

    def render(self, template: str, **context: object) -> HttpResponse:
        """Return the page; `next` is where its forms lead back to."""
        number = self.files.shown.number
        shared: Mapping[str, object] = {
            **facts(self.request, self.review),
            "head": head_of(self.review, self.files, self.address("review")),
            "tab": self.tab,
            "files": self.files,
            "report": self.files.report,
            "file_query": f"?file={number}" if self.files.many else "",
            "problem": PROBLEMS.get(self.request.GET.get("problem", ""), ""),
            "next": self.state.url,
        }
        return render(self.request, f"reviews/{template}.html", {**shared, **context})


def _next(page: _Page, queue: Queue, found: Shown | None) -> dict[str, str]:
    """Where an answer leads: the next finding, or the first one where all may be others."""
    anew: State = page.state.but(finding=None, place=None, at=None)
    then = queue.after or queue.before or anew.url
    leads = {"then": then, "then_chosen": then, "anew": anew.url}
    if found is not None:
        done = f"{then}{'&' if '?' in then else '?'}done="
        leads["then"] = f"{done}{found.one.key}"
        if found.answers.subject:
            leads["then_chosen"] = f"{done}{found.answers.subject}"
    return leads


def _unused(review: Review) -> list[str]:
    accept = review.whole.accept
    return [
        f"{entry['code']} {entry.get('pattern', 'anywhere') or '/'}"
        for entry in (accept.unused if accept is not None else ())
    ]


def _editable(files: Files) -> str:
    """The v2 text for editing, where it is one short text."""
    text = files.conversion.text
    if files.many or len(text) > EDITABLE or b"\0" in text:
        return ""
    return text.decode(errors="replace")


def _number(request: HttpRequest, name: str) -> int:
    return whole(request.GET.get(name, ""))


def _at(request: HttpRequest) -> int | None:
    return _number(request, "at") if request.GET.get("at") else None
