"""Translating requests: what the page says, and no key shown back."""

from __future__ import annotations

import logging

import pytest

from evmap.mappings.views.request import EXAMPLES
from evmap.requests import translate
from tests.api.conftest import Ask


@pytest.mark.parametrize("url", [url for _, url in EXAMPLES])
def test_a_request_becomes_what_the_page_shows(ask: Ask, url: str) -> None:
    found = translate(url)
    told = ask("/request", body={"url": url}).body
    assert [call["url"] for call in told["calls"]] == [call.url for call in found.calls]
    assert [(line["parameter"], line["fate"], line["why"]) for line in told["lines"]] == [
        (line.parameter, line.fate, line.why) for line in found.lines
    ]
    assert all(line["source"]["address"].startswith("https://") for line in told["lines"])


KEYED = [
    "stations.json?prox=52.5,13.4,100&apiKey=S3CR3T",
    "https://u:S3CR3T@ev-v2.cc.api.here.com/ev/stations.json?prox=52.5,13.4,100&app_id=S3CR3T",
    "curl -H 'Authorization: Bearer S3CR3T' 'https://ev-v2.cc.api.here.com/ev/pools/bulk.json?id=1'",
    "nothing at all S3CR3T",
    "https://example.org/zzz?apiKey=S3CR3T",
    "S3CR3T" * 5000,
]


@pytest.mark.parametrize("url", KEYED)
def test_a_key_is_neither_shown_back_nor_logged(
    ask: Ask, caplog: pytest.LogCaptureFixture, url: str
) -> None:
    caplog.set_level(logging.DEBUG)
    for body in ({"url": url}, {"url": [url]}, {"url": url, "S3CR3T-name": 1}, f'{{"url": "{url}'):
        told = ask("/request", body=body)
        assert told.status in (200, 400, 422)
        if not (isinstance(body, dict) and "S3CR3T-name" in body):
            assert "S3CR3T" not in told.data.decode()
        assert told.answer["Cache-Control"] == "no-store"
    assert "S3CR3T" not in caplog.text


def test_hidden_keys_are_named(ask: Ask) -> None:
    assert ask("/request", body={"url": KEYED[0]}).body["hidden"] == ["apiKey"]


@pytest.mark.parametrize(
    "url", ["", "zzz", "https://evcp.hereapi.com/v3/locations", "[", "http://["]
)
def test_what_is_no_v2_request_is_refused_with_what_is_expected(ask: Ask, url: str) -> None:
    told = ask("/request", body={"url": url})
    assert (told.status, told.error["details"][0]["where"]) == (422, "body.url")
