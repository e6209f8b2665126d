"""What in a text speaks v2, and what only looks like it."""

from __future__ import annotations

import pytest

from evmap.requests.resources import RESOURCES
from evmap.scan import Seen, scan_text
from evmap.scan.names import STRONG, names

HOST = "ev-v2.cc.api.here.com"


def told(seen: Seen) -> set[tuple[str, str]]:
    """Kind and name of what was found."""
    return {(hit.name.kind, hit.name.v2) for hit in seen.hits}


def found(text: str) -> set[tuple[str, str]]:
    return told(scan_text(text))


# --- Whether a text speaks v2 ---


@pytest.mark.parametrize(
    "text",
    [HOST, HOST.upper(), f"https%3A%2F%2F{HOST}%2Fev", '"/ev/stations.json"', *sorted(STRONG)],
)
def test_a_request_or_a_name_that_only_v2_has_is_sure(text: str) -> None:
    assert scan_text(text).is_sure


@pytest.mark.parametrize(
    ("text", "is_likely"),
    [
        ("maxPowerLevel, fixedCable, poolId", True),
        ('get("stations.json")', True),
        ('get("stations/bulk.json")', True),
        ("maxPowerLevel, fixedCable", False),
        ("poolId poolId poolId poolId", False),
        ("state == 'OUT_OF_SERVICE'; connectortype = 31", False),
    ],
)
def test_some_names_make_it_likely_where_the_program_speaks_v2(text: str, is_likely: bool) -> None:
    seen = scan_text(text)
    assert (seen.is_sure, seen.is_likely) == (False, is_likely)


@pytest.mark.parametrize(
    "text",
    [
        "credit_card, debit_card, e_payment, pricing_model, private_access",
        "connectorType, connectorDetails, connectorStatuses, connectorStatus, hasMore",
        "poolId; charge_capacity; voltsRange; ampsRange; charging_point; cpo_id",
        "https://api.radio.org/ev/stations.json",
        "item.extended.evStation.connectors",
        "hotel.reservationInformation, streetNumber, deviceName, openingTime, hasMore",
        "https://dev-v2.cc.api.here.com/ev-v3/",
        "GET /ev/stations",
        "",
    ],
)
def test_other_programs_are_never_sure(text: str) -> None:
    assert not scan_text(text).is_sure


def test_names_that_heres_v3_has_are_not_told() -> None:
    assert found("timeZone openingHours postalCode partnerId evseId maxPower") == set()


# --- Requests ---


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        (f"https://{HOST}/ev/stations.json?x=1,2,3", "stations"),
        (f"https://{HOST}:443/ev/ev/stations.json", "stations"),
        (f"https:\\/\\/{HOST}\\/ev\\/stations.json", "stations"),
        (f"{HOST}/ev/stations/count.xml", "stations/count"),
        (f"https://{HOST}/ev/stations/276u33db.json", "stations/{id}"),
        (f'"https://{HOST}/ev/stations/" + sid + ".json"', "stations/{id}"),
        ('@GET("stations/{id}.json")', "stations/{id}"),
        ("`/ev/pools/bulk.json?id=${id}`", "pools/bulk"),
        ("${BASE}/evses/bulk.json", "evses/bulk"),
        (f"https://{HOST}/status", HOST),
    ],
)
def test_a_request_is_told_once_with_its_resource(text: str, resource: str) -> None:
    assert found(text) == {("request", resource)}
    assert scan_text(text).hits[0].occurrences == 1


def test_every_resource_has_the_words_of_its_translation() -> None:
    assert names().resources.keys() == RESOURCES.keys()
    assert names().resources["stations/{id}"].v3 == ("/v3/locations",)
    assert names().resources["stations"].v3 == ("HERE Search, then /v3/locations",)
    assert all(name.severity == "error" for name in names().resources.values())


def test_no_value_of_a_request_is_repeated() -> None:
    assert "hush" not in str(scan_text(f"https://{HOST}/ev/stations.json?apiKey=hush&prox=hush"))


@pytest.mark.parametrize("text", ['{"prox": place}', "params['prox'] = 1", "?prox=${here}"])
def test_a_parameter_is_told_in_quotes_and_in_queries(text: str) -> None:
    assert found(text) == {("parameter", "prox")}


def test_a_parameter_says_what_it_is_called_in_v3_without_the_values_of_an_example() -> None:
    words = names().words
    assert words["maxresults"].v3 == ("limit",)
    assert words["powermax"].fate == "dropped"
    told = " ".join(place for name in words.values() for place in name.v3)
    assert not any(value in told for value in ("52.5", "31", "1f351b84"))


# --- Fields ---


@pytest.mark.parametrize(
    "word",
    [
        *("maxPowerLevel", "max_power_level", "MaxPowerLevel", "MAX_POWER_LEVEL"),
        *("getMaxPowerLevel", "set_max_power_level", "withMaxPowerLevel"),
    ],
)
def test_a_field_is_known_in_the_spelling_of_many_languages(word: str) -> None:
    assert found(f"x.{word}()") == {("field", "maxPowerLevel")}


@pytest.mark.parametrize("word", ["maxpowerlevels", "address", "name", "Type", "xmaxPowerLevel"])
def test_other_words_and_words_of_any_program_are_none(word: str) -> None:
    assert found(f"x.{word}()") == set()


