"""Small middleware: a request id for logs and answers, a permissions policy, a size limit."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

GetResponse = Callable[[HttpRequest], HttpResponseBase]

REQUEST_ID_HEADER = "X-Request-ID"
# What a proxy in front may hand in; anything else could forge lines of the log.
ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


def current_request_id() -> str:
    """Return the id of the request being answered, or `-` outside of one."""
    return _request_id.get()


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to every log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id and keep the record."""
        record.request_id = current_request_id()
        return True


class RequestIdMiddleware:
    """Takes X-Request-ID from the request, or makes one, and sends it back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request under its id."""
        given = request.headers.get(REQUEST_ID_HEADER, "")
        request_id = given if ACCEPTED_REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = _request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response[REQUEST_ID_HEADER] = request_id
        return response


class PermissionsPolicyMiddleware:
    """Turns off browser features that no page of this site uses."""

    policy = ", ".join(
        f"{feature}=()"
        for feature in ("camera", "geolocation", "microphone", "payment", "serial", "usb")
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the header to the answer."""
        response = self.get_response(request)
        response["Permissions-Policy"] = self.policy
        return response


class RequestSizeMiddleware:
    """Refuses a request over EVMAP_MAX_REQUEST_BYTES before anything reads it.

    Django's own limit, DATA_UPLOAD_MAX_MEMORY_SIZE, does not count uploaded files.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413, or pass the request on."""
        if int(request.META.get("CONTENT_LENGTH") or 0) <= settings.EVMAP_MAX_REQUEST_BYTES:
            return self.get_response(request)
        page = render_to_string("413.html", {"limit": settings.EVMAP_MAX_UPLOAD_BYTES})
        return HttpResponse(page, status=413, headers={"Connection": "close"})
