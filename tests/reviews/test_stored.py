"""A review has an address: who has it sees the same, nobody else sees anything, and it goes."""

from __future__ import annotations

import gzip
import logging
import re
import secrets
import sys
from datetime import timedelta
from io import StringIO
from itertools import chain
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from evmap.conversion import Options
from evmap.conversion.converter import Converter
from evmap.conversion.reports.contract import make_report
from evmap.masking import without_tokens
from evmap.operations import children
from evmap.reviews import keeping, roundtrip
from evmap.reviews import stored as stored_reviews
from evmap.reviews.models import StoredPart, StoredReview
from evmap.reviews.results import pack_result, unpack_result
from evmap.reviews.sealing import digest_of
from evmap.reviews.texts import Span
from evmap.samples import SAMPLES
from tests.conversion import support
from tests.reviews.conftest import Make, Seen, see, stored
from tests.reviews.support import convert_for_web

__all__ = ["see"]

pytestmark = pytest.mark.django_db

SECRET = "Geheimhaus-8d1f"
TEXT = support.encode(support.answer(support.station(support.group(), name=SECRET))).decode()


def look(client: Client, address: str) -> Seen:
    """Open an address."""
    return Seen(client.get(address))


# --- The address ---


def test_a_conversion_leads_to_its_review_and_everybody_with_the_link_sees_the_same(
    client: Client, make: Make
) -> None:
    address = make(text=TEXT, to="here-v3", accept_successors="on")
    page = look(client, address)
    assert page.status == 200
    assert look(client, address).main == page.main
    assert SECRET.encode() in client.get(address + "download/document/").content
    assert stored(address).choices == Options(target="here-v3", accept_successors=True)
    stranger = Client()
    assert look(stranger, address).heading == page.heading
    assert SECRET.encode() in stranger.get(address + "download/document/").content


def test_what_is_stored_is_the_conversion_as_it_was(make: Make) -> None:
    for name in ("ac", "dc", "deprecated", "counts", "unknown", "pool"):
        files = stored(make(sample=name)).files()
        made = convert_for_web(SAMPLES[name].read(), name=SAMPLES[name].file_name, outline=True)
        assert files.report == make_report(made)
        assert files.conversion.document == made.document
        assert files.conversion.text == made.text
        assert files.conversion.outline == made.outline
        assert [one.key for one in files.conversion.findings] == [one.key for one in made.findings]


def test_a_stored_conversion_of_any_text_can_be_read_again() -> None:
    for data in (
        b'{"poolId":"x","distance":' + b"9" * 400 + b"}",
        b'{"poolId":"x","name":"a\\ud800","\\udfff":"\\udfff"}',
        b"<evStations><evStation><poolId>x</poolId><name>y</name></evStation></evStations>",
        '{"poolId":"ü"}'.encode("utf-16"),
        b'{"poolId":"x"}\n{bad\n{"poolId":"y"}',
    ):
        made = convert_for_web(data, outline=True)
        is_xml = data.startswith(b"<")
        again = unpack_result(pack_result(made, is_xml=is_xml), made.text)
        assert (again.document, again.text, again.root) == (made.document, made.text, made.root)
        assert [one.occurrences for one in again.findings] == [
            one.occurrences for one in made.findings
        ]


def test_several_files_are_read_one_at_a_time(client: Client) -> None:
    files = [
        SimpleUploadedFile("a.json", SAMPLES["ac"].read()),
        SimpleUploadedFile("b.json", b"{"),
        SimpleUploadedFile("c.json.gz", gzip.compress(SAMPLES["counts"].read())),
    ]
    review = stored(client.post("/convert/", {"file": files})["Location"])
    assert [(line.number, line.payload.title, line.error is None) for line in review.lines] == [
        (1, "a.json", True),
        (2, "b.json", False),
        (3, "c.json.gz", True),
    ]
    assert review.state.title == "3 files"
    assert review.files(3).shown.payload.name == "c.json.gz"
    assert review.files(3).conversion.text == SAMPLES["counts"].read()
    assert review.files(2).shown.number == review.files(99).shown.number == 1
    assert review.whole.input["records"] == 3


def test_small_documents_know_what_the_other_targets_would_give(client: Client, make: Make) -> None:
    found = stored(make(sample="ac", to="ocpi-2.2.1")).targets
    assert list(found) == ["ocpi-2.2.1", "v3", "here-v3", "ocpi-2.3.0"]
    assert found["v3"].findings == stored(make(sample="ac")).whole.findings
    large = SAMPLES["ac"].read() + b" " * 200_000
    assert list(stored(make(file=SimpleUploadedFile("x.json", large))).targets) == ["v3"]