@pytest.mark.parametrize(("text", "is_told"), [('"volts"', True), ("volts = 3", False)])
def test_plain_words_of_v2_are_told_in_quotes_only(text: str, is_told: bool) -> None:
    assert bool(found(text)) == is_told


def test_a_field_says_what_it_is_in_heres_v3() -> None:
    name = names().fields["maxpowerlevel"]
    assert (name.fate, name.severity) == ("converted", "notice")
    assert name.v3 == ("evses[].connectors[].maxPower", "connectorGroups[].maxPower")
    assert name.reference == "/fields/?q=maxPowerLevel"


def test_fates_that_depend_on_the_place_are_all_told() -> None:
    name = names().fields["cpoevseid"]
    assert name.fate == "restructured or dropped"
    assert "connectorStatus[].cpoEvseId: " in name.message


def test_a_loss_is_a_warning_and_what_is_said_elsewhere_is_none() -> None:
    fields = names().fields
    assert fields["pvid"].severity == "warning"
    assert fields["hasmore"].severity == "notice"


def test_an_object_says_how_much_of_it_is_left() -> None:
    name = names().fields["chargingpoint"]
    assert (name.fate, name.v3) == ("restructured", ("evses[]", "connectorGroups[]"))
    assert "v3 has 11 of 12" in name.message


# --- Statuses and connector ids ---


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('"AVAILABLE"', "AVAILABLE"),
        ("'OTHER'", "OTHER"),
        ("State.OUT_OF_SERVICE", "OUT_OF_SERVICE"),
        ("State.outOfService", "OUT_OF_SERVICE"),
        ("'out_of_service'", "OUT_OF_SERVICE"),
        ("'occupied'", "OCCUPIED"),
        ("OCCUPIED,", "OCCUPIED"),
    ],
)
def test_a_status_is_told_as_programs_write_it(text: str, status: str) -> None:
    assert found(text) == {("status", status)}


@pytest.mark.parametrize("text", ["codes.UNAVAILABLE", "OTHER people", "'other'", "'unknown'"])
def test_words_of_other_things_are_no_statuses(text: str) -> None:
    assert found(text) == set()


def test_a_status_is_spelled_as_in_heres_v3() -> None:
    statuses = names().statuses
    assert statuses["occupied"].v3 == ("charging",)
    assert (statuses["out_of_service"].v3, statuses["out_of_service"].severity) == (
        ("inoperative", "outOfOrder"),
        "warning",
    )
    assert statuses["offline"].v3 == ("unknown",)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("connectortype=31,36&x=45", {"31", "36"}),
        ('"connectorType": {"id": "31"', {"31"}),
        ("if connector_type == 45:", {"45"}),
        ('c["connectorType"]["id"] == "34"', {"34"}),
        ('getConnectorType().getId().equals("34")', {"34"}),
        ('c["connectorType"]["id"] in ("33", "34")', {"33", "34"}),
        ("typeId = 31", {"31"}),
        ("connectorTypes[0]", set()),
        ("connectors.connector[0]", set()),
        ("connectorType = 999", set()),
        ('logger.info("connector 7 is down")', set()),
        ("content_type_id: 7", set()),
        ("connectorType, timeout=30", set()),
        ("port = 31", set()),
    ],
)
def test_connector_ids_are_told_where_words_say_that_they_are_some(
    text: str, ids: set[str]
) -> None:
    assert {v2 for kind, v2 in found(text) if kind == "connector"} == ids


def test_a_connector_says_what_the_guide_says() -> None:
    connectors = names().connectors
    assert connectors[31].v3 == ("IEC_62196_T2",)
    # HERE has deprecated the one, and its v3 lacks what the guide names for the other.
    for v2_id in (45, 0):
        name = connectors[v2_id]
        assert (name.v3, name.fate, name.severity) == ((), "dropped", "warning")


# --- Places ---


def test_lines_and_columns_count_from_1_in_characters() -> None:
    seen = scan_text(f"ü {HOST}\n\n  ÄÖ poolId\npoolId")
    assert [hit.places for hit in seen.hits] == [((1, 3),), ((3, 6), (4, 1))]


def test_of_a_name_that_comes_often_the_first_places_are_told() -> None:
    (hit,) = scan_text("poolId\n" * 1_000).hits
    assert (hit.occurrences, len(hit.places), hit.places[-1]) == (1_000, 20, (20, 1))


@pytest.mark.parametrize(
    "text",
    [
        '{"hasMore": false, "count": 1, "evStations": {"evStation": [{"poolId": "a"}]}}',
        '<?xml version="1.0"?>\n<ns2:evStations><evStation/></ns2:evStations>',
    ],
)
def test_a_response_among_data_is_told_as_one(text: str) -> None:
    seen = scan_text(text, is_data=True)
    assert (told(seen), seen.is_sure) == ({("response", "evStations")}, True)


def test_a_request_beside_a_stored_response_is_told() -> None:
    text = '{"url": "/ev/stations.json", "body": {"evStations": {"evStation": []}}}'
    assert ("request", "stations") in told(scan_text(text, is_data=True))
