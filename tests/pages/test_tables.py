"""What every table page does alike."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from evmap.mappings.models import Note
from evmap.mappings.tables import CONNECTORS, FIELDS
from tests.pages.conftest import See

TABLES = ["connectors", "standards", "statuses", "elements", "fields"]

#: A table, a state of it, and under which column and key a row's name stands.
STATES = [
    *(("connectors", query, "v2 id", "v2_id") for query in (
        "", "q=tesla", "fate=dropped", "fate=dropped&fate=lossy", "q=type+2&state=deprecated",
        "power=dc&sort=-v2_id", "sort=v2_name&per_page=25", "per_page=25&page=2", "note=yes",
        "successor=yes&sort=-fate", "q=zzz",
    )),
    *(("standards", query, "v3 standard", "standard") for query in (
        "", "q=iec", "power=open", "where=ocpi-2.2.1&where=none", "sort=-code&per_page=25&page=2",
    )),
    *(("statuses", query, "v3 status", "v3_status") for query in (
        "", "q=unknown", "fate=lossy&sort=-v3", "by=guide&choice=no",
    )),
    *(("elements", query, "v3", "v3_element") for query in ("", "q=stall", "sort=-v3_element")),
    *(("fields", query, "v2 field", "path") for query in (
        "", "q=price", "target=here-v3&fate=lossy", "answer=station&deprecated=yes&sort=-path",
        "basis=stated&per_page=25&page=2", "q=connector&per_page=50&page=99",
    )),
]  # fmt: skip


def markdown_column(text: str, name: str) -> list[str]:
    """Return a column of the table in a Markdown text."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    head, _rule, *rows = ([cell.strip() for cell in line.split(" | ")] for line in lines)
    column = [cell.strip("| ") for cell in head].index(name)
    return [re.sub(r"\\(.)", r"\1", row[column].strip("| ")) for row in rows]


@pytest.mark.parametrize(("table", "query", "label", "key"), STATES)
def test_page_csv_json_and_markdown_give_the_same_rows(
    see: See, client: Client, table: str, query: str, label: str, key: str
) -> None:
    document = json.loads(client.get(f"/{table}.json?{query}").content)
    rows = list(csv.reader(io.StringIO(client.get(f"/{table}.csv?{query}").content.decode())))
    page = see(f"/{table}/?{query}", follow=True)

    names = [str(item[key]) for item in document["items"]]
    assert document["count"] == len(names)
    assert [row[rows[0].index(key)] for row in rows[1:]] == names
    assert markdown_column(client.get(f"/{table}.md?{query}").content.decode(), key) == names
    shown = [
        cell.removesuffix(" preferred").removesuffix(" deprecated").replace(" ", "")
        for cell in page.column(label)
    ]
    wanted = [name.replace(" ", "") for name in names]
    if page.soup.select("tr.group"):  # under headings, each in its own place
        assert sorted(shown) == sorted(wanted)
    else:
        assert shown == wanted


@pytest.mark.parametrize("table", TABLES)
def test_the_same_rows_are_offered_as_data(see: See, table: str) -> None:
    page = see(f"/{table}/?q=connector")
    assert page.links(".formats a") == [
        f"/{table}.csv?q=connector",
        f"/{table}.json?q=connector",
        f"/{table}.md?q=connector",
    ]
    header = page.answer["Link"]
    assert f'</{table}/?q=connector>; rel="canonical"' in header
    assert f'</{table}.md?q=connector>; rel="alternate"; type="text/markdown"' in header
    back = see(f"/{table}.csv?q=connector").answer["Link"]
    assert back == f'</{table}/?q=connector>; rel="alternate"; type="text/html"'


def test_csv_has_its_columns_even_without_rows(client: Client, db: None) -> None:
    answer = client.get("/connectors.csv?q=zzz")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    columns = [column.name for column in CONNECTORS.exported]
    assert answer.content.decode().strip() == ",".join(columns)


