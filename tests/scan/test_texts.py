"""What in a text speaks v2, and what only looks like it."""

from __future__ import annotations

import pytest

from evmap.conversion.guide import fixture_guide
from evmap.scan import Hit, scan_text
from evmap.scan.names import EXAMPLES, names

#: Alone it says nothing; behind this, each name of v2 counts.
SPEAKS = "https://ev-v2.cc.api.here.com/ev\n"


def told(hits: list[Hit]) -> set[tuple[str, str]]:
    """Kind and name of what was found."""
    return {(hit.name.kind, hit.name.v2) for hit in hits}


def found_behind_the_host(text: str) -> set[tuple[str, str]]:
    return told(scan_text(SPEAKS + text)) - {("request", "ev-v2.cc.api.here.com")}


# --- Whether a text speaks v2 at all ---


@pytest.mark.parametrize(
    "text",
    [
        "ev-v2.cc.api.here.com",
        "https://ev-v2.cit.cc.api.here.com/ev",
        'GET "/ev/stations.json"',
        "s.evStations.evStation",
        "evStation, cpoEvseEMI3Id",
        "val numberOfConnectors; numberOfAvailable; fixedCable; maxPowerLevel; poolId",
    ],
)
def test_a_request_or_enough_names_of_v2_show_that_a_text_speaks_v2(text: str) -> None:
    assert scan_text(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "evStations.length",
        "evStations evStations evStations evStations",
        "connectorStatus = connectorStatuses[connectorType]",
        "creditCard, debitCard, paymentMethods, streetNumber, hasMore",
        'load("stations.json"); state = "OUT_OF_SERVICE"; connectortype = 31',
        "https://dev-v2.cc.api.here.com.example.org/ev-v3/",
        "GET /ev/stations",
        # v3 and OCPI: nothing of it is v2's alone.
        "evses[0].connectors[0].max_electric_power, opening_times, connectorGroups, OUTOFORDER",
    ],
)
def test_other_programs_are_let_alone(text: str) -> None:
    assert scan_text(text) == []


# --- Requests ---


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        ("https://ev-v2.cc.api.here.com/ev/stations.json?prox=1,2,3", "stations"),
        ("https://ev-v2.cc.api.here.com/ev/ev/stations.json", "stations"),
        ("ev-v2.cc.api.here.com/ev/stations/count.xml", "stations/count"),
        ("`/ev/pools/bulk.json?id=${id}`", "pools/bulk"),
        ("ev/evses/bulk.json", "evses/bulk"),
        ("https://ev-v2.cc.api.here.com/status", "ev-v2.cc.api.here.com"),
    ],
)
def test_a_request_is_told_once_with_its_resource(text: str, resource: str) -> None:
    (hit,) = scan_text(text)
    assert (hit.name.kind, hit.name.v2, hit.name.severity) == ("request", resource, "error")


def test_a_request_says_what_to_call_and_no_key_is_repeated() -> None:
    (hit,) = scan_text("https://ev-v2.cc.api.here.com/ev/stations.json?apiKey=hush")
    assert hit.name.v3 == ("HERE Search, then /v3/locations",)
    assert "hush" not in str(hit)


def test_a_resource_alone_counts_where_a_text_speaks_v2() -> None:
    assert found_behind_the_host('f"{base}/stations/bulk.json"') == {("request", "stations/bulk")}


def test_a_resource_that_comes_again_without_its_host_takes_nothing_away() -> None:
    text = "https://ev-v2.cc.api.here.com/ev/stations.json stations.json"
    assert [hit.column for hit in scan_text(text)] == [9, 48]


def test_every_resource_is_translated() -> None:
    assert names().resources.keys() == EXAMPLES.keys()
    assert all(name.message and name.fate for name in names().resources.values())


# --- Fields ---


@pytest.mark.parametrize(
    "word",
    ["maxPowerLevel", "max_power_level", "MaxPowerLevel", "getMaxPowerLevel", "MAX_POWER_LEVEL"],
)
def test_a_field_is_known_in_the_spelling_of_every_language(word: str) -> None:
    assert found_behind_the_host(f"x.{word}()") == {("field", "maxPowerLevel")}


@pytest.mark.parametrize("word", ["maxpowerlevels", "address", "name", "Type", "xmaxPowerLevel"])
def test_other_words_and_words_of_any_program_are_none(word: str) -> None:
    assert found_behind_the_host(f"x.{word}()") == set()


def test_a_field_says_what_the_field_map_says() -> None:
    name = names().fields["maxpowerlevel"]
    assert (name.fate, name.v3) == ("converted", ("evses[].connectors[].max_electric_power",))
    assert name.reference == "/fields/?q=maxPowerLevel"


def test_a_loss_is_a_warning_and_what_is_said_elsewhere_is_none() -> None:
    fields = names().fields
    assert fields["pvid"].severity == "warning"
    assert fields["hasmore"].severity == "notice"


def test_an_object_says_how_much_of_it_is_left() -> None:
    name = names().fields["connectordetails"]
    assert (name.kind, name.fate, name.v3) == ("field", "restructured", ())
    assert "v3 has " in name.message


def test_fields_inside_a_request_are_not_told_again() -> None:
    text = "https://ev-v2.cc.api.here.com/ev/stations.json"
    assert told(scan_text(text)) == {("request", "stations")}


# --- Statuses and connector ids ---


def test_statuses_that_v3_calls_otherwise_are_told_and_no_others() -> None:
    pairs = fixture_guide().statuses
    other = {v2 for v2, choices in pairs.items() if list(choices) != [v2]}
    text = " ".join(f'"{v2}"' for v2 in pairs)
    assert found_behind_the_host(text) == {("status", v2) for v2 in other}
    assert "OCCUPIED" in other
    assert "AVAILABLE" not in other


def test_an_ambiguous_status_is_a_warning() -> None:
    statuses = names().statuses
    assert statuses["OUT_OF_SERVICE"].severity == "warning"
    assert statuses["OCCUPIED"].severity == "notice"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("connectortype=31,36", {"31", "36"}),
        ('"connectorType": {"id": "31"', {"31"}),
        ("if connector_type == 45:", {"45"}),
        ("connectors.connector[0]", set()),
        ("connectorType = 999", set()),
        ("port = 31", set()),
    ],
)
def test_connector_ids_are_told_where_words_say_that_they_are_some(
    text: str, ids: set[str]
) -> None:
    assert {v2 for kind, v2 in found_behind_the_host(text) if kind == "connector"} == ids


def test_a_connector_says_what_the_guide_says() -> None:
    connectors = names().connectors
    assert connectors[31].v3 == ("IEC_62196_T2",)
    assert (connectors[45].v3, connectors[45].severity) == ((), "warning")


# --- Places ---


def test_lines_and_columns_count_from_1_in_characters() -> None:
    text = "ü ev-v2.cc.api.here.com\r\n\n  ÄÖ poolId\n"
    assert [(hit.line, hit.column) for hit in scan_text(text)] == [(1, 3), (3, 6)]


def test_a_response_among_data_is_told_once() -> None:
    text = '{"evStations": {"evStation": [{"poolId": "a"}]}}'
    (hit,) = scan_text(text, is_data=True)
    assert (hit.name.kind, hit.column) == ("response", 2)
    assert "evmap convert" in hit.name.message


def test_data_that_is_no_response_is_looked_at_as_any_text() -> None:
    text = '{"url": "https://ev-v2.cc.api.here.com/ev/stations.json"}'
    assert told(scan_text(text, is_data=True)) == {("request", "stations")}
