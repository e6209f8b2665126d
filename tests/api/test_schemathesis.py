"""Generated requests: no server error, and every answer as the document says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from evmap.api import openapi

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
#: What these take has a form that no schema can tell.
FREE_FORM = {"/api/v1/request", "/api/v1/convert", "/api/v1/revert"}
EXAMPLES = 8


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the test's own connection open over all requests, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context: Any, value: Any) -> bytes:
    """Write a value as a line, a list as one for each item."""
    return b"\n".join(json.dumps(one).encode() for one in _listed(value))


@schemathesis.serializer("application/gzip")
def as_gzip(_context: Any, value: Any) -> bytes:
    """Pack a value."""
    return gzip.compress(json.dumps(value).encode(), mtime=0)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


generated = schemathesis.openapi.from_dict(openapi.document())
generated.app = WSGIHandler()


@pytest.mark.django_db
@generated.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_every_answer_is_as_documented(case: Any) -> None:
    more = [] if case.path in FREE_FORM else [positive_data_acceptance]
    case.call_and_validate(checks=[*CHECKS, *more])
