"""/metrics of the real server: the figures of all its processes, for whoever knows the token."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.site import LiveSite, running_site

TOKEN = "a-token-of-these-tests"
DOCUMENT = b'{"evStations":{"evStation":[{"poolId":"a"}]}}'


@pytest.fixture(scope="module")
def watched_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    environment = {"METRICS_TOKEN": TOKEN, "EVMAP_RATE_LOOKUP": "60"}
    with running_site(tmp_path_factory.mktemp("watched"), **environment) as site:
        yield site


def figures(site: LiveSite) -> dict[tuple[str, str], float]:
    """Every figure by its name and its labels."""
    asked = urllib.request.Request(
        f"{site.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    with urllib.request.urlopen(asked) as answer:
        text = answer.read().decode()
    assert answer.headers["Cache-Control"] == "no-store"
    return {
        (sample.name, " ".join(sorted(sample.labels.values()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def ask(site: LiveSite, path: str, body: bytes | None = None) -> int:
    try:
        return int(urllib.request.urlopen(f"{site.url}{path}", body).status)
    except urllib.error.HTTPError as error:
        return error.code


def test_requests_are_counted_by_route_whatever_process_answers(watched_site: LiveSite) -> None:
    name = ("evmap_request_seconds_count", "200 GET mappings:connector")
    before = figures(watched_site).get(name, 0)
    for number in range(20):
        assert ask(watched_site, f"/connectors/{number + 30}/") == 200
    assert figures(watched_site)[name] == before + 20


def test_addresses_that_are_not_there_share_one_name(watched_site: LiveSite) -> None:
    for number in range(5):
        ask(watched_site, f"/no-such-page-{number}/")
    names = " ".join(labels for _name, labels in figures(watched_site))
    assert "no-such-page" not in names
    assert re.search(r"404 GET none", names)


def test_conversions_are_counted_by_how_they_ended(watched_site: LiveSite) -> None:
    assert ask(watched_site, "/api/v1/convert", DOCUMENT) == 200
    assert ask(watched_site, "/api/v1/convert", b"nonsense") == 400
    found = figures(watched_site)
    assert found["evmap_conversion_seconds_count", "done"] == 1
    assert found["evmap_conversion_seconds_count", "error"] == 1


def test_refusals_are_counted_by_kind(watched_site: LiveSite) -> None:
    told: list[int] = []
    while 429 not in told and len(told) < 400:  # a minute may end meanwhile, and another begin
        told.append(ask(watched_site, "/lookup/", b"codes=36"))
    assert 429 in told
    assert figures(watched_site)["evmap_refused_total", "lookup"] == told.count(429)


def test_without_the_token_there_is_no_such_page(watched_site: LiveSite) -> None:
    assert ask(watched_site, "/metrics") == 404
