"""What people decide about a review is saved as it is decided: POST below its address.

Each answers with 303 to the page it came from. Whoever has the link may decide; only the browser
that made a review may delete it. The link is the secret, so no form needs another one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import msgspec
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from evmap.conversion import ReadError, TooLarge
from evmap.conversion.findings.accept import Entry
from evmap.operations.children import Refused
from evmap.operations.problems import problem, refused
from evmap.origin import from_own_pages
from evmap.reviews import keeping
from evmap.reviews.accepting import (
    FOR_ALL,
    LONGEST_REASON,
    NotAccepted,
    accept_shown,
    entries_in,
    keys_of,
)
from evmap.reviews.converting import chosen_in, convert_again, options_with, report_with
from evmap.reviews.desk import edit_refused, options_page
from evmap.reviews.filters import Filter
from evmap.reviews.forms import ConvertForm, OptionsForm
from evmap.reviews.opening import gone, secluded
from evmap.reviews.owners import own_tokens, remember
from evmap.reviews.payload import Payload
from evmap.reviews.service import web_limits
from evmap.reviews.stored import Review, State, open_review
from evmap.reviews.whatif import base_of, difference

#: Names of reviews are shown in one line; longer ones are cut.
LONGEST_NAME = 120
#: Findings that can be accepted in one review.
MOST_ENTRIES = 5_000

#: What a reader hears whose reason came second; their own text is told up to so many characters.
TOO_LATE = "This was accepted with another reason meanwhile; “Undo” takes that back."
LONGEST_TOLD = 500

#: The same, where they chose another option.
CHOSEN_MEANWHILE = (
    "Somebody else chose here meanwhile; this page shows what. Nothing of yours was saved: choose "
    "again if you still want to."
)

#: What is wrong with an edit that holds nothing, and what to do.
NO_TEXT = ("The box was empty.", "The text of the review stands in it again: mend it there.")
NO_FILE = ("No file was chosen.", "Choose the mended file.")

Saving = Callable[[HttpRequest, Review], HttpResponse]


class _Wrong(Exception):
    """What was sent can't be saved; the message says why."""


def saves(view: Saving) -> Callable[..., HttpResponse]:
    """Give a view the review of the token in its address, to change it."""

    @from_own_pages
    @require_POST
    @sensitive_post_parameters()
    @secluded
    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        review = open_review(token)
        if review is None:
            return gone(request, token)
        try:
            return view(request, review)
        except Refused as error:
            return refused(request, error)
        except TooLarge as error:
            return problem(413, error.message, advice=error.advice)
        except ReadError as error:
            return problem(400, f"The document can't be read: {error}", advice=_advice(request))
        except _Wrong as error:
            return problem(400, str(error), advice=_advice(request))

    return wrapper


UNCHANGED = "Nothing was changed."
GO_BACK = f"{UNCHANGED} Go back in your browser."


def _advice(request: HttpRequest) -> str:
    """What to do next: htmx leaves the reader on the page, with what was typed."""
    return UNCHANGED if request.headers.get("HX-Request") else GO_BACK


@saves
def choose(request: HttpRequest, review: Review) -> HttpResponse:
    """`choose/`: other options; those that are not sent stay.

    What cannot be chosen stands in the form again. `seen` are the options that the page showed: one
    that somebody else changed meanwhile is told, and stays.
    """
    sent = chosen_in(request.POST, review.state.options)
    if sent is None:
        messages.warning(request, CHOSEN_MEANWHILE)
        return back(request, review, stays=True)
    form = options_with(sent, review.state.options)
    if not form.is_valid():
        if review.is_stale:
            raise _Wrong(_errors_of(form))
        return options_page(request, review, status=400, form=form, refused="options")
    if form.query() != review.state.options or review.is_stale or review.tables_changed:
        convert_again(request, review, lambda query: _options(sent, query))
    return back(request, review)


@saves
def what_if(request: HttpRequest, review: Review) -> HttpResponse:
    """`what-if/`: what other options would change, as a piece of the page; saves nothing."""
    if review.is_stale:
        return back(request, review)
    form = _options(request.POST, review.state.options)
    after = base_of(report_with(request, review, form), form.query())
    found = difference(base_of(review.whole, review.state.options), after)
    return render(request, "reviews/_difference.html", {"difference": found})


@saves
def edit(request: HttpRequest, review: Review) -> HttpResponse:
    """`edit/`: another text in the place of the document, as `text`, or as `file`, one or more.

    A text that cannot be read, or is not converted, stands in the box again.
    """
    payloads: list[Payload] = []
    try:
        payloads = _edited(request, review)
        convert_again(request, review, lambda query: _options(request.POST, query), payloads)
    except (ReadError, Refused) as error:
        if review.is_stale or isinstance(error, keeping.Gone):
            raise
        page = edit_refused(request, review, error, payloads)
        return refused(request, error, page) if isinstance(error, Refused) else page
    return back(request, review)


