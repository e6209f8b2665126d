"""The OpenAPI document: what ninja derives from the code, and all error responses."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from ninja.openapi.schema import OpenAPISchema
from ninja.schema import NinjaGenerateJsonSchema

from evmap.api.api import api
from evmap.api.errors import CODES
from evmap.api.listing import Part, Searched
from evmap.api.middleware import PREFIX
from evmap.api.resources.convert import ConvertOptions
from evmap.api.resources.lookup import Codes
from evmap.api.resources.revert import RevertOptions
from evmap.api.resources.search import Searching
from evmap.api.schemas.calls import LookupRequest, TranslateRequest
from evmap.api.schemas.common import ErrorAnswer
from evmap.conversion.schemas import SCHEMAS
from evmap.revert.report import RevertReport

Document = dict[str, Any]

#: The document as it stands in the repository.
FILE: Path = settings.BASE_DIR / "docs" / "openapi.json"

REF = "#/components/schemas/"
#: A document of NDJSON, as a list.
LINES = {"type": "array", "items": {"type": "object"}}
#: Names that are made of a list and what is in it.
LIST_NAME = re.compile(r"\bListed_(\w+?)Item_")
#: Parameters in paths: path to what the parameter is, and an example.
IN_PATHS: dict[str, tuple[str, str | int]] = {
    "connectors/{v2_id}": ("connectorType.id of v2.", 36),
    "standards/{code}": ("A standard of v3, in any case of letters.", "SAE_J3400"),
    "statuses/v2/{code}": ("A status of v2, in any case of letters.", "OUT_OF_SERVICE"),
    "statuses/v3/{code}": ("A status of v3, in any case of letters.", "OUTOFORDER"),
    "elements/{v3_element}": ("The element's name in v3, in any case of letters.", "EVSE"),
    "fields/{slug}": ("What the address of the field's page ends with.", "poolid"),
    "schemas/{name}": ("`report` or `accept`.", "report"),
    "findings/{code}": ("The code of a finding, in any case of letters.", "EV301"),
}
PHRASES = {
    400: "The request can't be read.",
    404: "There is no such row.",
    405: "The address takes other methods; see the header Allow.",
    413: "The body is larger than this site takes.",
    415: "The request says that it has another encoding than UTF-8.",
    422: "A value of the request is not valid.",
    429: "There were too many requests; the header Retry-After says when to go on.",
    500: "Something went wrong on the site.",
    503: "The site can't do this at the moment; the header Retry-After says when to try again.",
}


@lru_cache(maxsize=1)
def document() -> Document:
    """Return the document."""
    made: Document = json.loads(json.dumps(OpenAPISchema(api, PREFIX.lstrip("/")), default=str))
    schemas = made["components"]["schemas"]
    _add_models(schemas)
    _add_report(schemas)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    _finish_convert(made["paths"][f"{PREFIX}convert"]["post"], schemas)
    _finish_revert(made["paths"][f"{PREFIX}revert"]["post"], schemas)
    _drop(schemas)
    made["components"]["responses"] = {_name(status): _error(status) for status in PHRASES}
    made["components"]["schemas"] = dict(sorted(schemas.items()))
    named: Document = json.loads(LIST_NAME.sub(r"\1List", json.dumps(made)))
    return named


def text() -> str:
    """Return the document as it is written to files."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def _add_models(schemas: Document) -> None:
    """Add schemas that no operation of ninja names: bodies that are read by hand, and errors."""
    for model in (ErrorAnswer, LookupRequest, TranslateRequest):
        schema = model.model_json_schema(
            ref_template=REF + "{model}", schema_generator=NinjaGenerateJsonSchema
        )
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema


def _add_report(schemas: Document) -> None:
    """Add the report's own schema, its parts under names of their own."""
    text = SCHEMAS["report"].read_text(encoding="utf-8")
    report = json.loads(text.replace("#/$defs/", f"{REF}Report-"))
    for name, schema in report.pop("$defs").items():
        schemas[f"Report-{name}"] = schema
    del report["$schema"], report["$id"]
    schemas["Report"] = report


