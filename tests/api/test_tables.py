"""Lists of the API give the rows of the pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from evmap.api.listing import sorts_of
from evmap.diagnostics.table import FINDINGS
from evmap.mappings import snapshot
from evmap.mappings.tables import CONNECTORS, ELEMENTS, FIELDS, STANDARDS, STATUSES
from tests.api.conftest import Ask

TABLES = {
    table.name: table for table in (CONNECTORS, STANDARDS, STATUSES, ELEMENTS, FIELDS, FINDINGS)
}
QUERIES = ["", "q=type+2", "q=pool", "q=zzz", "q=e"]

STATES = [
    *((name, query) for name in TABLES for query in QUERIES),
    *(
        (name, f"{facet.name}={value}")
        for name, table in TABLES.items()
        for facet in table.facets_with_notes()
        for value in facet.options
    ),
    *((name, f"sort={sort}") for name, table in TABLES.items() for sort in sorts_of(table)),
    ("connectors", "fate=lossy&fate=dropped&successor=yes&sort=-v2_name"),
    ("connectors", "q=tesla&power=dc&state=current"),
    ("fields", "target=here-v3&fate=lossy&answer=station&sort=-path"),
    ("fields", "q=price&deprecated=no&basis=inferred"),
    ("findings", "severity=error&area=reading&sort=-code"),
]


@pytest.mark.parametrize(("table", "query"), STATES)
def test_a_list_has_the_rows_of_the_page(ask: Ask, client: Client, table: str, query: str) -> None:
    page = client.get(f"/{table}.json?{query}").json()
    told = ask(f"/{table}?limit=500&{query}")
    columns = [column.name for column in TABLES[table].exported]
    assert told.status == 200
    assert [{name: row[name] for name in columns} for row in told.body["items"]] == page["items"]
    assert told.body["count"] == page["count"]
    # With the first rows alone: to draw all of them takes most of the time.
    few = f"{told.body['page']}{'&' if '?' in told.body['page'] else '?'}per_page=25"
    assert client.get(few).status_code == 200


@pytest.mark.parametrize("table", TABLES)
def test_parts_of_a_list_make_the_whole(ask: Ask, table: str) -> None:
    whole = ask(f"/{table}?limit=500&sort={sorts_of(TABLES[table])[-1]}").body
    rows: list[dict[str, Any]] = []
    address: str | None = f"/{table}?limit=7&sort={sorts_of(TABLES[table])[-1]}"
    while address:
        part = ask(address).body
        rows += part["items"]
        address = part["next"] and part["next"].removeprefix("/api/v1")
    assert rows == whole["items"]
    assert len(rows) == whole["count"] == whole["total"]


def test_a_part_names_its_neighbours_with_the_same_filters(ask: Ask) -> None:
    told = ask("/connectors?fate=dropped&limit=5&offset=7&q=e").body
    for name, offset in (("next", "12"), ("previous", "2")):
        query = parse_qs(urlsplit(told[name]).query)
        assert query == {"q": ["e"], "fate": ["dropped"], "limit": ["5"], "offset": [offset]}
    assert ask("/connectors?limit=5").body["previous"] is None
    assert ask("/connectors?limit=5&offset=68").body["next"] is None


def test_past_the_end_there_are_no_rows(ask: Ask) -> None:
    told = ask("/connectors?offset=69").body
    assert (told["items"], told["next"], told["count"]) == ([], None, 69)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "offset=-1", "offset=9999999", "sort=zzz", "fat=lossy"],
)
def test_a_parameter_that_means_nothing_is_refused(ask: Ask, table: str, query: str) -> None:
    told = ask(f"/{table}?{query}")
    assert (told.status, told.error["code"]) == (422, "invalid")
    assert told.error["details"][0]["where"].startswith("query.")


def test_a_value_that_a_filter_lacks_is_refused_with_those_it_has(ask: Ask) -> None:
    told = ask("/connectors?fate=zzz")
    assert told.status == 422
    assert told.error["message"] == (
        "“zzz” is no value of “fate”. Values: converted, lossy, dropped."
    )


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_a_list_has_an_address_of_its_own(
    ask: Ask, client: Client, table: str
) -> None:
    rows = ask(f"/{table}?limit=500").body["items"]
    links = [row[name] for row in rows for name in ("url", "v2_url", "v3_url") if name in row]
    assert len(links) >= len(rows)
    for link in set(links):
        assert ask(link.removeprefix("/api/v1")).status == 200
    for row in rows[:5]:
        assert client.get(row["page"]).status_code == 200


@pytest.mark.parametrize(("table", "queries"), [("connectors", 2), ("findings", 1), ("fields", 2)])
def test_a_list_needs_few_queries(
    ask: Ask, django_assert_num_queries: DjangoAssertNumQueries, table: str, queries: int
) -> None:
    snapshot.current()
    ask(f"/{table}")
    with django_assert_num_queries(queries):
        ask(f"/{table}?limit=500")
