"""Reading JSON bodies, so that what is wrong is told with line and column."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import pydantic
from django.http import HttpRequest
from ninja import Schema

from evmap.api.errors import ApiError, of_validation

Model = TypeVar("Model", bound=Schema)

#: The largest body of a look-up or of a request; documents to convert may be larger.
MAX_BYTES = 2_000_000


def checked_bytes(request: HttpRequest) -> bytes:
    """Return a small body. Raise ApiError where it is none."""
    body: bytes = request.body
    if len(body) > MAX_BYTES:
        raise ApiError(413, f"The body has {len(body):,} bytes; {MAX_BYTES:,} are taken.")
    return body


def read_body(request: HttpRequest, model: type[Model]) -> Model:
    """Return the JSON body as a model, whatever its content type says. Raise ApiError."""
    value = _parsed(checked_bytes(request))
    try:
        return model.model_validate(value)
    except pydantic.ValidationError as error:
        errors = error.errors(include_url=False, include_context=False, include_input=False)
        raise of_validation([{**one, "loc": ("body", *one["loc"])} for one in errors]) from error


def _parsed(body: bytes) -> Any:
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
        # Half a character, as in "\\ud800", can't be written again.
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        place = (error.lineno, error.colno)
        raise ApiError(400, f"The body is not JSON: {error.msg}.", place=place) from error
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "The body is not JSON that can be read.") from error
    return value


def _refuse(name: str) -> None:
    raise ValueError(name)
