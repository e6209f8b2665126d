"""Rows at their own address: all that their pages say."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from evmap.catalogue import ALL
from evmap.mappings.models import Note
from evmap.plan.models import Decision
from tests.api.conftest import Ask


def test_a_connector_with_several_standards_says_what_is_lost_both_ways(ask: Ask) -> None:
    row = ask("/connectors/36").body
    codes = [one["code"] for one in row["standards"]]
    assert codes == row["v3_standards"]
    assert len(codes) > 1
    assert row["fate"] == "lossy"
    assert row["there"][0].startswith("36 becomes ")
    assert row["back"][0].endswith("Which one it was is lost.")
    assert row["in_guide"] is True
    assert row["source"]["section"]
    assert (row["page"], row["url"]) == ("/connectors/36/", "/api/v1/connectors/36")
    assert (row["previous"], row["next"]) == ("/api/v1/connectors/35", "/api/v1/connectors/37")


def test_candidate_successors_are_marked_as_ours(ask: Ask) -> None:
    rows = ask("/connectors?successor=yes&limit=500").body["items"]
    assert rows
    for row in rows:
        found = ask(f"/connectors/{row['v2_id']}").body
        assert found["v3_standards"] == []
        for one in found["successors"]:
            assert one["ours"] is True
            assert one["reason"]
            assert row["v2_id"] in ask(f"/standards/{one['standard']}").body["candidate_for"]


def test_a_standard_has_its_spellings_and_synonyms(ask: Ask) -> None:
    row = ask("/standards/IEC_62196_T2_COMBO").body
    assert "CCS2" in row["synonyms"]
    assert row["here_v3"]
    assert [one["v2_id"] for one in row["connectors"]] == row["v2_ids"]
    (connector,) = row["connectors"]
    (part,) = ask(connector["url"].removeprefix("/api/v1")).body["standards"]
    assert part["spellings"] == {name: row[name] for name in part["spellings"]}
    assert part["synonyms"] == row["synonyms"]


def test_an_ambiguous_status_names_the_candidate_that_is_written(ask: Ask) -> None:
    row = ask("/statuses/v2/OUT_OF_SERVICE").body
    assert row["choice"]["code"] == "INOPERATIVE"
    assert row["choice"]["author"] == ""
    assert [pair["v3_status"] for pair in row["pairs"] if pair["preferred"]] == ["INOPERATIVE"]
    Decision.objects.create(
        subject="status/OUT_OF_SERVICE", choice="OUTOFORDER", reason="Ours.", author="eda"
    )
    row = ask("/statuses/v2/OUT_OF_SERVICE").body
    assert (row["choice"]["code"], row["choice"]["author"]) == ("OUTOFORDER", "eda")
    assert [pair["v3_status"] for pair in row["pairs"] if pair["preferred"]] == ["OUTOFORDER"]
    back = ask("/statuses/v3/OUTOFORDER").body
    assert [pair["v2_status"] for pair in back["pairs"]] == ["OUT_OF_SERVICE"]


def test_a_status_with_one_counterpart_has_no_choice(ask: Ask) -> None:
    assert ask("/statuses/v2/AVAILABLE").body["choice"] is None


def test_a_field_has_its_fate_in_every_target(ask: Ask) -> None:
    row = ask("/fields?q=chargeCapacity&deprecated=yes").body["items"][0]
    found = ask(row["url"].removeprefix("/api/v1")).body
    assert {name: found[name] for name in row} == row
    assert [one["target"] for one in found["targets"]] == [
        *("v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0")
    ] or {one["target"] for one in found["targets"]} == {
        *("v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0")
    }


def test_a_data_element_is_found_by_its_name_in_v3(ask: Ask) -> None:
    row = ask("/elements/EVSE").body
    assert row["v3_element"] == "EVSE"
    assert row["page"] == "/elements/#row-EVSE"


@pytest.mark.parametrize("code", ALL)
def test_every_finding_has_an_example(ask: Ask, code: str) -> None:
    row = ask(f"/findings/{code}").body
    assert row["code"] == code
    assert row["example"]["message"]
    assert row["definition"]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("/connectors/036", "/connectors/36"),
        ("/standards/sae_j3400", "/standards/SAE_J3400"),
        ("/statuses/v2/out_of_service", "/statuses/v2/OUT_OF_SERVICE"),
        ("/statuses/v3/outoforder", "/statuses/v3/OUTOFORDER"),
        ("/elements/evse", "/elements/EVSE"),
        ("/findings/ev301", "/findings/EV301"),
    ],
)
def test_a_code_is_found_in_any_case_and_the_row_names_its_address(
    ask: Ask, given: str, url: str
) -> None:
    assert ask(given).body["url"] == f"/api/v1{url}"


def test_notes_stand_on_their_row_with_their_history(ask: Ask) -> None:
    note = Note.objects.create(table="connector", key="36", text="Three of a kind", author="eda")
    note.text = "Four of a kind"
    note.changed_by = "bob"
    note.save()
    row = ask("/connectors/36").body
    (found,) = row["notes"]
    assert (found["text"], found["author"], found["changed_by"]) == ("Four of a kind", "eda", "bob")
    assert [one["what"] for one in row["note_history"]] == ["changed", "written"]
    assert row["note_history"][0]["before"] == "Three of a kind"
    assert ask("/connectors?note=yes").body["count"] == 1


def test_a_note_on_a_pair_stands_in_the_rows_of_both_statuses(ask: Ask) -> None:
    Note.objects.create(table="status", key="OFFLINE = PLANNED", text="Not yet")
    for path in ("/statuses/v2/OFFLINE", "/statuses/v3/PLANNED"):
        notes = [note["text"] for pair in ask(path).body["pairs"] for note in pair["notes"]]
        assert notes == ["Not yet"]


@pytest.mark.parametrize(
    "path",
    [
        "/connectors/99",
        "/connectors/-1",
        f"/connectors/{'9' * 40}",
        "/standards/zzz",
        "/statuses/v2/zzz",
        "/statuses/v3/zzz",
        "/statuses/v1/zzz",
        "/elements/zzz",
        "/fields/zzz",
        "/findings/EV000",
        "/findings/%F0%9F%94%8C",
        "/zzz",
        "/connectors/",
        "/connectors/36/",
    ],
)
def test_what_is_not_there_is_404(ask: Ask, path: str) -> None:
    told = ask(path)
    assert (told.status, told.error["code"]) == (404, "not_found")
    assert told.error["message"].endswith(".")


def test_an_id_that_is_no_number_is_refused(ask: Ask) -> None:
    told = ask("/connectors/ccs2")
    assert told.status == 422
    assert told.error["details"][0]["where"] == "path.v2_id"


def test_a_row_takes_no_parameters(ask: Ask) -> None:
    assert ask("/connectors/36?q=x").status == 422


CACHED = ["/connectors", "/connectors/36", "/fields?q=price", "/search?q=ccs2", "/lookup?code=36"]


@pytest.mark.parametrize("path", CACHED)
def test_a_read_is_sent_once_and_then_304(ask: Ask, path: str) -> None:
    first = ask(path)
    assert first.answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = ask(path, headers={"If-None-Match": first.answer["ETag"]})
    assert (again.status, again.answer["ETag"]) == (304, first.answer["ETag"])
    Note.objects.create(table="connector", key="36", text="New")
    assert ask(path, headers={"If-None-Match": first.answer["ETag"]}).status == 200


def test_head_is_get_without_a_body(client: Client, db: None) -> None:
    whole = client.get("/api/v1/connectors")
    head = client.head("/api/v1/connectors")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == str(len(whole.content))


def test_what_somebody_with_a_session_reads_is_kept_nowhere(client: Client, db: None) -> None:
    plain: Any = client.get("/api/v1/connectors/36").json()
    client.force_login(User.objects.create_superuser("eda"))
    own = client.get("/api/v1/connectors/36")
    assert own.json() == plain
    assert "no-store" in own["Cache-Control"]
