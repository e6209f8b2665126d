"""`/`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from evmap.mappings import snapshot
from evmap.samples import SAMPLES
from tests.pages.conftest import See


def test_has_two_doors_that_lead_to_look_up_and_converter(see: See) -> None:
    page = see("/")
    assert page.heading == "HERE EV Charge Points v2 to v3"
    assert page.texts(".door h2") == ["Look a code up", "Convert a v2 response"]
    assert [form["action"] for form in page.soup.select(".door form")] == ["/lookup/", "/convert/"]
    assert len(page.soup.select("[data-lookup]")) == 1, "one search box"


def test_each_door_shows_an_example_with_heads(see: See) -> None:
    page = see("/")
    assert page.texts(".door .equivalence-head") == ["v2 connectorType.id", "v3 standard"]
    assert page.texts(".door figcaption") == ["v2", "v3"]
    before, after = (json.loads(one.get_text()) for one in page.soup.select(".door pre"))
    assert before["connectorType"]["id"] == "36"
    assert after["standard"] == "IEC_60309_2_THREE_16"


def test_the_form_of_the_second_door_converts_a_file(see: See) -> None:
    form = see("/").one(".door form[method=post]")
    assert form["enctype"] == "multipart/form-data"
    (field,) = form.select("input[type=file]")
    strict = Client(enforce_csrf_checks=True)
    file = SimpleUploadedFile("stations.json", SAMPLES["ac"].read())
    answer = strict.post(str(form["action"]), {str(field["name"]): file}, follow=True)
    assert answer.status_code == 200
    assert b"stations.json" in answer.content


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://testserver"}, 400),
        ({"Sec-Fetch-Site": "same-origin"}, 400),
        ({}, 400),
    ],
)
def test_a_form_on_another_site_converts_nothing(
    db: None, headers: dict[str, str], status: int
) -> None:
    answer = Client(enforce_csrf_checks=True).post("/convert/", {"text": ""}, headers=headers)
    assert answer.status_code == status, "400: nothing to convert"


def test_a_trusted_origin_may_send_forms(db: None, settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://own.example"]
    headers = {"Origin": "https://own.example"}
    assert Client().post("/convert/", {"text": ""}, headers=headers).status_code == 400


def test_the_plan_has_a_place_that_is_empty_without_it(
    see: See, settings: Settings, tmp_path: Path
) -> None:
    assert "progress of the plan" not in see("/").main
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "_progress.html").write_text("<p>The progress of the plan</p>")
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    assert "The progress of the plan" in see("/").main


def test_shows_the_tables_at_a_glance(see: See) -> None:
    page = see("/")
    for text in ("69 v2 ids", "44 v3 standards", "26 deprecated", "3 data elements"):
        assert text in page.main


def test_the_ledger_bar_adds_up_and_leads_to_the_fields(see: See) -> None:
    page = see("/")
    widths = [int(str(part["width"])) for part in page.soup.select(".ledger-part")]
    assert sum(widths) == 1000
    links = page.links(".ledger-key a")
    counts = list(map(int, page.texts(".ledger-key a > span:not(.fate):not(.count)")))
    assert sum(counts) == 169
    for link, count in zip(links, counts, strict=True):
        assert see(f"{link}&per_page=500").sentence.startswith(f"{count} of 169 ")


def test_what_is_said_elsewhere_is_not_counted_as_a_loss(see: See) -> None:
    targets = [one for row in snapshot.current().fields for one in row.targets.all()]
    losses = Counter(
        one.loss == "information" for one in targets if (one.target, one.fate) == ("v3", "dropped")
    )
    page = see("/")
    words = " ".join(page.texts(".ledger-key li")[-2:])
    assert f"dropped {losses[True]} " in words
    assert f"dropped nothing lost {losses[False]} " in words


def test_names_the_command(see: See) -> None:
    assert "evmap convert stations.json" in see("/").main