@pytest.mark.parametrize(
    ("table", "queries"),
    [("connectors", 2), ("standards", 2), ("statuses", 3), ("elements", 3), ("fields", 2)],
)
def test_a_table_page_needs_few_queries(
    see: See, django_assert_num_queries: DjangoAssertNumQueries, table: str, queries: int
) -> None:
    for address in (f"/{table}/", f"/{table}/?q=e"):
        see(address)  # What it reads of the tables then stays in memory.
        with django_assert_num_queries(queries):
            see(address)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 2),
        ("/connectors/36/", 4),
        ("/connectors/45/", 4),
        ("/standards/SAE_J3400/", 4),
        ("/statuses/v2/OUT_OF_SERVICE/", 4),
        ("/statuses/v3/UNKNOWN/", 3),
        ("/fields/poolid/", 3),
        ("/lookup/?q=type+2", 2),
        ("/lookup/?codes=36,ccs2", 2),
        ("/connectors.csv?fate=dropped", 2),
        ("/connectors.json?q=tesla", 2),
    ],
)
def test_other_pages_need_few_queries(
    see: See, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    see(address)
    with django_assert_num_queries(queries):
        assert see(address).status == 200


@pytest.mark.parametrize("column", CONNECTORS.sorts)
def test_sorting_both_ways_keeps_every_row_once(client: Client, db: None, column: str) -> None:
    for sort in (column, f"-{column}"):
        ids: list[int] = []
        for page in (1, 2, 3):
            document = client.get(f"/connectors.json?sort={sort}&per_page=25&page={page}").json()
            ids += [item["v2_id"] for item in document["items"]]
        assert sorted(ids) == list(range(69))


def test_a_sorted_column_says_so_and_its_link_goes_on(see: See) -> None:
    page = see("/fields/?sort=path&per_page=25&page=3")
    assert page.texts("thead th[aria-sort=ascending]") == ["v2 field"]
    assert page.links("#sort-path") == ["/fields/?sort=-path&per_page=25"]
    assert page.links("#sort-fate") == ["/fields/?sort=fate&per_page=25"], "sorting leads to page 1"
    page = see("/fields/?sort=-path")
    assert page.texts("thead th[aria-sort]") == page.texts("thead th[aria-sort=descending]")
    assert page.links("#sort-path") == ["/fields/"]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_a_caption_scopes_and_names_for_cards(see: See, table: str) -> None:
    page = see(f"/{table}/")
    assert len(page.texts("table.rows caption")) == 1
    heads = [head.removesuffix(" ?") for head in page.texts("thead th")]
    assert {head["scope"] for head in page.soup.select("thead th")} == {"col"}
    row = page.soup.select("tbody tr[id]")[0]
    assert [cell["data-label"] for cell in row.select("td")] == heads


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/connectors/?q=", "/connectors/"),
        ("/connectors/?fate=lossy&q=36", "/connectors/?q=36&fate=lossy"),
        ("/connectors/?fate=dropped&fate=lossy", "/connectors/?fate=lossy&fate=dropped"),
        ("/connectors/?page=1&per_page=200&sort=nothing", "/connectors/"),
        ("/connectors/?page=x&per_page=-3", "/connectors/"),
        ("/connectors/?per_page=100000000", "/connectors/?per_page=500"),
        ("/connectors/?utm_source=mail&q=36", "/connectors/?q=36"),
        ("/fields/?target=v3", "/fields/?target=v3"),
    ],
)
def test_addresses_have_one_form(see: See, given: str, canonical: str) -> None:
    page = see(given)
    if given == canonical:
        assert page.status == 200
    else:
        assert (page.status, page.answer["Location"]) == (302, canonical)
        assert see(canonical).status == 200


def test_a_page_past_the_end_is_the_last_one(see: See) -> None:
    page = see("/connectors/?per_page=25&page=99")
    assert len(page.column("v2 id")) == 69 - 50
    assert page.texts(".pages a[aria-current='page']") == ["Page 3"]


