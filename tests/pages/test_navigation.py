"""The header of every page: by purpose, with menus, signing in and out."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.pages.conftest import See

TOP = ["Look up", "Convert", "Requests"]
TABLES = ["Connectors", "Standards", "Statuses", "Elements", "Fields"]
DOCUMENTS = ["Plan", "Finding codes", "Glossary", "API"]


@pytest.mark.parametrize("nav", [".site-nav", ".site-menu"])
def test_the_navigation_is_by_purpose(see: See, nav: str) -> None:
    page = see("/connectors/36/")
    assert page.texts(f"{nav} a") == [*TOP, *TABLES, *DOCUMENTS]
    assert page.texts(f"{nav} summary")[-2:] in (["Tables", "Docs"], ["Menu"])
    for link in page.links(f"{nav} a"):
        assert see(link).status == 200


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/connectors/36/", "Connectors"),
        ("/statuses/v2/OFFLINE/", "Statuses"),
        ("/findings/EV301/", "Finding codes"),
        ("/lookup/?q=type+2", "Look up"),
        ("/convert/", "Convert"),
        ("/request/", "Requests"),
        ("/plan/", "Plan"),
        ("/glossary/", "Glossary"),
        ("/api/v1/docs", "API"),
    ],
)
def test_it_says_where_you_are(see: See, address: str, here: str) -> None:
    page = see(address)
    assert page.texts(".site-nav a[aria-current]") == [here]
    assert page.texts(".site-menu a[aria-current]") == [here]
    menu = {"Connectors": "Tables", "Statuses": "Tables", "Finding codes": "Docs"}.get(here)
    if menu:
        assert page.texts(".site-nav summary.is-current") == [menu]


def test_home_is_nowhere_else(see: See) -> None:
    assert see("/").texts("[aria-current]") == []


SEARCHES = "[data-lookup], [data-search]"


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/connectors/", "/standards/", "/statuses/", "/elements/", "/fields/", "/findings/"),
        *("/connectors/36/", "/lookup/", "/lookup/?q=type+2", "/request/", "/glossary/"),
    ],
)
def test_every_page_has_one_search_box(see: See, address: str) -> None:
    assert len(see(address).soup.select(SEARCHES)) == 1


# --- Signing in and out ---


def test_a_reader_can_sign_in_and_comes_back(see: See) -> None:
    page = see("/connectors/36/")
    assert page.links("a.account") == ["/admin/login/?next=/connectors/36/"]
    assert page.texts(".account") == ["Sign in"]


def test_who_is_signed_in_finds_the_admin_and_signs_out(see: See, client: Client) -> None:
    client.force_login(User.objects.create_superuser("eda"))
    page = see("/connectors/36/")
    assert page.texts(".account summary") == ["eda"]
    assert page.texts(".account a") == ["Notes", "Changes", "Admin"]
    form = page.one(".account form")
    token = page.one(".account input[name=csrfmiddlewaretoken]")["value"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    fields = {"csrfmiddlewaretoken": token, "next": "/connectors/36/"}
    answer = strict.post(str(form["action"]), fields)
    assert (answer.status_code, answer["Location"]) == (302, "/connectors/36/")
    assert see("/connectors/36/").texts(".account") == ["Sign in"]


def test_an_account_without_rights_sees_only_the_way_out(see: See, client: Client) -> None:
    client.force_login(User.objects.create_user("reader"))
    page = see("/connectors/36/")
    assert page.texts(".account a") == []
    assert page.texts(".account button") == ["Sign out"]
