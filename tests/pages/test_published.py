"""Caching of public pages: an ETag for each state of the data, and nothing of anybody's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from evmap.mappings.models import Note, TablesVersion
from evmap.mappings.published import BESIDE, shelf
from evmap.plan.models import Decision

PUBLIC = [
    "/",
    "/connectors/",
    "/connectors/?fate=lossy",
    "/connectors.csv?fate=lossy",
    "/connectors.json",
    "/connectors.md",
    "/connectors/36/",
    "/standards/CHADEMO/",
    "/statuses/",
    "/elements/",
    "/fields/?q=price",
    "/findings/",
    "/lookup/?q=type+2",
]


@pytest.fixture(autouse=True)
def keep_pages(settings: Settings, db: None) -> Iterator[None]:
    settings.EVMAP_KEPT_PAGES_BYTES = 1_000_000
    yield
    shelf.clear()


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_sent_once_and_then_304(client: Client, address: str) -> None:
    first = client.get(address)
    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Cookie", "HX-Request"} <= {part.strip() for part in first["Vary"].split(",")}
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    second = client.get(address)
    assert second.content == first.content
    ids = {answer.headers.pop("X-Request-ID") for answer in (first, second)}
    assert len(ids) == 2, "each answer has the id of its own request"
    assert dict(second.items()) == dict(first.items())


def test_a_kept_page_and_a_304_need_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    etag = client.get("/connectors/?fate=lossy")["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/connectors/?fate=lossy").status_code == 200
    with django_assert_num_queries(1):
        client.get("/connectors/?fate=lossy", headers={"If-None-Match": etag})


def test_another_query_form_or_fragment_is_another_page(client: Client) -> None:
    answers = [
        client.get("/connectors/"),
        client.get("/connectors/?q=36"),
        client.get("/connectors.json"),
        client.get("/connectors/", headers={"HX-Request": "true"}),
        client.get("/connectors/", headers={"Host": "localhost"}),
    ]
    assert len({answer["ETag"] for answer in answers}) == len(answers)
    assert b"<html" not in answers[3].content


def test_a_note_or_a_preference_is_seen_at_once(client: Client) -> None:
    address = "/connectors/36/"
    etags = [client.get(address)["ETag"]]
    note = Note.objects.create(table="connector", key="36", text="Three of a kind")
    noted = client.get(address, headers={"If-None-Match": etags[0]})
    assert (noted.status_code, b"Three of a kind" in noted.content) == (200, True)
    etags.append(noted["ETag"])
    note.delete()
    assert b'class="note"' not in client.get(address).content
    etags.append(client.get(address)["ETag"])
    assert len(set(etags)) == 3

    assert b'INOPERATIVE</a> <a class="stamp stamp-chosen' in client.get("/statuses/").content
    Decision.objects.create(subject="status/OUT_OF_SERVICE", choice="OUTOFORDER", reason="Ours.")
    assert b'OUTOFORDER</a> <a class="stamp stamp-chosen' in client.get("/statuses/").content


def test_loading_the_tables_anew_changes_the_etag(client: Client) -> None:
    before = client.get("/connectors/")["ETag"]
    TablesVersion.objects.update(digest="0" * 64)
    assert client.get("/connectors/")["ETag"] != before


def test_what_somebody_with_a_session_sees_is_kept_nowhere(client: Client) -> None:
    public = client.get("/connectors/36/")
    client.force_login(User.objects.create_superuser("eda"))
    own = client.get("/connectors/36/", headers={"If-None-Match": public["ETag"]})
    assert own.status_code == 200
    assert b"Write a note" in own.content
    assert "private" in own["Cache-Control"]
    assert "no-store" in own["Cache-Control"]
    assert "ETag" not in own
    client.logout()
    assert b"Write a note" not in Client().get("/connectors/36/").content


@pytest.mark.parametrize("address", ["/connectors/?q=", "/connectors/?fate=zzz", "/connectors/99/"])
def test_what_is_no_page_is_not_kept(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code != 200
    assert "ETag" not in answer
    assert "public" not in answer.get("Cache-Control", "")


def test_a_posted_list_is_not_kept(client: Client) -> None:
    assert "ETag" not in client.post("/lookup/", {"codes": "36"})


def test_the_shelf_has_a_limit(client: Client, settings: Settings) -> None:
    settings.EVMAP_KEPT_PAGES_BYTES = 100_000
    for number in range(69):
        assert client.get(f"/connectors/{number}/").status_code == 200
    kept = sum(len(answer.content) + BESIDE for answer in shelf._answers.values())
    assert 0 < kept <= 100_000
    assert kept == shelf._size
