"""`/request/`."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.test import Client

from tests.pages.conftest import See, text

URL = "https://ev-v2.cc.api.here.com/ev/stations.json?prox=52.5,13.4,500&connectortype=31"


def test_a_request_is_answered_with_calls_and_an_account(client: Client, db: None) -> None:
    answer = client.post("/request/", {"url": URL + "&apiKey=hush-hush"})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert [text(call) for call in soup.select(".calls h3")] == [
        "1. Find the places",
        "2. Fetch the locations",
    ]
    urls = [str(call.get_text()) for call in soup.select(".calls pre")]
    assert urls[0].startswith("https://browse.search.hereapi.com/v1/browse?at=52.5,13.4&in=circle")
    assert "connectorTypes=IEC_62196_T2" in urls[1]
    parts = [text(cell) for cell in soup.select('td[data-label="v2"]')]
    assert "connectortype 31" in parts
    assert "Taken out: apiKey" in text(soup.main)


def test_no_key_comes_back_and_nothing_is_kept(client: Client, db: None) -> None:
    answer = client.post("/request/", {"url": URL + "&apiKey=hush-hush&foo=hush-hush"})
    assert b"hush-hush" not in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_rubbish_is_explained_and_not_repeated(client: Client, db: None) -> None:
    answer = client.post("/request/", {"url": "what is apiKey=hush-hush"})
    assert answer.status_code == 422
    assert b"There is no v2 request in this text" in answer.content
    assert b"hush-hush" not in answer.content


def test_an_address_is_not_read(see: See) -> None:
    page = see(f"/request/?url={URL}")
    assert page.status == 200
    assert page.soup.select(".calls") == []


def test_examples_work(client: Client, see: See) -> None:
    examples = see("/request/").soup.select("button[name=url]")
    assert len(examples) == 4
    for example in examples:
        answer = client.post("/request/", {"url": example["value"]})
        assert b"Call instead" in answer.content
