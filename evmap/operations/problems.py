"""Answers for what goes wrong around the pages: what happened, whether it helps to try again.

Pages and API get the same words: `ApiMiddleware` puts them into the API's form.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from http.client import responses

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from evmap.operations.children import Refused

log = logging.getLogger("evmap.problems")

#: Seconds after which it is worth asking for a database again.
AGAIN = 10

TITLES = {
    400: "Bad request",
    408: "Too slow",
    413: "Too large",
    415: "Another encoding",
    429: "Too many requests",
    503: "Not now",
}

#: SQLSTATE of what an operator mends and no visitor caused: tables that are not there yet, a
#: database that only reads, a full disk.
OPERATORS_MATTERS = {"42P01", "42703", "25006", "53100"}


def problem(
    status: int,
    message: str = "",
    *,
    advice: str = "",
    again: int | None = None,
    context: Mapping[str, object] | None = None,
    close: bool = False,
) -> HttpResponse:
    """Return a page that says what is wrong.

    again: seconds after which the client may try again. context: for the page of this status, where
    it has one of its own. close: the connection can't be used again.
    """
    title = TITLES.get(status, responses.get(status, "Error"))
    words = {"title": title, "status": status, "message": message, "advice": advice}
    name = "413.html" if status == 413 and not message else "problem.html"
    answer = HttpResponse(render_to_string(name, {**words, **(context or {})}), status=status)
    answer["Cache-Control"] = "no-store"
    if again is not None:
        answer["Retry-After"] = str(again)
    if close:
        answer["Connection"] = "close"
    # For the API's form of the same answer.
    answer.problem = (message, advice)  # type: ignore[attr-defined]
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view answered: Django's handler500.

    A database that is away, and work that took more than it may, are no faults of the code: one
    line in the log, and an answer that says when to come back.
    """
    error = sys.exc_info()[1]
    if isinstance(error, Refused):
        return refused(request, error)
    if is_away(error):
        log.error("database: %s: %s", type(error).__name__, str(error).strip().partition("\n")[0])
        answer = problem(
            503,
            "The database of this site can't be used at the moment.",
            advice="Nothing of yours is lost. Try again in a moment.",
            again=AGAIN,
        )
    else:
        context = {"request_id": getattr(request, "request_id", "")}
        return HttpResponse(render_to_string("500.html", context), status=500)
    return _told(answer)


def refused(request: HttpRequest, error: Refused, page: HttpResponse | None = None) -> HttpResponse:
    """Return the answer for a conversion that was refused or ended.

    page: one that says so and keeps what was sent, instead of the page of problems.
    """
    log.warning("%s: %s", request.path, error.message)
    answer = problem(error.status, error.message, advice=error.advice, again=error.again)
    if page is not None:
        answer.content = page.content
    return _told(answer)


def is_away(error: BaseException | None) -> bool:
    """Return whether the database is what fails, and not a statement of ours."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    state = getattr(getattr(error, "__cause__", None), "sqlstate", "")
    return isinstance(error, DatabaseError) and state in OPERATORS_MATTERS


def _told(answer: HttpResponse) -> HttpResponse:
    """Keep Django from logging the same once more, with a traceback."""
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