def test_looking_at_a_review_converts_nothing(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make(text=TEXT)

    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("a conversion")

    monkeypatch.setattr(children, "run", refuse)
    monkeypatch.setattr(Converter, "convert", refuse)
    monkeypatch.setattr(roundtrip, "revert", refuse)
    pages = ("", "findings/", "fields/", "document/", "roundtrip/", "checklist/")
    downloads = ("document", "report", "checklist", "accepted")
    for below in (*pages, *(f"download/{name}/" for name in downloads)):
        assert client.get(address + below).status_code == 200, below


def test_a_strange_token_is_not_found() -> None:
    for token in ("x", "a" * 500, "%00", "é", "%ed%a0%80"):
        assert Client().get(f"/reviews/{token}/").status_code == 404
        assert Client().post(f"/reviews/{token}/choose/").status_code == 404


# --- Nobody reads what is stored ---


def dump() -> bytes:
    """All cells of all tables of the database."""
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for cell in chain.from_iterable(cursor.fetchall()):
                binary = isinstance(cell, bytes | memoryview)
                found += b"\n" + (bytes(cell) if binary else str(cell).encode())
    return found


def test_a_dump_of_the_database_holds_nothing_of_a_document_nor_of_what_was_decided(
    client: Client, make: Make
) -> None:
    known = dump()
    values = [text for text in re.findall(r'"([^"]{3,})"', TEXT) if text.encode() not in known]
    assert len(values) > 5
    address = make(file=SimpleUploadedFile("Kundendaten.json", TEXT.encode()), partner="Partnerin")
    line = stored(address).whole.findings[0]
    client.post(address + "keep/", {"name": "Umzug von Anna"})
    client.post(address + "accept/", {"go": "accept-shown", "accept_reason": "Weil Bert es sagt"})
    assert len(stored(address).state.entries) > 3
    copy = dump()
    assert stored(address).row.digest.encode() in copy, "the dump is one"
    token = address.split("/")[2]
    told = [SECRET, "Kundendaten", "Umzug", "Anna", "Weil Bert", "Partnerin", line.pattern, token]
    for text in (*told, *values):
        assert text.encode() not in copy, text
    for part in StoredPart.objects.all():
        assert bytes(part.content)[12:14] != b"\x1f\x8b", "packed, and then not sealed"


def test_the_database_cannot_open_a_review(make: Make) -> None:
    token = make(text=TEXT).split("/")[2]
    for row in StoredReview.objects.values():
        assert token not in str(row)
    assert len(token) == 43


def test_the_log_never_shows_a_document_nor_a_link(
    client: Client, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        address = make(text=TEXT)
        client.get(address)
        client.post(address + "choose/", {"party": "no party"})
        client.post("/convert/", {"text": SECRET})
    said = [r for r in caplog.records if not r.name.startswith("django.db")]
    text = without_tokens("\n".join(record.getMessage() for record in said))
    assert SECRET not in text
    assert address.split("/")[2] not in text
    assert not Session.objects.exists()


def test_an_error_report_names_variables_and_shows_no_document(
    make: Make, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = make(text=TEXT)
    reports: list[str] = []

    def fail(*_args: object, **_more: object) -> None:
        document = TEXT  # a variable that holds it
        raise ZeroDivisionError(len(document) and "a bug")

    def report(request: HttpRequest, *_more: object) -> HttpResponse:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.extend([reporter.get_traceback_text(), reporter.get_traceback_html()])
        return HttpResponse(status=500)

    monkeypatch.setattr(stored_reviews.Review, "files", fail)
    monkeypatch.setattr(keeping, "store", fail)
    monkeypatch.setattr("django.core.handlers.exception.handle_uncaught_exception", report)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        client.get(address + "download/document/")
        client.post("/convert/", {"text": TEXT})
    assert len(reports) == 4
    said = [record.getMessage() for record in caplog.records if "django.db" not in record.name]
    said += [str(record.exc_info) for record in caplog.records]
    assert "a bug" in reports[0]
    for text in [*reports, *said]:
        assert SECRET not in text
    for text in reports:
        assert client.cookies["reviews"].value not in text


# --- How long ---


def expire() -> None:
    """Let all reviews expire."""
    StoredReview.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def lives(address: str) -> timedelta:
    """How long a review has to live."""
    return stored(address).row.expires_at - timezone.now()


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_a_review_lives_an_hour_after_its_last_change_and_that_is_a_setting(
    client: Client, make: Make, settings: Settings
) -> None:
    address = make(text=TEXT)
    assert minutes(59) < lives(address) <= minutes(60)
    StoredReview.objects.update(expires_at=timezone.now() + minutes(5))
    client.get(address)
    assert lives(address) < minutes(6)
    client.post(address + "name/", {"name": "x"})
    assert minutes(59) < lives(address) <= minutes(60)
    settings.EVMAP_REVIEW_MINUTES = 5
    assert minutes(4) < lives(make(text=TEXT)) <= minutes(5)


def test_a_kept_review_lives_for_days_and_work_on_it_does_not_shorten_that(
    client: Client, make: Make, settings: Settings
) -> None:
    settings.EVMAP_KEEP_DAYS = 3
    address = make(text=TEXT)
    assert client.post(address + "keep/", {"name": " The \n move "}).status_code == 303
    review = stored(address)
    assert (review.row.kept, review.state.name, review.state.title) == (
        True,
        "The move",
        "The move",
    )
    assert minutes(60 * 24 * 3 - 1) < lives(address) <= minutes(60 * 24 * 3)
    client.post(address + "choose/", {"to": "here-v3"})
    assert lives(address) > minutes(60 * 24 * 3 - 1)


def test_a_site_may_keep_none(client: Client, make: Make, settings: Settings) -> None:
    settings.EVMAP_KEEP_DAYS = 0
    address = make(text=TEXT)
    assert client.post(address + "keep/", {"name": "x"}).status_code == 400
    assert not stored(address).row.kept


@pytest.mark.parametrize("kept", [True, False])
def test_an_expired_link_is_gone_before_any_purge_and_says_so_once(
    client: Client, make: Make, kept: bool
) -> None:
    address = make(text=TEXT)
    if kept:
        client.post(address + "keep/")
    expire()
    assert client.post(address + "choose/", {"to": "here-v3"}).status_code in (410, 404)
    address = make(text=TEXT)
    StoredReview.objects.update(kept=kept)
    expire()
    page = look(client, address)
    assert page.status == 410
    assert ("kept for 7 days" in page.main) is kept
    assert SECRET not in str(page.soup)
    assert not StoredPart.objects.exists()
    assert client.get(address).status_code == 404


def test_what_an_earlier_version_kept_says_that_it_ended(client: Client) -> None:
    token = "a" * 43
    StoredReview.objects.create(
        digest=digest_of(token),
        created_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=2),
        files=1, bytes=100, stored_bytes=0,
    )  # fmt: skip
    page = look(client, f"/reviews/{token}/")
    assert page.status == 410
    assert "did not encrypt what it stored" in page.main
    assert client.get(f"/reviews/{token}/").status_code == 410, "until it would have expired"


def test_what_another_version_stored_is_converted_again_on_demand(
    client: Client, make: Make
) -> None:
    address = make(text=TEXT)
    StoredPart.objects.filter(name="results").update(content=b"of a form that nobody knows")
    page = look(client, address)
    assert page.status == 409
    assert "convert it again" in page.main
    for form in ("accept/", "what-if/"):
        # A page that was open since before: its forms lead to the one that explains.
        answer = client.post(address + form, {"go": "accept-shown", "accept_reason": "Fine."})
        assert (answer.status_code, answer["Location"]) == (303, address)
    assert client.post(str(page.one("main form")["action"])).status_code == 303
    assert SECRET.encode() in client.get(address + "download/document/").content


def test_tables_that_changed_since_are_told(client: Client, make: Make) -> None:
    address = make(text=TEXT)
    assert not stored(address).tables_changed
    StoredReview.objects.update(tables="0.0.9 other")
    assert stored(address).tables_changed
    client.post(address + "choose/")
    assert not stored(address).tables_changed


def test_purge_reviews_removes_what_has_expired_and_nothing_else(make: Make) -> None:
    make(text=TEXT)
    expire()
    address = make(sample="pool")
    out = StringIO()
    call_command("purge_reviews", stdout=out)
    assert out.getvalue() == "0 reviews removed.\n", "storing one removes those before it"
    expire()
    call_command("purge_reviews", stdout=out)
    assert out.getvalue().endswith("1 review removed.\n")
    assert Client().get(address).status_code == 404
    assert not StoredPart.objects.exists()


def test_purge_reviews_removes_everything_where_it_is_told_to(make: Make) -> None:
    make(text=TEXT)
    call_command("purge_reviews", all=True, stdout=StringIO())
    assert not StoredReview.objects.exists()
    assert not StoredPart.objects.exists()


# --- How much ---


@pytest.fixture
def size(make: Make) -> int:
    """What a review takes; it is gone again."""
    make(text=TEXT)
    found = StoredReview.objects.get().stored_bytes
    StoredReview.objects.all().delete()
    return found


def test_what_is_stored_is_counted(client: Client, make: Make) -> None:
    address = make(text=TEXT)
    for below, given in (
        ("", {}),
        ("choose/", {"to": "ocpi-2.3.0"}),
        ("edit/", {"text": TEXT + " " * 1000}),
        ("accept/", {"go": "accept-shown", "accept_reason": "x" * 2000}),
        ("name/", {"name": "y"}),
    ):
        if below:
            assert client.post(address + below, given).status_code == 303
        row = StoredReview.objects.get()
        assert row.stored_bytes == sum(len(p.content) for p in row.parts.all()), below


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("EVMAP_KEEP_BYTES", 413, "one review may take"),
        ("EVMAP_KEEP_CLIENT_BYTES", 429, "The reviews of your network address take"),
        ("EVMAP_KEEP_TOTAL_BYTES", 503, "no room for more reviews"),
    ],
)
def test_what_is_full_says_so_with_a_status_and_when_to_come_back(
    client: Client, make: Make, settings: Settings, size: int, *, name: str, status: int, said: str
) -> None:
    setattr(settings, name, int(size * 1.5))
    make(text=TEXT)
    if name == "EVMAP_KEEP_BYTES":
        settings.EVMAP_KEEP_BYTES = size // 2
    page = Seen(client.post("/convert/", {"text": TEXT}))
    assert page.status == status
    assert said in page.main
    assert ("Retry-After" in page.answer.headers) is (status != 413)
    if status != 413:
        assert 3000 < int(page.answer.headers["Retry-After"]) <= 3600
    assert StoredReview.objects.count() == 1


