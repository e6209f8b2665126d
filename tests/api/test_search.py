"""Search of the API: what the look-up box finds."""

from __future__ import annotations

import pytest
from django.test import Client

from evmap.mappings.models import Note
from tests.api.conftest import Ask


@pytest.mark.parametrize(
    ("query", "table", "code", "rank"),
    [
        ("36", "v2 connector type", "36", "code"),
        ("ccs2", "v3 connector standard", "IEC_62196_T2_COMBO", "name"),
        ("OUTOFORDER", "v3 status", "OUTOFORDER", "code"),
        ("ev301", "finding", "EV301", "code"),
        ("pool", "data element", "Location", "name"),
    ],
)
def test_the_best_hits_come_first(ask: Ask, query: str, table: str, code: str, rank: str) -> None:
    found = ask("/search", q=query).body["items"]
    hit = next(one for one in found if (one["table"], one["code"]) == (table, code))
    assert hit["rank"] == rank


@pytest.mark.parametrize("query", ["ccs2", "price", "OFFLINE", "type 2", "pool", "ev3", "EVSE"])
def test_every_hit_has_an_address_and_a_page(ask: Ask, client: Client, query: str) -> None:
    found = ask("/search", q=query, limit=500).body
    assert found["count"] == len(found["items"]) > 0
    for hit in found["items"]:
        assert ask(hit["url"].removeprefix("/api/v1")).status == 200
    assert client.get(found["items"][0]["page"]).status_code == 200


def test_words_of_a_note_find_its_row(ask: Ask) -> None:
    Note.objects.create(table="status", key="OFFLINE = PLANNED", text="Ask the quokka first")
    (hit,) = ask("/search", q="quokka").body["items"]
    assert (hit["rank"], hit["url"]) == ("note", "/api/v1/statuses/v2/OFFLINE")


def test_hits_come_in_parts(ask: Ask) -> None:
    whole = ask("/search?q=e&limit=500").body
    parts = [ask(f"/search?q=e&limit=10&offset={start}").body["items"] for start in (0, 10, 20)]
    assert [hit for part in parts for hit in part] == whole["items"][:30]


@pytest.mark.parametrize("query", ["", "zzz", " ", "\0", "%", "'"])
def test_what_finds_nothing_is_an_empty_list(ask: Ask, query: str) -> None:
    assert ask("/search", q=query).status == 200


def test_a_query_is_required_and_has_a_length(ask: Ask) -> None:
    assert ask("/search").error["details"][0]["where"] == "query.q"
    assert ask("/search", q="x" * 101).status == 422
