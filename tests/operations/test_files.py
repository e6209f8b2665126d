"""Small files at fixed addresses."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client
from pytest_django import Settings


def test_robots_may_read_tables_and_nothing_that_people_send(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    closed = {line.removeprefix("Disallow: ") for line in text.splitlines() if "Disallow" in line}
    assert closed == {"/admin/", "/api/", "/convert/", "/reviews/", "/request/"}


def test_the_old_address_of_the_icon_leads_to_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (301, "/static/img/favicon.svg")


def test_whom_to_tell_of_a_weakness(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now(UTC)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_without_a_contact_there_is_no_such_file(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
