"""Figures for Prometheus at `/metrics`, for whoever knows METRICS_TOKEN.

Without prometheus-client (the extra `metrics`), or without a token, nothing is counted and the
address is not there. With several processes the client library adds up by files in
PROMETHEUS_MULTIPROC_DIR, which `gunicorn.conf.py` makes.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from evmap.middleware import GetResponse

try:
    import prometheus_client as prometheus
    from prometheus_client import multiprocess
except ImportError:  # The extra is not installed.
    prometheus = None  # type: ignore[assignment]

#: Seconds: most pages take less than the first, no conversion more than the last but one.
STEPS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60)


class _Figures:
    """All figures, made once they are wanted."""

    def __init__(self) -> None:
        self.seconds = prometheus.Histogram(
            "evmap_request_seconds",
            "Seconds to an answer, by the route's name, method and status.",
            ["route", "method", "status"],
            buckets=STEPS,
        )
        self.refused = prometheus.Counter(
            "evmap_refused", "Requests refused for their rate, by kind.", ["kind"]
        )
        self.work = prometheus.Histogram(
            "evmap_conversion_seconds",
            "Seconds of a conversion with its wait, by how it ended.",
            ["end"],
            buckets=STEPS,
        )


#: The library allows each figure once in a process.
_made = cache(_Figures)


def figures() -> _Figures | None:
    """Return the figures; None where nobody wants them."""
    return None if prometheus is None or not settings.METRICS_TOKEN else _made()


def count_refusal(kind: str) -> None:
    """Count a request that was refused for its rate."""
    if found := figures():
        found.refused.labels(kind).inc()


def count_work(end: str, seconds: float) -> None:
    """Count a conversion."""
    if found := figures():
        found.work.labels(end).observe(seconds)


class MetricsMiddleware:
    """Counts every answer, whoever gave it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Count the answer to the request."""
        begin = time.perf_counter()
        answer = self.get_response(request)
        if found := figures():
            labels = (_route(request), _method(request), str(answer.status_code))
            found.seconds.labels(*labels).observe(time.perf_counter() - begin)
        return answer


def _route(request: HttpRequest) -> str:
    """The route's name: there are as many as routes, whatever addresses are asked for."""
    match = request.resolver_match
    if match is None:
        return "static" if request.path_info.startswith("/static/") else "none"
    return match.view_name or "unnamed"


def _method(request: HttpRequest) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return request.method if request.method in known else "other"


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """`/metrics`: the figures of all processes, in Prometheus' text format."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if figures() is None or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404("There is no page at this address.")
    registry: Any = prometheus.CollectorRegistry()
    collect: Any = multiprocess.MultiProcessCollector
    collect(registry)
    return HttpResponse(
        prometheus.generate_latest(registry),
        content_type=prometheus.CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )
