"""The one form of all error answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.client import responses
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from evmap.conversion import ReadError

#: Status to the code that programs compare, and what is said where nothing is known.
CODES: dict[int, tuple[str, str]] = {
    400: ("bad_request", "The request can't be read."),
    403: ("forbidden", "This is not allowed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "The address doesn't take this method."),
    408: ("timeout", "The request did not come in time."),
    413: ("too_large", "The request is larger than this site takes."),
    415: ("unsupported_encoding", "The request says that it has another encoding than UTF-8."),
    422: ("invalid", "A value of the request is not valid."),
    429: ("too_many_requests", "There were too many requests. Wait, then go on more slowly."),
    500: ("server_error", "Something went wrong here, not with your request."),
    503: ("unavailable", "The site can't do this at the moment. Try again later."),
}

Detail = dict[str, str]

#: Steps to a wrong value that name parts of the code.
NOT_OURS = {"data", "body_params", "constrained-str", "constrained-int", "str", "int"}


class ApiError(Exception):
    """An error answer; `details` name the places of the request and what is wrong there."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        advice: str = "",
        place: tuple[int | None, int | None] = (None, None),
        details: Iterable[Detail] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.advice = advice
        self.line, self.column = place
        self.details = list(details)


@contextmanager
def refused_when_unreadable() -> Iterator[None]:
    """Turn what the converter can't read into an error answer with line and column."""
    try:
        yield
    except ReadError as error:
        raise ApiError(
            error.status,
            error.message,
            advice=error.advice,
            place=(error.line, error.column),
        ) from None


def invalid(where: str, message: str) -> ApiError:
    """Return the error of one value."""
    return ApiError(422, message, details=[{"where": where, "message": message}])


def error_answer(error: ApiError) -> JsonResponse:
    """Return the answer of an error; what is not known is left out."""
    code, _ = CODES.get(error.status, ("error", ""))
    body: dict[str, Any] = {"status": error.status, "code": code, "message": error.message}
    more = {
        "advice": error.advice,
        "line": error.line,
        "column": error.column,
        "details": error.details,
    }
    body |= {name: value for name, value in more.items() if value}
    answer = JsonResponse(
        {"error": body}, status=error.status, content_type="application/json; charset=utf-8"
    )
    answer["Cache-Control"] = "no-store"
    return answer


def plain_error(status: int) -> ApiError:
    """Return the error of a status of which nothing more is known."""
    return ApiError(status, CODES.get(status, ("", f"{responses.get(status, 'Error')}."))[1])


def of_validation(errors: Iterable[Any]) -> ApiError:
    """Return the error of values that break their schema. Never repeats a value."""
    details = [
        {"where": _where(one.get("loc", ())), "message": _message(one)} for one in errors
    ] or [{"where": "request", "message": "It is not valid."}]
    first = details[0]
    return ApiError(422, f"{first['where']}: {first['message']}", details=details[:20])


def _where(location: Iterable[Any]) -> str:
    steps = [str(step) for step in location]
    # Names of our own functions and models say nothing to a reader.
    text = ".".join(step for step in steps if step not in NOT_OURS and "[" not in step)
    return text[:100].encode("utf-8", "replace").decode() or "body"


def _message(error: Any) -> str:
    text = str(error.get("msg", "is not valid"))
    return f"{text[:300].rstrip('.')}."


def add_handlers(api: NinjaAPI) -> None:
    """Let an API answer with these errors."""

    api.add_exception_handler(ApiError, _own)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(ValidationError, _not_valid)


def _own(_request: HttpRequest, error: Any) -> JsonResponse:
    return error_answer(error)


def _missing(_request: HttpRequest, error: Any) -> JsonResponse:
    return error_answer(ApiError(404, str(error) or CODES[404][1]))


def _not_valid(_request: HttpRequest, error: Any) -> JsonResponse:
    return error_answer(of_validation(error.errors))
