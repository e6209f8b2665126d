"""Small middleware: a request id for logs and answers, a permissions policy."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.core.signals import request_finished
from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

REQUEST_ID_HEADER = "X-Request-ID"
# What a proxy in front may hand in; anything else could forge lines of the log.
ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


def current_request_id() -> str:
    """Return the id of the request being answered, or `-` outside of one."""
    return _request_id.get()


def _forget(**_signal: object) -> None:
    _request_id.set("-")


# Django logs what it refuses after the last middleware: the id has to outlive them all.
request_finished.connect(_forget)


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to every log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id and keep the record."""
        if not hasattr(record, "request_id"):
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
        _request_id.set(request_id)
        request.request_id = request_id  # type: ignore[attr-defined]
        response = self.get_response(request)
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
