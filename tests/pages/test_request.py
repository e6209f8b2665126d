"""`/request/`."""

from __future__ import annotations

import time
from typing import Any

import pytest
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


def box(answer: Any) -> str:
    area = BeautifulSoup(answer.content, "html.parser").select_one("#url")
    assert area is not None
    return area.get_text().removeprefix("\n")


def test_a_request_that_is_refused_stands_in_the_box_again(client: Client, db: None) -> None:
    refused = "stations.json?prox=95,13.4,500&connectortype=31&note=</textarea>"
    answer = client.post("/request/", {"url": refused})
    assert (answer.status_code, box(answer)) == (422, refused)
    assert "prox has a latitude out of range" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("stations?prox=1&apiKey=hush&x=1", "stations?prox=1&apiKey=&x=1"),
        ("stations?prox=1&key=hush&token=hush", "stations?prox=1&key=&token="),
        ("curl -H 'Authorization: Basic hush' x", "curl -H 'Authorization: Basic ' x"),
        ("curl -H 'Authorization: hush' x", "curl -H 'Authorization: ' x"),
        ("curl -u me:hush x", "curl -u  x"),
        ('curl --user "me:hush hush" x', "curl --user  x"),
        ("https://me:hush@example.org/x", "https://example.org/x"),
        ("go?to=x%3FapiKey%3Dhush%26prox%3D1", "go?to=x%3FapiKey%3D%26prox%3D1"),
    ],
)
def test_no_key_of_a_request_that_is_refused_comes_back(
    client: Client, db: None, given: str, shown: str
) -> None:
    answer = client.post("/request/", {"url": given})
    assert (answer.status_code, box(answer)) == (422, shown)
    assert b"hush" not in answer.content


@pytest.mark.parametrize("given", ["", "  \n "])
def test_of_no_request_it_says_what_is_expected(client: Client, db: None, given: str) -> None:
    answer = client.post("/request/", {"url": given})
    assert answer.status_code == 422
    assert b"Give a request to HERE&#x27;s EV Charge Points API v2" in answer.content
    assert b"Your text is in the box" not in answer.content


def test_a_text_that_is_too_long_for_a_request_takes_no_time(client: Client, db: None) -> None:
    begin = time.thread_time()
    answer = client.post("/request/", {"url": "key=" * 400_000})
    assert answer.status_code == 422
    assert len(answer.content) < 300_000
    assert time.thread_time() - begin < 2


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