@pytest.mark.parametrize("table", TABLES)
def test_a_value_that_a_filter_lacks_is_an_error_everywhere(
    see: See, client: Client, table: str
) -> None:
    page = see(f"/{table}/?note=zzz")
    assert page.status == 400
    assert page.texts(".message-error") == [
        "“zzz” is no value of “note”. Values: yes, no. This filter is left out."
    ]
    for suffix in ("csv", "json", "md"):
        answer = client.get(f"/{table}.{suffix}?note=zzz")
        assert answer.status_code == 400
        assert answer.json()["error"]["messages"] == [
            "“zzz” is no value of “note”. Values: yes, no."
        ]


RUBBISH = [
    "",
    "x",
    "-1",
    "%00",
    "%F0%9F%94%8C",
    "%ED%A0%80",
    "' OR 1=1 --",
    "<b>",
    "9" * 400,
    "%",
    "[]",
    "a" * 3000,
]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("value", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_in_any_parameter_is_answered(see: See, table: str, value: str) -> None:
    names = ["q", "fate", "state", "power", "target", "answer", "note", "sort", "per_page", "page"]
    for name in names:
        assert see(f"/{table}.csv?{name}={value}").status in (200, 400)
    everywhere = "&".join(f"{name}={value}" for name in names)
    assert see(f"/{table}/?{everywhere}", follow=True).status in (200, 400)


@pytest.mark.parametrize("table", TABLES)
def test_htmx_gets_only_what_changes(see: See, table: str) -> None:
    page = see(f"/{table}/?sort=&q=connector", htmx=True)
    if page.status == 302:
        page = see(page.answer["Location"], htmx=True)
    assert page.soup.title is None
    assert page.soup.select_one("#results")
    assert page.texts("[hx-swap-oob]") == [page.sentence]
    assert page.answer["HX-Push-Url"] == f"/{table}/?q=connector"
    assert "HX-Request" in page.answer["Vary"]


def test_every_link_works_without_javascript(see: See) -> None:
    page = see("/fields/?per_page=25&fate=dropped")
    links = page.links("main a")
    assert all(link.startswith("/") for link in links)


def test_all_columns_of_the_field_map_but_one_sort() -> None:
    assert list(FIELDS.sorts) == ["path", "answer", "json_type", "fate", "meaning"]


@pytest.mark.parametrize("table", ["connectors", "standards", "fields"])
def test_the_search_box_keeps_filters_and_order(see: See, table: str) -> None:
    page = see(f"/{table}/?q=connector&note=no&per_page=25&page=1", follow=True)
    assert page.one("#table-search")["action"] == f"/{table}/"
    kept = page.soup.select("input[form=table-search]")
    assert [(field["name"], field["value"]) for field in kept] == [
        ("note", "no"),
        ("per_page", "25"),
    ]
    assert page.links("link[rel=canonical]") == [
        f"http://testserver/{table}/?q=connector&note=no&per_page=25"
    ]


@pytest.mark.parametrize(
    ("table", "key", "label", "row"),
    [
        ("connector", "29", "v2 id", "29"),
        ("standard", "MCS", "v3 standard", "MCS"),
        ("status", "OFFLINE = REMOVED", "v3 status", "REMOVED"),
        ("element", "EVSE", "v3", "EVSE"),
        ("field", "station = address.city", "v2 field", "address.city"),
    ],
)
def test_a_row_is_found_by_its_note(
    see: See, client: Client, table: str, key: str, label: str, row: str
) -> None:
    name = "statuses" if table == "status" else f"{table}s"
    Note.objects.create(table=table, key=key, text="Ask Schukobert about it")
    page = see(f"/{name}/?q=schukobert")
    assert [cell.replace(" ", "") for cell in page.column(label)] == [row]
    assert page.sentence.startswith("1 of ")
    assert client.get(f"/{name}.json?q=SCHUKOBERT").json()["count"] == 1
    assert client.get(f"/api/v1/{name}?q=schukobert").json()["count"] == 1
    assert see(f"/{name}/?q=schukobertha").column(label) == []
