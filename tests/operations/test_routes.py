"""Walks over all routes: the headers of every answer, and who may do what."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from evmap.mappings.models import Note
from evmap.plan.models import Decision, Sighting
from evmap.reviews.models import StoredReview
from tests.support.routes import BESIDE, Route, routes, told
from tests.support.site import ROOT
from tests.test_headers import check

pytestmark = pytest.mark.django_db

ALL = [*(route.path for route in routes()), *BESIDE, "/no-such-page/", "/api/v1/no-such"]
METRICS_TOKEN = "a-token-for-the-tests"


@pytest.fixture
def client() -> Client:
    """A client that gets the answer that a visitor gets, also where the site fails."""
    return Client(raise_request_exception=False)


# --- Headers ---

#: Pages of reviews: their forms need an origin, and their links are secrets.
SECLUDED = ("/reviews/", "/convert/")


def headers(answer: HttpResponseBase, path: str) -> dict[str, str]:
    """The headers of an answer, with the policy for referrers that all other pages have."""
    found = {name.lower(): value for name, value in answer.items()}
    if path.startswith(SECLUDED) and found["referrer-policy"] == "strict-origin":
        found["referrer-policy"] = "same-origin"
    return found


@pytest.mark.parametrize("way", ["GET", "HEAD", "POST", "DELETE", "TRACE"])
def test_every_answer_of_every_route_has_the_headers(client: Client, way: str) -> None:
    for path in dict.fromkeys(ALL):
        answer = client.generic(way, path, secure=True)
        assert answer.status_code < 500, path
        check(headers(answer, path))


def test_so_has_every_answer_to_somebody_who_signed_in(admin_client: Client) -> None:
    for path in dict.fromkeys(ALL):
        answer = admin_client.get(path, secure=True)
        assert answer.status_code < 500, path
        check(headers(answer, path))


@pytest.mark.parametrize("status", [400, 403, 404, 408, 413, 415, 429, 500, 503])
@pytest.mark.parametrize("path", ["/failing/{}/", "/api/v1/failing/{}/"])
def test_so_has_every_refusal(client: Client, settings: Settings, status: int, path: str) -> None:
    settings.ROOT_URLCONF = "tests.support.failing_urls"
    answer = client.get(path.format(status))
    assert answer.status_code == status
    check({name.lower(): value for name, value in answer.items()})
    kind = "application/json" if path.startswith("/api") else "text/html"
    assert answer["Content-Type"].startswith(kind)


def test_a_redirect_to_https_has_them_too(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/admin/login/")
    assert answer.status_code == 301
    check({name.lower(): value for name, value in answer.items()})


# --- Permissions: the table of SECURITY.md ---

Test = Callable[[Route], bool]


def named(*names: str) -> Test:
    return lambda route: re.fullmatch("|".join(names), route.name) is not None


WRITTEN = r"(mappings_note|plan_decision)"
ROWS = r"admin:mappings_(?!note)\w+"
#: Which rows of the table tell of which routes, and the methods; the first that fits counts.
AREAS: list[tuple[str, str, Test]] = [
    (
        "the admin's first page, own password",
        "GET",
        named("admin:(index|password_change.*|jsi18n)"),
    ),
    ("log in and out", "GET POST", named("admin:log(in|out)")),
    ("look at rows in the admin", "GET", named(rf"{ROWS}_(changelist|change|history)")),
    ("change rows of the mapping tables", "POST", named(rf"{ROWS}_(add|change|delete)")),
    (
        "write notes, decide in the plan",
        "GET POST",
        named(
            rf"admin:{WRITTEN}_(changelist|add|change|delete|history|simple_history)",
            "mappings:write-note",
        ),
    ),
    (
        "write notes, decide in the plan",
        "POST",
        named("plan:(subject|figures|upload|shown|back)"),
    ),
    (
        "look at figures of reports in the admin, delete them",
        "GET",
        named("admin:plan_sighting_(changelist|change|delete|history)"),
    ),
    ("add or change figures in the admin", "POST", named("admin:plan_sighting_(add|change)")),
    (
        "see sizes and dates of reviews",
        "GET",
        named("admin:reviews_storedreview_(changelist|change|history)"),
    ),
    (
        "add the figures of a review to the plan: it takes its link, and an editor",
        "GET POST",
        named("reviews:figures"),
    ),
    ("delete somebody else's review", "POST", named("reviews:delete")),
    (
        "change or delete reviews in the admin",
        "POST",
        named("admin:reviews_storedreview_(add|change|delete)"),
    ),
    ("manage accounts and groups", "GET POST", named("admin:auth_.*")),
    (
        "decide in a review: options, accepted findings, name, text, keeping it",
        "POST",
        named("reviews:(choose|accept|edit|what_if|keep|name)"),
    ),
    ("open a review, and take its files along", "GET", named("reviews:(?!convert|back|own)\\w+")),
    ("read the figures at /metrics", "GET", named("operations:metrics")),
    ("convert, translate, look lists up", "POST", named(
        "reviews:(convert|back)",
        "mappings:(lookup|request)",
        "api:(look_up_many|translate_request|convert|revert)",
    )),
    ("read tables, the plan, findings, look-ups and the API", "GET", named(
        "mappings:.*", "plan:(plan|plan-data|file|figures|changes|subject)",
        "diagnostics:.*", "reviews:(convert|back|own)", "operations:.*",
        r"api:(home|docs|openapi|list_\w+|get_\w+|search_all|look_up|api-root)",
    )),
]  # fmt: skip
#: Parts of the admin that only lead to others, with what these say.
LEADS_ON = named("admin:", "admin:(autocomplete|view_on_site|app_list)")
ROLES = ("anonymous", "stranger with a link", "staff", "editor", "superuser")


@cache
def table() -> dict[str, dict[str, str]]:
    """The table of SECURITY.md: area to role to yes, no or sign in."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \|$", text.partition("## Permissions")[2], re.MULTILINE)
    head, *lines = (row.split(" | ") for row in rows)
    assert tuple(head[1:]) == ROLES
    return {line[0]: dict(zip(ROLES, line[1:], strict=True)) for line in lines if line[0] != "---"}


