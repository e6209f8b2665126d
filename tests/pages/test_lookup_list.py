"""The list look-up on `/lookup/`, as page and as data."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from evmap.mappings.models import Note
from evmap.plan.models import Decision
from tests.pages.conftest import See, text

CODES = "31\n36\nccs2\nOUT_OF_SERVICE\n45\nchargeCapacity\nzzz"


def test_a_list_becomes_a_table(client: Client, db: None) -> None:
    answer = client.post("/lookup/", {"codes": CODES})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert text(soup.select_one(".sentence")) == "6 codes recognised, 1 not"
    assert "zzz" in text(soup.select_one(".message-warning"))
    given = [text(cell) for cell in soup.select('td[data-label="Given"]')]
    assert given == CODES.split("\n")[:-1]
    links = {str(link["href"]) for link in soup.select("table.rows a")}
    assert {"/connectors/36/", "/standards/IEC_60309_2_THREE_16/", "/connectors/34/"} <= links
    assert "INOPERATIVE preferred" in text(soup.main)
    assert text(soup.select_one("textarea")) == CODES.replace("\n", " ")


def test_a_short_list_has_an_address(see: See) -> None:
    page = see("/lookup/?codes=31,36&from=v2")
    assert page.column("Given") == ["31", "36"]
    assert page.one("option[selected]")["value"] == "v2"


def test_page_csv_json_and_markdown_give_the_same_rows(client: Client, db: None) -> None:
    post = {"codes": CODES}
    document = client.post("/lookup.json", post).json()
    rows = list(csv.DictReader(io.StringIO(client.post("/lookup.csv", post).content.decode())))
    lines = client.post("/lookup.md", post).content.decode().splitlines()
    soup = BeautifulSoup(client.post("/lookup/", post).content, "html.parser")

    codes = [item["code"] for item in document["items"]]
    assert [row["code"] for row in rows if row["is"] != "not recognised"] == codes
    assert [row["given"] for row in rows if row["is"] == "not recognised"] == ["zzz"]
    assert document["not_recognised"] == [{"given": "zzz", "times": 1}]
    assert len([line for line in lines if line.startswith("|")]) == len(codes) + 2
    assert lines[-1] == "Not recognised: zzz"
    for link in soup.select('td[data-label="Is"] wbr'):
        link.unwrap()
    soup.smooth()
    assert [text(link) for link in soup.select('td[data-label="Is"] a.code')] == codes
    assert client.get("/lookup.json?codes=36").json()["items"] == [
        item for item in document["items"] if item["code"] == "36"
    ]


def test_a_preference_of_the_editors_counts(client: Client, db: None) -> None:
    Decision.objects.create(subject="status/OUT_OF_SERVICE", choice="OUTOFORDER", reason="Ours.")
    document = client.get("/lookup.json?codes=OUT_OF_SERVICE").json()
    assert document["items"][0]["preferred"] == "OUTOFORDER"


def test_data_without_codes_says_what_is_missing(client: Client, db: None) -> None:
    answer = client.get("/lookup.json")
    assert answer.status_code == 400
    assert "Give them as `codes`" in answer.json()["error"]["messages"][0]


@pytest.mark.parametrize("address", ["/lookup/", "/lookup.csv"])
def test_too_much_is_refused(client: Client, db: None, address: str) -> None:
    answer = client.post(address, {"codes": "a" * 500_001})
    assert answer.status_code == 413
    assert b"500,000 are taken at a time" in answer.content


def test_formulas_and_markup_in_codes_stay_text(client: Client, db: None) -> None:
    post = {"codes": "=cmd|'/c calc'!A1\n<script>alert(1)</script>\n[x](javascript:1)"}
    page = BeautifulSoup(client.post("/lookup/", post).content, "html.parser")
    assert page.select("main script") == []
    table = client.post("/lookup.csv", post).content.decode()
    assert not [line for line in table.splitlines() if line.startswith("=")]
    lines = client.post("/lookup.md", post).content.decode()
    assert "<script" not in lines
    assert r"\[x\]" in lines


def test_a_form_needs_no_cookie(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/lookup/", {"codes": "36"}).status_code == 200


def test_a_note_is_found_last(see: See) -> None:
    Note.objects.create(table="connector", key="29", text="Ask Schukobert about this plug")
    Note.objects.create(
        table="status", key="OFFLINE = PLANNED", text="Schukobert says: rarely planned"
    )
    page = see("/lookup/?q=schukobert")
    assert page.texts(".hits a") == ["29", "OFFLINE = PLANNED"]
    assert "note: “Ask Schukobert about this plug”" in page.main
    assert see("/lookup/?q=Schuko").texts(".hits a")[-2:] == ["29", "OFFLINE = PLANNED"]
