"""The OpenAPI document: complete, in step, and shown without a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from evmap.api import openapi, reference
from evmap.api.api import api
from tests.pages.conftest import See, see

__all__ = ["see"]

DOCUMENT = openapi.document()
OPERATIONS: dict[str, dict[str, Any]] = {
    operation["operationId"]: {**operation, "method": method, "path": path}
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}


def test_the_document_in_the_repository_is_in_step() -> None:
    assert openapi.FILE.read_text(encoding="utf-8") == openapi.text(), (
        "run: python manage.py api_schema"
    )


def test_the_command_writes_and_checks(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(openapi, "FILE", tmp_path / "docs" / "openapi.json")
    with pytest.raises(CommandError):
        call_command("api_schema", check=True)
    call_command("api_schema")
    call_command("api_schema", check=True)
    assert "in step" in capsys.readouterr().out


def test_the_site_serves_the_document(client: Client, db: None) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json() == DOCUMENT
    assert answer["ETag"]


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does() -> None:
    count = sum(len(operations) for operations in DOCUMENT["paths"].values())
    assert len(OPERATIONS) == count == 20
    for operation in OPERATIONS.values():
        assert operation["summary"]
        assert operation["description"].endswith(".")
        assert operation["tags"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_documents_its_answers(name: str) -> None:
    operation = OPERATIONS[name]
    answers = set(operation["responses"])
    assert {"200", "400", "405", "422", "500"} <= answers
    assert ("404" in answers) == ("{" in operation["path"])
    assert ("304" in answers) == (operation["method"] == "get")
    if operation["method"] == "post":
        assert "413" in answers
        assert operation["requestBody"]["content"]["application/json"]["example"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_parameter_is_described(name: str) -> None:
    parameters = OPERATIONS[name].get("parameters", [])
    names = [parameter["name"] for parameter in parameters]
    assert len(names) == len(set(names))
    for parameter in parameters:
        assert parameter["description"].endswith(".")


def references(value: Any) -> Iterator[str]:
    """Give all references in a part of the document."""
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    parts = DOCUMENT["components"]
    known = {f"#/components/{kind}/{name}" for kind in parts for name in parts[kind]}
    used = set(references(DOCUMENT))
    assert used <= known
    assert {name for name in known - used if "/Report-" not in name} == set()


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_every_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(DOCUMENT["components"]["schemas"][name])


def test_examples_of_bodies_and_errors_keep_their_schema() -> None:
    parts = {"components": DOCUMENT["components"]}
    for answer in DOCUMENT["components"]["responses"].values():
        content = answer["content"]["application/json"]
        jsonschema.Draft202012Validator({**content["schema"], **parts}).validate(content["example"])
    for operation in OPERATIONS.values():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if "example" in content:
                schema = {**content["schema"], **parts}
                jsonschema.Draft202012Validator(schema).validate(content["example"])


def test_ninjas_own_pages_are_not_served() -> None:
    assert api.docs_url is None
    assert api.openapi_url is None


# --- The pages ---


def test_the_reference_shows_every_operation_and_schema(see: See) -> None:
    page = see("/api/v1/docs")
    shown = {section["id"] for section in page.soup.select("section.operation")}
    models = {f"schema-{model['name']}" for model in reference.models(DOCUMENT)}
    assert shown == set(OPERATIONS) | models
    ids = {element["id"] for element in page.soup.select("[id]")}
    assert {link[1:] for link in page.links("main a[href^='#']")} <= ids
    for name, operation in OPERATIONS.items():
        text = " ".join(page.one(f"#{name}").get_text(" ").split())
        for parameter in operation.get("parameters", []):
            assert parameter["name"] in text
        assert operation["path"] in text


def test_the_reference_has_no_script_of_its_own(see: See) -> None:
    page = see("/api/v1/docs")
    assert page.soup.select("main script, main style, main [style], main [onclick]") == []
    assert all(not str(one["src"]).startswith("http") for one in page.soup.select("script[src]"))


def test_the_examples_on_the_reference_work(see: See, client: Client) -> None:
    commands = see("/api/v1/docs").texts("pre[aria-label='Command that tries it']")
    assert len(commands) == len(OPERATIONS)
    for command in commands:
        address = command.rsplit("'", 2)[1].removeprefix("http://testserver")
        if command.startswith("curl '"):
            assert client.get(address).status_code == 200
        elif command.startswith("curl --json"):
            body = json.loads(command.split("'")[1])
            answer = client.post(address, body, content_type="application/json")
            assert answer.status_code == 200


def test_the_page_says_what_is_stable_and_is_linked_from_every_page(see: See) -> None:
    page = see("/api/v1/")
    assert page.heading == "API, version 1"
    assert "What clients can rely on" in page.texts("h2")
    for link in page.links("main a"):
        assert see(link.partition("#")[0]).status == 200
    assert "/api/v1/" in see("/connectors/36/").links(".site-nav a")
    assert see("/api/v1").answer["Location"] == "/api/v1/"
