"""The OpenAPI document as the reference page shows it: dictionaries for its templates."""

from __future__ import annotations

import json
from typing import Any

from evmap.api.openapi import REF, Document

#: What commands that try an operation ask for, and which file they send.
IN_QUERIES = {"search": "q=ccs2", "lookUp": "code=36&code=ccs2", "convert": "part=document"}
FILES = {
    "convert": "@evmap/samples/pool.json -o pool-v3.json",
    "revert": "@pool-v3.json",
}


def groups(document: Document, site: str) -> dict[str, list[Document]]:
    """Return the operations by tag, in the document's order, each with a command that tries it."""
    found: dict[str, list[Document]] = {}
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            made = _operation(document, path, method, one) | {"curl": _curl(site, path, one)}
            found.setdefault(one["tags"][0], []).append(made)
    return found


def models(document: Document) -> list[Document]:
    """Return the schemas, in the order of their names, each with its members."""
    return [
        {
            "name": name,
            "description": schema.get("description", ""),
            "members": [
                _member(member_name, member, member_name in schema.get("required", ()))
                for member_name, member in schema.get("properties", {}).items()
            ],
            "type": "" if "properties" in schema else schema.get("type", ""),
            "values": schema.get("enum", []),
        }
        for name, schema in document["components"]["schemas"].items()
    ]


def _operation(document: Document, path: str, method: str, one: Document) -> Document:
    content = _body(one)
    example = content.get("example")
    return {
        "id": one["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": one["summary"],
        "paragraphs": [" ".join(part.split()) for part in one["description"].split("\n\n")],
        "parameters": [
            _member(each["name"], each["schema"], each.get("required", False), each)
            for each in one.get("parameters", ())
        ],
        "body": one.get("requestBody", {}).get("description", ""),
        "body_schema": type_of(content.get("schema", {}))[1],
        "example": json.dumps(example, ensure_ascii=False, indent=2) if example else "",
        "answers": [_answer(document, status, each) for status, each in one["responses"].items()],
    }


def _body(one: Document) -> Document:
    content: Document = one.get("requestBody", {}).get("content", {}).get("application/json", {})
    return content


def _member(name: str, schema: Document, required: bool, about: Document | None = None) -> Document:
    """A row of a table of parameters, or of a schema's members."""
    kind, link = type_of(schema)
    if about is not None and schema.get("default") not in (None, "", []):
        kind = f"{kind}, usually {schema['default']}"
    values = schema.get("items", schema).get("enum", ())
    return {
        "name": name,
        "type": kind,
        "link": link,
        "required": required,
        "description": (about or schema).get("description", ""),
        "values": [str(value) for value in values if value != ""],
    }


def _answer(document: Document, status: str, answer: Document) -> Document:
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rsplit("/", 1)[-1]]
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    first = schema.get("anyOf", [schema])[0]
    return {**answer, "status": status, "schema": type_of(first)[1]}


def type_of(schema: Document) -> tuple[str, str]:
    """Return what a schema is called, and the name of the schema that it refers to."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        return name, name
    if parts := schema.get("anyOf") or schema.get("oneOf"):
        named = [type_of(part) for part in parts]
        return " or ".join(name for name, _ in named), next((link for _, link in named if link), "")
    kind: Any = schema.get("type", "any value")
    if kind == "array":
        name, link = type_of(schema.get("items", {}))
        return f"list of {name}", link
    return " or ".join(kind) if isinstance(kind, list) else str(kind), ""


def _curl(site: str, path: str, one: Document) -> str:
    name, example = one["operationId"], _body(one).get("example")
    for parameter in one.get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
    query = "limit=5" if name.startswith("list") else IN_QUERIES.get(name, "")
    url = f"'{site}{path}{'?' if query else ''}{query}'"
    if name in FILES:
        return f"curl --data-binary {FILES[name]} {url}"
    body = f"--json '{json.dumps(example, ensure_ascii=False)}' " if example is not None else ""
    return f"curl {body}{url}"