@pytest.mark.parametrize("less", [0, 1])
@pytest.mark.parametrize(
    ("name", "of"),
    [("EVMAP_KEEP_BYTES", 1), ("EVMAP_KEEP_CLIENT_BYTES", 2), ("EVMAP_KEEP_TOTAL_BYTES", 2)],
)
def test_the_last_byte_of_a_room_is_taken_and_one_more_is_not(
    client: Client, make: Make, settings: Settings, size: int, *, name: str, of: int, less: int
) -> None:
    make(text=TEXT)
    setattr(settings, name, size * of - less)
    taken = client.post("/convert/", {"text": TEXT}).status_code == 303
    assert taken is (less == 0)


def test_each_client_has_a_room_of_its_own(
    make: Make, settings: Settings, size: int, client: Client
) -> None:
    settings.EVMAP_KEEP_CLIENT_BYTES = int(size * 1.5)
    make(text=TEXT)
    assert client.post("/convert/", {"text": TEXT}).status_code == 429
    make(by=Client(REMOTE_ADDR="198.51.100.7"), text=TEXT)
    assert StoredReview.objects.count() == 2
    assert "198.51" not in str(StoredReview.objects.values())


def test_changes_count_too_and_one_that_is_refused_changes_nothing(
    client: Client, make: Make, settings: Settings
) -> None:
    address = make(text=TEXT)
    settings.EVMAP_KEEP_CLIENT_BYTES = StoredReview.objects.get().stored_bytes
    before = stored(address).state
    accept = {"go": "accept-shown", "accept_reason": "".join(map(chr, range(300, 1500)))}
    assert client.post(address + "accept/", accept).status_code == 429
    longer = TEXT.replace(SECRET, secrets.token_hex(5000))
    assert client.post(address + "edit/", {"text": longer}).status_code == 429
    assert stored(address).state == before
    assert stored(address).files().conversion.text == TEXT.encode()


