"""What holds for all addresses of the API, whoever answers."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from evmap.api.errors import ApiError, error_answer, plain_error
from evmap.middleware import GetResponse

PREFIX = "/api/v1/"


class ApiMiddleware:
    """Gives every error under the API's prefix the API's form: also what Django refuses itself.

    HEAD is answered as GET; the server leaves the body out. What was posted is kept by no cache.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; pages of errors become JSON."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        answer = self.get_response(request)
        request.method = method
        if _is_foreign_error(answer):
            answer = _translated(answer)
        if method == "POST":
            answer["Cache-Control"] = "no-store"
        return answer


def _is_foreign_error(answer: HttpResponseBase) -> bool:
    """Say whether an error has another form than the API's."""
    if answer.status_code < 400 or (settings.DEBUG and answer.status_code >= 500):
        return False
    return not answer.get("Content-Type", "").startswith("application/json")


def _translated(answer: HttpResponseBase) -> HttpResponseBase:
    """Return the same error in the API's form, with the words of the page where it has some."""
    error = plain_error(answer.status_code)
    message, advice = getattr(answer, "problem", ("", ""))
    if answer.status_code == 413 and not message:
        message = f"The request is larger than {settings.EVMAP_MAX_UPLOAD_BYTES:,} bytes."
        advice = "Send it in parts, or convert it on your machine: evmap convert FILE has no limit."
    translated = error_answer(ApiError(error.status, message or error.message, advice=advice))
    for name in ("Allow", "Connection", "Retry-After"):
        if name in answer:
            translated[name] = answer[name]
    # Django logs an answer once, and this is the same one.
    translated._has_been_logged = getattr(  # type: ignore[attr-defined]
        answer, "_has_been_logged", False
    )
    return translated