def _complete(path: str, method: str, operation: Document) -> None:
    """Document every answer of an operation."""
    answers = operation["responses"]
    statuses = [400, 405, 415, 422, 429, 500, 503]
    if "{" in path:
        statuses.append(404)
    if method == "post":
        statuses.append(413)
        answers["200"]["headers"] = {
            "Cache-Control": _header("no-store: nobody keeps the response.")
        }
    elif path.endswith("/lookup"):
        statuses.append(413)
    if method == "get":
        answers["200"]["headers"] = {
            "ETag": _header("The state of the tables; send it back as If-None-Match."),
            "Cache-Control": _header("May be kept, and must be asked for each time."),
        }
        answers["304"] = {"description": "Unchanged since the ETag that was sent."}
    for status in sorted(statuses):
        answers[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    operation["responses"] = dict(sorted(answers.items()))
    for parameter in operation.get("parameters", ()):
        _tidy(parameter)
        if parameter["in"] == "path":
            about = IN_PATHS[path.removeprefix(PREFIX)]
            parameter["description"], parameter["example"] = about


def _tidy(parameter: Document) -> None:
    """Let a parameter have its example as OpenAPI wants it, and say nothing twice."""
    for name in ("title", "description", "examples"):
        parameter["schema"].pop(name, None)
    examples = parameter.pop("examples", None)
    if isinstance(examples, list) and examples:
        parameter["example"] = examples[0]


def _header(description: str) -> Document:
    return {"description": description, "schema": {"type": "string"}}


def _finish_convert(operation: Document, schemas: Document) -> None:
    """Give the converter's answers: both parts, one of them, or lines."""
    schemas["Document"] = {
        "description": "A document of the target: `items` of v3 and here-v3, `data` of OCPI.",
        "type": "object",
        "anyOf": [{"required": ["items"]}, {"required": ["data"]}],
    }
    both = schemas["ConvertAnswer"]["properties"]
    both["report"] = {"$ref": f"{REF}Report"}
    both["document"] |= {"anyOf": [{"$ref": f"{REF}Document"}, LINES]}
    _offer(operation, "ConvertAnswer", "Report", "Document")


def _finish_revert(operation: Document, schemas: Document) -> None:
    """Give the answers of the way back: both parts, one of them, or lines."""
    schemas["RevertReport"] = _parted(RevertReport, schemas, "RevertReport-")
    schemas["V2Answer"] = {
        "description": "A v2 response of stations.",
        "type": "object",
        "required": ["hasMore", "count", "evStations"],
    }
    both = schemas["RevertAnswer"]["properties"]
    both["report"] = {"$ref": f"{REF}RevertReport"}
    both["document"] = {"anyOf": [{"$ref": f"{REF}V2Answer"}, LINES]}
    _offer(operation, "RevertAnswer", "RevertReport", "V2Answer")


def _offer(operation: Document, *names: str) -> None:
    """Let an operation answer with one of these schemas, or with lines."""
    forms = [{"$ref": f"{REF}{name}"} for name in names]
    operation["responses"]["200"]["content"] = {
        "application/json": {"schema": {"anyOf": forms}},
        "application/x-ndjson": {"schema": {"type": "string"}},
    }


def _parted(kind: type, schemas: Document, prefix: str) -> Document:
    """The schema of a msgspec structure; its parts go among the others, under names of theirs."""
    (schema,), parts = msgspec.json.schema_components([kind], ref_template=f"{REF}{prefix}{{name}}")
    own = schema["$ref"].removeprefix(f"{REF}{prefix}")
    schemas |= {f"{prefix}{name}": part for name, part in parts.items() if name != own}
    found: Document = parts[own]
    return found


def _drop(schemas: Document) -> None:
    """Drop schemas of parameters, which stand with their operations, and what says nothing."""
    for model in (Part, Searched, Searching, Codes, ConvertOptions, RevertOptions):
        schemas.pop(model.__name__, None)
    for schema in schemas.values():
        schema.pop("title", None)
        for member in schema.get("properties", {}).values():
            member.pop("title", None)
    for member in schemas["Error"]["properties"].values():
        member.pop("default", None)


def _name(status: int) -> str:
    return "".join(word.capitalize() for word in CODES[status][0].split("_"))


def _error(status: int) -> Document:
    code, message = CODES[status]
    example = {"error": {"status": status, "code": code, "message": message}}
    content = {"schema": {"$ref": f"{REF}ErrorAnswer"}, "example": example}
    return {"description": PHRASES[status], "content": {"application/json": content}}


def encoded() -> bytes:
    """Return the document for sending."""
    return msgspec.json.encode(document())