def test_a_deleted_review_makes_room(
    client: Client, make: Make, settings: Settings, size: int
) -> None:
    settings.EVMAP_KEEP_TOTAL_BYTES = int(size * 1.5)
    address = make(text=TEXT)
    client.post(address + "delete/")
    make(text=TEXT)


# --- Whose ---


def test_only_the_browser_that_made_it_deletes_it_and_at_once(client: Client, make: Make) -> None:
    address = make(text=TEXT)
    stranger = Client()
    assert look(stranger, address).soup.select(f'form[action="{address}delete/"]') == []
    assert stranger.post(address + "delete/").status_code == 404
    assert StoredReview.objects.count() == 1
    assert client.get(address + "delete/").status_code == 405
    answer = client.post(address + "delete/")
    assert (answer.status_code, answer["Location"]) == (303, "/reviews/")
    assert not StoredReview.objects.exists()
    assert not StoredPart.objects.exists()
    assert client.get(address).status_code == 404


def test_a_forged_list_of_reviews_is_no_list(make: Make) -> None:
    address = make(text=TEXT)
    forger = Client()
    forger.cookies["reviews"] = address.split("/")[2]
    assert forger.post(address + "delete/").status_code == 404
    assert "There are none" in look(forger, "/reviews/").main


def test_the_own_list_shows_ones_own_and_no_others(client: Client, make: Make) -> None:
    first, second = make(text=TEXT), make(sample="pool")
    page = look(client, "/reviews/")
    assert page.links("table a") == [second, first]
    assert page.texts("table a") == [f"Sample “{SAMPLES['pool'].title}”", "Pasted text"]
    assert "There are none" in look(Client(), "/reviews/").main


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: Client, make: Make) -> None:
    make(text=TEXT)
    cookie = client.cookies["reviews"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


def test_another_site_can_change_nothing(client: Client, make: Make) -> None:
    address = make(text=TEXT)
    elsewhere = {"Origin": "https://evil.example"}
    for below in ("choose", "accept", "edit", "keep", "name", "what-if", "delete"):
        assert client.post(f"{address}{below}/", headers=elsewhere).status_code == 403, below
    assert client.post("/convert/", {"text": TEXT}, headers=elsewhere).status_code == 403
    assert StoredReview.objects.count() == 1


def test_responses_stay_out_of_caches_indexes_and_referrers(client: Client, make: Make) -> None:
    address = make(text=TEXT)
    gone = make(text=TEXT)
    StoredReview.objects.filter(digest=digest_of(gone.split("/")[2])).update(
        expires_at=timezone.now()
    )
    answers = [client.get(page) for page in (address, gone, "/reviews/", f"{address}fields/")]
    answers += [client.get(address + "download/report/"), client.post(address + "choose/")]
    answers += [client.post("/convert/", {"text": "{"}), client.post("/convert/", {"text": TEXT})]
    for answer in answers:
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Referrer-Policy"] == "strict-origin"


def test_staff_see_sizes_and_dates_and_can_change_nothing(make: Make) -> None:
    address = make(text=TEXT)
    User.objects.create_superuser("root", password="pw")
    staff = Client()
    staff.login(username="root", password="pw")
    base = "/admin/reviews/storedreview/"
    row = StoredReview.objects.get()
    for page in (base, f"{base}{row.pk}/change/"):
        answer = staff.get(page)
        assert answer.status_code == 200
        text = answer.content.decode()
        for hidden in (SECRET, address.split("/")[2], row.digest, row.client):
            assert hidden not in text
    assert str(row.stored_bytes) in staff.get(base).content.decode()
    assert staff.get(f"{base}add/").status_code == 403
    assert staff.post(f"{base}{row.pk}/change/", {}).status_code == 403
    assert staff.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    registered = {model.__name__ for model in apps.get_app_config("reviews").get_models()}
    assert registered == {"StoredReview", "StoredPart"}
    assert staff.get("/admin/reviews/storedpart/").status_code == 404


def test_links_are_masked_in_logs() -> None:
    token = "a-_9" * 11
    assert without_tokens(f'"GET /reviews/{token}/delete/"') == '"GET /reviews/.../delete/"'
    assert without_tokens("/reviews/ /convert/") == "/reviews/ /convert/"


# --- What it costs ---


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_opening_asks_the_database_little(client: Client, make: Make) -> None:
    # The review; its document and the other targets; the state of the tables; the plan, for the
    # conversion and for the finding; what was seen of it; the notes.
    assert queries_of(client, make(text=TEXT)) <= 7


def test_only_values_that_are_shown_are_made_into_elements(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def span(*parts: Any) -> Span:
        made.append(parts)
        return Span(*parts)

    monkeypatch.setattr("evmap.reviews.panes.Span", span)
    page = Seen(client.get(make(sample="pool")))
    assert len(made) == len(page.soup.select(".text .v[id]"))


def test_a_download_asks_for_its_part_alone(client: Client, make: Make) -> None:
    address = make(text=TEXT)
    assert queries_of(client, address + "download/report/") == 1
    assert queries_of(client, address + "download/checklist/") == 1


def test_converting_asks_the_database_little(client: Client, make: Make) -> None:
    make(text=TEXT)
    with CaptureQueriesContext(connection) as queries:
        make(text=TEXT)
    # The rate; the tables, preferences for the form and the conversion; what expired; three sums of
    # what there is; begin, the review, its parts, end.
    assert len(queries) <= 14


def test_the_own_list_is_one_query_however_many_there_are(client: Client, make: Make) -> None:
    make(text=TEXT)
    make(text=TEXT)
    with CaptureQueriesContext(connection) as queries:
        client.get("/reviews/")
    reads = [q["sql"] for q in queries if "reviews_" in q["sql"]]
    assert len(reads) == 1
