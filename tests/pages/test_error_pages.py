"""Pages for errors. They ask no database and no session."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.pages.conftest import text

HEADINGS = {
    "400": "Bad request",
    "403": "Not allowed",
    "403_csrf": "Form expired",
    "404": "Not found",
    "413": "Too large",
    "500": "Something went wrong",
}


@pytest.mark.parametrize(("name", "heading"), HEADINGS.items())
def test_error_pages_are_drawn_without_request_or_database(name: str, heading: str) -> None:
    page = BeautifulSoup(render_to_string(f"{name}.html"), "html.parser")
    assert text(page.h1) == heading
    assert text(page.title) == f"{heading} · evmap"
    assert page.select_one("nav a[href='/connectors/']")


def test_a_missing_page_asks_the_database_nothing(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.cookies["sessionid"] = "x" * 32
    with django_assert_num_queries(0):
        answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert b"There is no page at this address." in answer.content
