"""The options of a conversion are defined once: page, API and command show and refuse the same."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from evmap import options
from evmap.conversion import Options
from evmap.options import OptionError, read_party, read_status
from evmap.reviews.forms import OptionsForm
from tests.commands.support import evmap

CANDIDATES = {"OFFLINE": ("PLANNED", "REMOVED"), "AVAILABLE": ("AVAILABLE",)}


@pytest.mark.parametrize("text", ["DE*ICT", "de-ict", "DEICT", " DE*ict "])
def test_a_party_is_read_in_any_of_its_spellings(text: str) -> None:
    assert read_party(text) == ("DE", "ICT")


@pytest.mark.parametrize("text", ["", "DE", "DEU*ICT", "DE*ICTX", "DE**ICT", "DÉ*ICT", "DE*IÇT"])
def test_what_is_no_party_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(OptionError, match=r"^Write country and party as in DE\*ICT\.$"):
        read_party(text)


@pytest.mark.parametrize("text", ["OFFLINE=REMOVED", " offline = removed "])
def test_a_status_is_read_in_any_case(text: str) -> None:
    assert read_status(text, CANDIDATES) == ("OFFLINE", "REMOVED")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("BROKEN=REMOVED", "Give V2=V3 with a v2 status of OFFLINE, AVAILABLE."),
        ("", "Give V2=V3 with a v2 status of OFFLINE, AVAILABLE."),
        ("OFFLINE", "OFFLINE can be PLANNED, REMOVED or UNKNOWN."),
        ("OFFLINE=AVAILABLE", "OFFLINE can be PLANNED, REMOVED or UNKNOWN."),
    ],
)
def test_what_no_status_can_be_is_refused_with_what_it_can(text: str, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        read_status(text, CANDIDATES)
    assert str(caught.value) == message


def test_every_target_has_a_meaning_and_the_first_is_the_default() -> None:
    assert tuple(options.TARGET_MEANINGS) == options.TARGETS
    assert Options().target == options.TARGETS[0]


def parameters(client: Client) -> dict[str, dict[str, object]]:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    return {one["name"]: one for one in document["paths"]["/api/v1/convert"]["post"]["parameters"]}


def test_page_and_api_and_command_offer_the_same_targets(client: Client, db: None) -> None:
    (schema,) = [one["schema"] for one in parameters(client).values() if one["name"] == "target"]
    assert isinstance(schema, dict)
    assert tuple(schema["enum"]) == options.TARGETS
    assert [name for name, _, _ in OptionsForm().targets()] == list(options.TARGETS)
    told = evmap("convert", "x", "--to", "v4")
    assert told.returncode == 2
    assert all(f"'{target}'" in told.stderr.decode() for target in options.TARGETS)


def test_api_and_command_say_what_an_option_does_in_the_same_words(
    client: Client, db: None
) -> None:
    given = parameters(client)
    helped = " ".join(evmap("convert", "--help").stdout.decode().replace("- ", "-").split())
    for name, option in {
        "target": options.TARGET,
        "status": options.STATUS,
        "party": options.PARTY,
        "publish": options.PUBLISH,
        "partner_id": options.PARTNER_ID,
    }.items():
        assert given[name]["description"] == option.help
        assert option.help in helped


def test_page_and_api_and_command_refuse_a_party_in_the_same_words(
    client: Client, db: None
) -> None:
    form = OptionsForm({"party": "GERMANY"})
    assert form.errors == {"party": ["Write country and party as in DE*ICT."]}
    answer = client.post("/api/v1/convert?party=GERMANY", b"{}", content_type="application/json")
    assert answer.json()["error"]["details"][0]["message"] == form.errors["party"][0]
    told = evmap("convert", "x.json", "--party", "GERMANY")
    assert f"--party GERMANY: {form.errors['party'][0]}" in told.stderr.decode()