@pytest.fixture
def parts() -> dict[str, str]:
    """Something to look at behind every address."""
    pk = 500  # That of nothing else.
    StoredReview.objects.create(
        pk=pk, digest="0" * 64, created_at=timezone.now(), expires_at=timezone.now(),
        files=1, bytes=1, stored_bytes=1,
    )  # fmt: skip
    note = Note(pk=pk, table="connector", key="36", text="Hello", author="Ada")
    note.save()
    Decision.objects.create(pk=pk, subject="status/OFFLINE", choice="PLANNED", reason="Ours.")
    Sighting.objects.create(pk=pk, source="a", target="v3", seen_at=timezone.now())
    for model in (Note, Decision, Sighting):
        model.history.update(history_id=pk)
    Group.objects.get_or_create(pk=pk, defaults={"name": "others"})
    User.objects.get_or_create(pk=pk, defaults={"username": "somebody"})
    return {
        **{str(model._meta).replace(".", "/"): one_of(model) for model in admin.site._registry},
        "object_id": str(pk),
        "id": str(pk),
    }


def one_of(model: type[Model]) -> str:
    """Return the id of a row: what its tables count from, only the database knows."""
    return str(model._default_manager.order_by("-pk").values_list("pk", flat=True)[0])


@pytest.fixture
def as_role(client: Client, settings: Settings) -> Callable[[str], Client]:
    """A function that returns a client of a role."""
    settings.METRICS_TOKEN = METRICS_TOKEN
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    sessions: dict[str, Session] = {}

    def make(role: str) -> Client:
        found = Client(raise_request_exception=False)
        if role in sessions:
            # As it was at first, also where one of the routes has changed it or logged out.
            sessions[role].save()
            found.cookies[settings.SESSION_COOKIE_NAME] = sessions[role].session_key
        elif role in ("staff", "editor", "superuser"):
            user, _ = User.objects.get_or_create(
                # A number of its own: PostgreSQL does not know of those that were given.
                pk=1_000 + ROLES.index(role),
                username=f"the-{role}",
                is_staff=True,
                is_superuser=role == "superuser",
            )
            if role == "editor":
                user.groups.add(Group.objects.get(name="editors"))
            found.force_login(user)
            sessions[role] = Session.objects.get(pk=found.session.session_key)
        return found

    return make


def token_of_review(client: Client) -> str:
    """Make a review in a browser of its own, and return its token."""
    answer = client.post("/convert/", {"sample": "ac"})
    return str(answer["Location"]).split("/")[2]


def test_every_route_has_a_row_in_the_table() -> None:
    without = [
        route.name
        for route in routes()
        if not LEADS_ON(route) and not any(fits(route) for _area, _ways, fits in AREAS)
    ]
    assert without == []
    assert {area for area, _ways, _fits in AREAS} == table().keys()


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    role: str, as_role: Callable[[str], Client], parts: dict[str, str]
) -> None:
    if role == "stranger with a link":
        parts |= {"token": token_of_review(Client())}
    wrong = {}
    for route in routes(parts):
        if LEADS_ON(route):
            continue
        area, ways, _fits = next(one for one in AREAS if one[2](route))
        for way in ways.split():
            # Anew each time: what one of the routes did is nothing to the next.
            answer = told(as_role(role).generic(way, route.path))
            if answer == "no such way":
                continue  # Another method of the same address is in the list.
            answer = "no" if answer == "not there" else answer
            if answer != table()[area][role]:
                wrong[f"{way} {route.path}"] = f"{answer}, and the table says {table()[area][role]}"
    assert wrong == {}


def test_figures_are_for_whoever_knows_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = METRICS_TOKEN
    for given in ("", "Bearer", "Bearer wrong", METRICS_TOKEN[:-1]):
        assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


# --- Signing in ---


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("", "/admin/"),
        ("/plan/", "/plan/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("http://[", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ],
)
def test_signing_in_leads_to_a_page_of_this_site_that_is_there(wanted: str, leads: str) -> None:
    User.objects.create_superuser("root", password="only-for-this-test")
    client = Client()
    form = {"username": "root", "password": "only-for-this-test", "next": wanted}
    answer = client.post("/admin/login/", form, secure=True)
    assert (answer.status_code, answer["Location"]) == (302, leads)
    assert client.get(leads, secure=True).status_code == 200
