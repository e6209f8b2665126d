"""What the tests of the API share: asking it, and checking that each answer keeps its word."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from evmap.api import openapi

Body = bytes | str | dict[str, Any] | list[Any] | None


@dataclass
class Told:
    """An answer of the API."""

    answer: HttpResponseBase
    data: bytes
    body: Any

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = self.body["error"]
        assert found["status"] == self.status
        return found


Ask = Callable[..., Told]


@pytest.fixture
def ask(client: Client, db: None) -> Ask:
    """Ask the API: `ask("/connectors", q="tesla")`, `ask("/lookup", body={"codes": ["36"]})`.

    Every answer is held against the OpenAPI document.
    """

    def send(
        path: str,
        body: Body = None,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> Told:
        method = "GET" if body is None else "POST"
        if isinstance(body, dict | list):
            body = json.dumps(body)
        address = f"/api/v1{path}"
        answer = client.generic(
            *(method, address, body or b"", kind), query_params=query or None, headers=headers
        )
        data = answer.content
        is_json = answer.get("Content-Type", "").startswith("application/json")
        told = Told(answer, data, json.loads(data) if is_json else data)
        check(method, urlsplit(address).path, told)
        return told

    return send


def check(method: str, path: str, told: Told) -> None:
    """Hold an answer against the document."""
    answers = _answers(method, path)
    if str(told.status) not in answers:
        assert told.status in (400, 404, 405, 413), f"{method} {path} answers {told.status}"
        _validator("ErrorAnswer").validate(told.body)
        return
    if told.status == 304:
        assert told.body == b""
        return
    described = answers[str(told.status)]
    if "$ref" in described:
        name = described["$ref"].rsplit("/", 1)[-1]
        described = openapi.document()["components"]["responses"][name]
    kind = told.answer["Content-Type"].partition(";")[0]
    schema = described["content"][kind]["schema"]
    if kind == "application/json":
        jsonschema.Draft202012Validator({**schema, **_components()}).validate(told.body)


def _answers(method: str, path: str) -> dict[str, Any]:
    for known, operations in openapi.document()["paths"].items():
        steps, given = known.split("/"), path.split("/")
        if len(steps) == len(given) and all(
            step.startswith("{") or step == one for step, one in zip(steps, given, strict=True)
        ):
            found: dict[str, Any] = operations.get(method.lower(), {}).get("responses", {})
            return found
    return {}


def _components() -> dict[str, Any]:
    return {"components": openapi.document()["components"]}


@lru_cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({"$ref": f"{openapi.REF}{name}", **_components()})
