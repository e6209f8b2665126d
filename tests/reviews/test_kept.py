"""Kept reviews: only for those who ask, by a link that nobody can guess, and gone when due."""

from __future__ import annotations

import gzip
import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from evmap.masking import without_tokens
from evmap.reviews import keeping, views
from evmap.reviews.models import KeptDocument, KeptReview
from evmap.reviews.payload import Payload
from evmap.samples import SAMPLES
from tests.conversion import support
from tests.reviews.conftest import Convert, Seen, again, see

__all__ = ["see"]

pytestmark = pytest.mark.django_db

SECRET = "Geheimhaus-8d1f"
TEXT = support.encode(support.answer(support.station(support.group(), name=SECRET))).decode()

Keep = Callable[..., str]


@pytest.fixture
def keep(client: Client, convert: Convert) -> Keep:
    """Convert, keep, and return the address of the review."""

    def send(**given: Any) -> str:
        page = convert(**(given or {"text": TEXT}))
        answer = client.post("/convert/keep/", again(page))
        assert answer.status_code == 303
        address, anchor = answer["Location"].split("#")
        assert anchor == "kept"
        return address

    return send


def open_page(client: Client, address: str) -> Seen:
    """Open an address."""
    answer = client.get(address)
    return Seen(answer)


def main_of(page: Seen) -> str:
    """The sections that show the conversion, without the sentence on what is stored."""
    for sentence in page.soup.select(".stored"):
        sentence.extract()
    found = page.soup.select(".verdict, .findings, .texts, .fields, .trip")
    assert len(found) >= 4
    return "".join(map(str, found))


# -- keeping and opening --------------------------------------------------------------------


def test_a_kept_review_shows_what_its_upload_showed(client: Client, convert: Convert) -> None:
    page = convert(text=TEXT, to="here-v3", accept_successors="on")
    address = client.post("/convert/keep/", again(page))["Location"].split("#")[0]
    opened = open_page(client, address)
    assert opened.status == 200
    assert main_of(opened) == main_of(page)


def test_several_files_and_samples_are_kept(client: Client, keep: Keep) -> None:
    address = keep(sample="deprecated", to="ocpi-2.3.0")
    assert SAMPLES["deprecated"].title in open_page(client, address).main
    assert keeping.find(address.split("/")[2]).content.files == []  # type: ignore[union-attr]


def test_the_link_cannot_be_guessed_and_the_table_does_not_know_it(keep: Keep) -> None:
    tokens = [keep().split("/")[2] for _ in range(3)]
    assert len(set(tokens)) == 3
    assert all(len(token) == 43 for token in tokens)
    for review in KeptReview.objects.values():
        assert not any(token in str(review) for token in tokens)


def test_anyone_with_the_link_can_open_it_and_only_the_owner_delete_it(keep: Keep) -> None:
    address = keep()
    stranger = Client()
    page = open_page(stranger, address)
    assert SECRET in page.main
    assert page.soup.select(f'form[action="{address}delete/"]') == []
    assert stranger.post(f"{address}delete/").status_code == 404
    assert KeptReview.objects.count() == 1


def test_the_owner_deletes_it_at_once(client: Client, keep: Keep) -> None:
    address = keep()
    page = open_page(client, address)
    assert page.one(f'form[action="{address}delete/"] button').get_text() == "Delete it now"
    answer = client.post(f"{address}delete/")
    assert (answer.status_code, answer["Location"]) == (303, "/reviews/")
    assert KeptReview.objects.count() == KeptDocument.objects.count() == 0
    assert client.get(address).status_code == 404


def test_deleting_needs_a_post_with_the_token_of_the_site(keep: Keep) -> None:
    address = keep()
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(f"{address}delete/").status_code == 405
    assert strict.post(f"{address}delete/").status_code == 403


def test_a_forged_list_of_reviews_is_no_list(client: Client, keep: Keep) -> None:
    address = keep()
    forger = Client()
    forger.cookies["reviews"] = address.split("/")[2]
    assert forger.post(f"{address}delete/").status_code == 404
    assert "There are none" in open_page(forger, "/reviews/").main


