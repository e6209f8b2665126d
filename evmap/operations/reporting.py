"""Errors to Sentry, where SENTRY_DSN is set: what happened and where, without any value.

Needs the extra `sentry`. A document, a key or a link could stand in a variable, a body, an address,
a cookie or a line of the log, so none of these is sent.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from evmap import __version__
from evmap.masking import without_tokens
from evmap.middleware import current_request_id

#: What is left of a request.
KEPT_OF_REQUEST = {"method"}


def start() -> None:
    """Start reporting. Raise ImproperlyConfigured where the extra is missing."""
    if not settings.SENTRY_DSN:
        return
    try:
        import sentry_sdk  # noqa: PLC0415 - an extra
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and sentry-sdk is not installed: pip install 'evmap[sentry]'."
        ) from None
    sentry_sdk.init(**options())


def options() -> dict[str, Any]:
    """Return what the SDK is started with."""
    return {
        "dsn": settings.SENTRY_DSN,
        "release": f"evmap@{__version__}",
        "send_default_pii": False,
        "include_local_variables": False,
        "max_request_body_size": "never",
        "max_breadcrumbs": 0,
        "traces_sample_rate": 0.0,
        "before_send": scrubbed,
    }


def scrubbed(event: dict[str, Any], _hint: dict[str, Any]) -> dict[str, Any] | None:
    """Return an event without values: types, places, and the id of the request.

    None for a mere line of the log: without its text it says nothing.
    """
    if "exception" not in event:
        return None
    request = event.get("request", {})
    event["request"] = {name: request[name] for name in KEPT_OF_REQUEST & request.keys()}
    for gone in ("user", "breadcrumbs", "extra", "server_name", "logentry", "contexts"):
        event.pop(gone, None)
    if "transaction" in event:
        event["transaction"] = without_tokens(str(event["transaction"]))
    for error in event["exception"].get("values", []):
        # The text of an error may quote what it could not read.
        error["value"] = ""
        for frame in error.get("stacktrace", {}).get("frames", []):
            frame.pop("vars", None)
    event["tags"] = {"request_id": current_request_id()}
    return event