@saves
def accept(request: HttpRequest, review: Review) -> HttpResponse:
    """`accept/`: findings that are accepted, each with its reason.

    `take_back` names the fields of those that are not accepted any more. A reason that is typed
    never takes the place of another, which somebody gave meanwhile; one of a file does.
    """
    if review.is_stale:
        return back(request, review)
    try:
        entries = entries_in(request)
    except NotAccepted as error:
        return back(request, review, problem=error.problem)
    if request.POST.get("go") == "accept-shown":
        chosen = Filter(QueryDict(str(request.POST.get("filters", ""))[:5000]), review.whole)
        reason = str(request.POST.get(FOR_ALL, "")).strip()[:LONGEST_REASON]
        entries = accept_shown(chosen, reason) if reason else []
    taken_back = {keys_of(field) for field in request.POST.getlist("take_back")}
    if not entries and not taken_back:
        asked_for_file = request.POST.get("go") == "accept-file"
        return back(request, review, problem="no-file" if asked_for_file else "reason")

    may_replace = bool(request.FILES)
    too_late: list[Entry] = []

    def decide(state: State) -> None:
        found = {entry.key: entry for entry in state.entries}
        for entry in entries:
            first = entry if may_replace else found.setdefault(entry.key, entry)
            if first.reason == entry.reason:
                found[entry.key] = entry
            else:
                too_late.append(entry)
        state.entries = [one for key, one in found.items() if key not in taken_back]
        if len(state.entries) > MOST_ENTRIES:
            raise _Wrong(f"A review can have {MOST_ENTRIES:,} accepted findings.")

    keeping.change(review.token, decide)
    if too_late:
        reason = too_late[0].reason[:LONGEST_TOLD]
        messages.warning(request, f"{TOO_LATE} Yours was not saved: “{reason}”")
    return back(request, review, stays=bool(too_late))


@saves
def keep(request: HttpRequest, review: Review) -> HttpResponse:
    """`keep/`: keep the review for some days, under a `name`."""
    if not settings.EVMAP_KEEP_DAYS:
        raise _Wrong("This site keeps no reviews for longer.")
    keeping.keep(review.token, _name(request))
    days = settings.EVMAP_KEEP_DAYS
    messages.success(request, f"The review is kept for {days} day{'' if days == 1 else 's'}.")
    return back(request, review)


@saves
def name(request: HttpRequest, review: Review) -> HttpResponse:
    """`name/`: another `name`; none gives it that of its file again."""
    given = _name(request)

    def rename(state: State) -> None:
        state.name = given

    keeping.change(review.token, rename)
    messages.success(request, "The review was renamed.")
    return back(request, review)


@saves
def delete(request: HttpRequest, review: Review) -> HttpResponse:
    """`delete/`: delete one's own review at once."""
    tokens = own_tokens(request)
    if review.token not in tokens:
        raise Http404("Only the browser that made a review can delete it.")
    keeping.let_go(review.token)
    messages.success(request, "The review was deleted.")
    response = HttpResponseRedirect(reverse("reviews:own"), status=303)
    remember(response, [one for one in tokens if one != review.token])
    return response


def back(
    request: HttpRequest, review: Review, *, problem: str = "", stays: bool = False
) -> HttpResponse:
    """Return to the page of the review that a form names as `next`, else to its first one.

    stays: to the page that the form is on: `here`, where `next` is another. problem: there, too,
    and told to it as `?problem=`.
    """
    first = reverse("reviews:review", args=[review.token])
    there = request.POST.get("next", "")
    given = str(request.POST.get("here", there) if problem or stays else there)[:2000]
    # Not parsed: what begins so has no host, and what is no address is nothing to fail on.
    page, _, anchor = (given if given.startswith(first) else first).partition("#")
    path, _, query = page.partition("?")
    sent = QueryDict(query, mutable=True)
    sent.pop("problem", None)
    if problem:
        sent["problem"] = problem
    address = f"{path}?{sent.urlencode()}" if sent else path
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address, status=303)


def _edited(request: HttpRequest, review: Review) -> list[Payload]:
    """What takes the place of the document. Raise ReadError where there is none, TooLarge."""
    sent = any(str(request.POST.get(name, "")).strip() for name in ("text", "sample"))
    if not sent and not request.FILES:
        raise ReadError(*(NO_TEXT if "text" in request.POST else NO_FILE))
    form = ConvertForm(request.POST, request.FILES)
    if not form.is_valid():
        raise form.first_error() or _Wrong(_errors_of(form))
    payloads = form.payloads(web_limits())
    if payloads[0].pasted and len(review.state.files) == 1:
        # The text was mended, and is still that of the file.
        file = review.state.files[0]
        payloads = [msgspec.structs.replace(file, sample="", data=payloads[0].data)]
    return payloads


def _name(request: HttpRequest) -> str:
    """The name that was sent, in one line."""
    return " ".join(str(request.POST.get("name", "")).split())[:LONGEST_NAME]


def _options(sent: QueryDict, query: str) -> OptionsForm:
    """The options with those that were sent."""
    form = options_with(sent, query)
    if not form.is_valid():
        raise _Wrong(_errors_of(form))
    return form


def _errors_of(form: OptionsForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