def test_the_own_list_shows_ones_own_and_no_others(client: Client, keep: Keep) -> None:
    first, second = keep(), keep(sample="pool")
    page = open_page(client, "/reviews/")
    assert page.links("table a") == [second, first]
    assert "There are none" in open_page(Client(), "/reviews/").main


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: Client, keep: Keep) -> None:
    keep()
    cookie = client.cookies["reviews"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


# -- how long -------------------------------------------------------------------------------


def expire() -> None:
    """Let all reviews expire."""
    KeptReview.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def test_it_says_when_it_expires_and_that_is_a_setting(
    client: Client, keep: Keep, settings: Settings
) -> None:
    settings.EVMAP_KEEP_DAYS = 3
    page = open_page(client, keep())
    review = KeptReview.objects.get()
    assert review.expires_at - review.created_at == timedelta(days=3)
    assert page.one("#kept").get_text() == f"Kept until {review.expires_at:%-d %B %Y, %H:%M} UTC"


def test_an_expired_link_is_gone_before_any_purge_and_its_document_with_it(
    client: Client, keep: Keep
) -> None:
    address = keep()
    expire()
    page = open_page(client, address)
    assert page.status == 410
    assert SECRET not in str(page.soup)
    assert KeptDocument.objects.count() == 0
    assert client.get(address).status_code == 404
    assert "There are none" in open_page(client, "/reviews/").main


def test_purge_reviews_removes_what_has_expired_and_nothing_else(keep: Keep) -> None:
    keep()
    expire()
    address = keep(sample="pool")
    out = StringIO()
    call_command("purge_reviews", stdout=out)
    assert out.getvalue() == "0 kept reviews removed.\n", "keeping one removes those before it"
    expire()
    call_command("purge_reviews", stdout=out)
    assert out.getvalue().endswith("1 kept review removed.\n")
    assert Client().get(address).status_code == 404
    assert KeptDocument.objects.count() == 0


def test_purge_reviews_removes_everything_where_it_is_told_to(keep: Keep) -> None:
    keep()
    call_command("purge_reviews", all=True, stdout=StringIO())
    assert KeptReview.objects.count() == KeptDocument.objects.count() == 0


def test_tables_that_changed_since_are_told(client: Client, keep: Keep) -> None:
    address = keep()
    assert "tables have changed" not in open_page(client, address).main
    KeptDocument.objects.update(tables="0.0.9 other")
    assert "tables have changed" in open_page(client, address).main


# -- how much -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["EVMAP_KEEP_BYTES", "EVMAP_KEEP_TOTAL_BYTES"])
def test_what_is_too_large_is_refused_with_a_reason(
    client: Client, convert: Convert, settings: Settings, name: str
) -> None:
    setattr(settings, name, 100)
    answer = client.post("/convert/keep/", again(convert(text=TEXT)))
    assert answer.status_code == 413
    assert b"Download the report instead." in answer.content
    assert KeptReview.objects.count() == 0


def test_a_site_may_keep_none(client: Client, convert: Convert, settings: Settings) -> None:
    settings.EVMAP_KEEP_DAYS = 0
    page = convert(text=TEXT)
    assert page.soup.select("#keep, [formaction$='/keep/']") == []
    assert client.post("/convert/keep/", again(page)).status_code == 413
    assert "keeps no reviews" in open_page(client, "/reviews/").main


def test_what_cannot_be_converted_is_not_kept(client: Client) -> None:
    assert client.post("/convert/keep/", {"sample": "broken"}).status_code == 400
    assert client.get("/convert/keep/").status_code == 405
    assert KeptReview.objects.count() == 0


def test_documents_are_stored_packed_and_counted(keep: Keep) -> None:
    keep()
    review, document = KeptReview.objects.get(), KeptDocument.objects.get()
    assert (review.files, review.bytes) == (1, len(TEXT.encode()))
    assert review.stored_bytes == len(document.content)
    assert SECRET.encode() in gzip.decompress(bytes(document.content))


# -- who sees what --------------------------------------------------------------------------


def test_answers_stay_out_of_caches_indexes_and_referrers(client: Client, keep: Keep) -> None:
    address = keep()
    expired = keep(sample="pool")
    KeptReview.objects.filter(files=1, bytes=len(SAMPLES["pool"].read())).update(
        expires_at=timezone.now()
    )
    for page in (address, expired, "/reviews/"):
        answer = client.get(page)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Referrer-Policy"] == "strict-origin"


def test_staff_see_sizes_and_dates_and_can_change_nothing(client: Client, keep: Keep) -> None:
    address = keep()
    User.objects.create_superuser("root", password="pw")
    staff = Client()
    staff.login(username="root", password="pw")
    base = "/admin/reviews/keptreview/"
    review = KeptReview.objects.get()
    for page in (base, f"{base}{review.pk}/change/"):
        answer = staff.get(page)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert SECRET not in text
        assert address.split("/")[2] not in text
        assert review.digest not in text
    assert str(review.stored_bytes) in staff.get(base).content.decode()
    assert staff.get(f"{base}add/").status_code == 403
    assert staff.post(f"{base}{review.pk}/change/", {}).status_code == 403
    assert staff.post(f"{base}{review.pk}/delete/", {"post": "yes"}).status_code == 403
    registered = {model.__name__ for model in apps.get_app_config("reviews").get_models()}
    assert registered == {"KeptReview", "KeptDocument"}
    assert staff.get("/admin/reviews/keptdocument/").status_code == 404


def test_an_error_report_names_variables_and_shows_no_document(
    keep: Keep, client: Client, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    address = keep()
    reports: list[str] = []

    def fail(*_args: object, **_more: object) -> None:
        document = TEXT  # a variable that holds it
        raise ZeroDivisionError(len(document) and "a bug")

    def report(request: HttpRequest, *_more: object) -> HttpResponse:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.extend([reporter.get_traceback_text(), reporter.get_traceback_html()])
        return HttpResponse(status=500)

    monkeypatch.setattr(views, "result_of", fail)
    monkeypatch.setattr("django.core.handlers.exception.handle_uncaught_exception", report)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        client.get(address)
        client.post("/convert/", {"text": TEXT})
        client.post("/convert/", {"packed": again_of(TEXT), "name": "x"})
    assert len(reports) == 6
    said = [record.getMessage() for record in caplog.records if "django.db" not in record.name]
    said += [str(record.exc_info) for record in caplog.records]
    assert "a bug" in reports[0]
    for text in [*reports, *said]:
        assert SECRET not in text
    for text in reports:
        assert client.cookies["reviews"].value not in text


def again_of(text: str) -> str:
    """A document as a result page carries it."""
    return Payload(text.encode()).packed()


def test_links_are_masked_in_logs() -> None:
    token = "a-_9" * 11
    assert without_tokens(f'"GET /reviews/{token}/delete/"') == '"GET /reviews/.../delete/"'
    assert without_tokens("/reviews/ /convert/") == "/reviews/ /convert/"


# -- what it costs --------------------------------------------------------------------------


def test_opening_asks_the_database_little(client: Client, keep: Keep) -> None:
    address = keep()
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    # The review; the state of the tables, for itself and for the conversion; the preferences, for
    # the conversion and for the form; the notes.
    assert len(queries) <= 6


def test_the_own_list_is_one_query_however_many_there_are(client: Client, keep: Keep) -> None:
    keep()
    keep()
    with CaptureQueriesContext(connection) as queries:
        client.get("/reviews/")
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        Client().get("/reviews/")
    assert len(queries) == 0


def test_a_strange_token_is_not_found() -> None:
    for token in ("x", "a" * 500, "%00", "é"):
        assert Client().get(f"/reviews/{token}/").status_code == 404
