"""The OpenAPI document in the form that the reference page shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from evmap.api.openapi import REF, Document

#: Parameters of commands that try an operation.
IN_QUERIES = {"search": "q=ccs2", "lookUp": "code=36&code=ccs2", "convert": "target=ocpi-2.2.1"}


@dataclass(frozen=True)
class Parameter:
    """A row of an operation's table of parameters, or of a schema's table of members."""

    name: str
    type: str
    #: The schema that the type is a link to.
    link: str
    required: bool
    description: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One answer of an operation."""

    status: str
    description: str
    schema: str


@dataclass(frozen=True)
class Operation:
    """One operation."""

    id: str
    method: str
    path: str
    summary: str
    paragraphs: list[str]
    parameters: list[Parameter]
    body: str
    body_schema: str
    example: str
    answers: list[Answer]
    curl: str


@dataclass(frozen=True)
class Group:
    """Operations on one thing."""

    name: str
    operations: list[Operation]


@dataclass(frozen=True)
class Model:
    """A schema."""

    name: str
    description: str
    members: list[Parameter]
    #: What a schema without members is, and its values.
    type: str
    values: list[str]


def groups(document: Document, site: str) -> list[Group]:
    """Return the operations by tag, in the document's order."""
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            made = _operation(document, site, path, method, one)
            found.setdefault(one["tags"][0], []).append(made)
    return [Group(name, operations) for name, operations in found.items()]


def models(document: Document) -> list[Model]:
    """Return the schemas, in the order of their names."""
    return [
        Model(
            name,
            schema.get("description", ""),
            list(_members(schema)),
            "" if "properties" in schema else schema.get("type", ""),
            schema.get("enum", []),
        )
        for name, schema in document["components"]["schemas"].items()
    ]


def _operation(document: Document, site: str, path: str, method: str, one: Document) -> Operation:
    body = one.get("requestBody", {})
    content = body.get("content", {}).get("application/json", {})
    example = content.get("example")
    return Operation(
        id=one["operationId"],
        method=method.upper(),
        path=path,
        summary=one["summary"],
        paragraphs=[" ".join(part.split()) for part in one.get("description", "").split("\n\n")],
        parameters=[_parameter(parameter) for parameter in one.get("parameters", ())],
        body=body.get("description", ""),
        body_schema=type_of(content.get("schema", {}))[1],
        example=json.dumps(example, ensure_ascii=False, indent=2) if example else "",
        answers=[_answer(document, status, answer) for status, answer in one["responses"].items()],
        curl=_curl(site, path, one, example),
    )


def _parameter(parameter: Document) -> Parameter:
    schema = parameter["schema"]
    inner = schema.get("items", schema)
    name, link = type_of(schema)
    values = tuple(str(value) for value in inner.get("enum", ()) if value != "")
    if "default" in schema and schema["default"] not in (None, "", []):
        name = f"{name}, usually {schema['default']}"
    description = parameter.get("description", "")
    return Parameter(
        parameter["name"], name, link, parameter.get("required", False), description, values
    )


def _answer(document: Document, status: str, answer: Document) -> Answer:
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rsplit("/", 1)[-1]]
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    first = schema.get("anyOf", [schema])[0]
    return Answer(status, answer["description"], type_of(first)[1])


def _members(schema: Document) -> Iterator[Parameter]:
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        text, link = type_of(member)
        values = tuple(str(value) for value in member.get("enum", ()) if value != "")
        yield Parameter(name, text, link, name in required, member.get("description", ""), values)


def type_of(schema: Document) -> tuple[str, str]:
    """Return what a schema is called, and the name of the schema that it refers to."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        return name, name
    if "anyOf" in schema or "oneOf" in schema:
        parts = [type_of(part) for part in schema.get("anyOf") or schema["oneOf"]]
        link = next((link for _, link in parts if link), "")
        return " or ".join(name for name, _ in parts), link
    kind: Any = schema.get("type", "any value")
    if kind == "array":
        name, link = type_of(schema.get("items", {}))
        return f"list of {name}", link
    return " or ".join(kind) if isinstance(kind, list) else str(kind), ""


def _curl(site: str, path: str, one: Document, example: Any) -> str:
    for parameter in one.get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
    query = IN_QUERIES.get(one["operationId"], "")
    if one["operationId"].startswith("list"):
        query = urlencode({"limit": 5})
    url = f"'{site}{path}{'?' if query else ''}{query}'"
    if one["operationId"] in ("convert", "revert"):
        file = "answer.json" if one["operationId"] == "convert" else "answer-v3.json"
        return f"curl --data-binary @{file} {url}"
    if example is None:
        return f"curl {url}"
    body = json.dumps(example, ensure_ascii=False)
    return f"curl --json '{body}' {url}"
