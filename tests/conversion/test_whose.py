"""Whose an EVSE is, when two ids are one, and who may see a site."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversion import support
from tests.conversion.support import (
    COMPLETE,
    ENTRY,
    GROUP,
    Json,
    answer,
    check_both_ways,
    codes,
    encode,
    explained,
    fate_of,
    fates,
    group,
    location,
    run,
    station,
    status,
)

STRICT = ["ocpi-2.2.1", "ocpi-2.3.0"]


def entry(uid: str | None, emi3: str | None = None, **more: Any) -> Json:
    return status(uid, **({"cpoEvseEMI3Id": emi3} if emi3 else {}), **more)


def evses_of(*entries: Json) -> list[tuple[str, str | None, int]]:
    found = location(answer(station(group("31", *entries))))["evses"]
    return [(one["uid"], one.get("evse_id"), len(one["connectors"])) for one in found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (entry("evse-a"), entry("EVSE-A")),
        (entry(None, "DE*ICT*E1"), entry(None, "deicte1")),
        (entry("1", "DE*ICT*E1"), entry("1", "DEICTE1")),
        (entry("1", "DE*ICT*E1"), entry("1")),
    ],
)
def test_spellings_of_one_id_are_one_evse(first: Json, second: Json) -> None:
    assert [plugs for _, _, plugs in evses_of(first, second)] == [2]


def test_separators_of_an_operators_own_id_count() -> None:
    assert [uid for uid, _, _ in evses_of(entry("1-1"), entry("11"))] == ["1-1", "11"]


def test_one_cpo_id_of_two_operators_is_two_evses() -> None:
    entries = [entry("1", "DE*AAA*E1"), entry("1", "DE*BBB*E1"), entry("1", "DE*BBB*E1")]
    assert evses_of(*entries) == [("1", "DE*AAA*E1", 1), ("DE*BBB*E1", "DE*BBB*E1", 2)]
    done = check_both_ways(encode(answer(station(group("31", *entries)))), "v3")
    assert ("EV522", f"{ENTRY}/cpoEvseId") in codes(done)


@pytest.mark.parametrize(
    ("one", "other", "plugs"),
    [
        ({"supplierName": "A"}, {"supplierName": "B"}, [1, 1]),
        ({"supplierName": "A"}, {"supplierName": "a"}, [2]),
        ({"supplierName": "A"}, {}, [2]),
    ],
)
def test_one_cpo_id_of_two_suppliers_is_two_evses(one: Json, other: Json, plugs: list[int]) -> None:
    groups = [group("31", entry("1"), **one), group("31", entry("1"), **other)]
    again = [group("34", entry("1"), fixedCable=True, **other)] if plugs == [1, 1] else []
    payload = answer(station(*groups, *again))
    found = location(payload)["evses"]
    told = {code for code, _ in codes(check_both_ways(encode(payload), "v3"))}
    assert [len(one["connectors"]) for one in found] == ([1, 2] if again else plugs)
    assert len({one["uid"] for one in found}) == len(plugs)
    assert ("EV522" in told) is bool(again)


@pytest.mark.parametrize("brand", ["B", "A"])
def test_one_cpo_id_of_two_brands_is_two_evses(brand: str) -> None:
    first = station(group("31", entry("1")), brand="A")
    second = station(group("31", entry("1")), brand=brand, id="station-2")
    conversion = run(answer(first, second))
    told = {code for code, _ in codes(conversion)} & {"EV522", "EV525"}
    assert told == ({"EV522"} if brand == "B" else {"EV525"})


@pytest.mark.parametrize(
    ("entries", "evses"),
    [
        # One text in either field is one EVSE.
        ([entry("DE*AAA*E1"), entry(None, "DE*AAA*E1")], [("DE*AAA*E1", "DE*AAA*E1", 2)]),
        ([entry(None, "DE*AAA*E1"), entry("DEAAAE1")], [("DEAAAE1", "DE*AAA*E1", 2)]),
        # Ids that would make one uid of two EVSEs.
        (
            [entry(None, "DE*AAA*E1"), entry("DE*AAA*E1", "DE*BBB*E1")],
            [("DE*AAA*E1", "DE*AAA*E1", 1), ("DE*BBB*E1", "DE*BBB*E1", 1)],
        ),
        (
            [entry("1", "DE*A11*E1"), entry("1", "DE*B11*E1"), entry("DE*B11*E1", "DE*C11*E1")],
            [("1", "DE*A11*E1", 1), ("DE*B11*E1",) * 2 + (1,), ("DE*C11*E1",) * 2 + (1,)],
        ),
    ],
)
def test_no_two_evses_have_one_uid(entries: list[Json], evses: list[Any]) -> None:
    assert evses_of(*entries) == evses
    check_both_ways(encode(answer(station(group("31", *entries)))), "v3")


def test_a_text_that_is_no_evse_id_names_one_evse_in_each_field() -> None:
    (first, second) = evses_of(entry("1"), entry(None, "1"))
    assert (first[0], first[2], second[1], second[2]) == ("1", 1, "1", 1)
    assert second[0] != "1"


def test_the_uid_of_a_third_is_made_where_all_its_ids_are_taken() -> None:
    entries = [entry("DE*AAA*E1", "DE*BBB*E1"), entry(None, "DE*AAA*E1")]
    (first, second) = evses_of(*entries)
    assert first == ("DE*AAA*E1", "DE*BBB*E1", 1)
    assert second[1:] == ("DE*AAA*E1", 1)
    assert second[0] != first[0]
    done = check_both_ways(encode(answer(station(group("31", *entries)))), "v3")
    assert ("EV522", f"{ENTRY}/cpoEvseEMI3Id") in codes(done)
    assert "EV510" not in {code for code, _ in codes(done)}  # it has an id


def test_entries_without_an_id_are_evses_of_their_own_and_share_none() -> None:
    conversion = run(answer(station(group("31", entry(None), entry(None), entry(None)))))
    told = [f for f in support.report(conversion).findings if f.code in ("EV510", "EV522")]
    assert [(finding.code, finding.occurrences) for finding in told] == [("EV510", 3)]


@pytest.mark.parametrize(("emi3", "told"), [("de*ict*e1", True), ("DE*ICT*E2", False)])
def test_an_emi3_id_of_two_evses_is_told(emi3: str, told: bool) -> None:
    conversion = run(answer(station(group("31", entry("1", "DE*ICT*E1"), entry("2", emi3)))))
    assert (("EV524", f"{ENTRY}/cpoEvseEMI3Id") in codes(conversion)) is told


@pytest.mark.parametrize(("emi3", "told"), [("DE*ICT*E1", True), ("DE*ICT*E2", False)])
def test_so_it_is_in_evses_bulk(emi3: str, told: bool) -> None:
    plug = {"id": "1", "typeId": "31"}
    evses = [
        {"id": "a", "cpoId": "1", "cpoEvseEMI3Id": "DE*ICT*E1", "connectors": [plug]},
        {"id": "b", "cpoId": "2", "cpoEvseEMI3Id": emi3, "connectors": [plug]},
    ]
    conversion = run({"id": "p", "stations": [{"id": "s", "evses": evses}]})
    assert (("EV524", "/stations/*/evses/*/cpoEvseEMI3Id") in codes(conversion)) is told


@pytest.mark.parametrize(("uid", "told"), [("1", True), ("2", False)])
def test_an_evse_of_two_stations_is_told(uid: str, told: bool) -> None:
    second = station(group("31", entry(uid)), id="station-2")
    conversion = run(answer(station(group("31", entry("1"))), second))
    assert (("EV525", ENTRY) in codes(conversion)) is told


@pytest.mark.parametrize(
    ("uid", "party"),
    [
        ("NL*EBG*E1", ("NL", "EBG")),
        ("INFOSE1", ("FR", "S63")),  # a serial number that looks like one
        ("XX*EBG*E1", ("FR", "S63")),
    ],
)
def test_an_operators_own_id_proves_the_party_where_it_is_an_evse_id(
    uid: str, party: tuple[str, str]
) -> None:
    payload = answer(station(group("31", entry(uid))))
    options = {"country_code": "FR", "party_id": "S63"}
    found = location(payload, "ocpi-2.2.1", **options)
    assert (found["country_code"], found["party_id"]) == party
    check_both_ways(encode(payload), "ocpi-2.2.1", **options)


@pytest.mark.parametrize("target", STRICT)
@pytest.mark.parametrize("text", ["25070000033801", "DE-ICT-E1", "DEU*ICT*E1"])
def test_strict_ocpi_writes_no_evse_id_of_another_form(target: str, text: str) -> None:
    data = answer(station(group("31", entry("1", text))))
    (evse,) = location(data, target, **COMPLETE)["evses"]
    assert "evse_id" not in evse
    assert ("EV608", f"{ENTRY}/cpoEvseEMI3Id") in codes(run(data, target, **COMPLETE))
    assert fate_of(run(data, target, **COMPLETE), f"{ENTRY}/cpoEvseEMI3Id") == "dropped"


@pytest.mark.parametrize("target", STRICT)
def test_options_fill_in_the_party_and_never_overwrite_it(target: str) -> None:
    def party(emi3: str | None) -> tuple[str, str]:
        found = location(answer(station(group("31", entry("1", emi3)))), target, **COMPLETE)
        return found["country_code"], found["party_id"]

    assert party("NL*EBG*E1") == ("NL", "EBG")
    assert party(None) == ("DE", "ICT")
    assert party("XX*EBG*E1") == ("DE", "ICT")  # no country


def test_two_parties_are_told_at_the_second() -> None:
    data = answer(station(group("31", entry("1", "DE*ICT*E1"), entry("2", "NL*EBG*E2"))))
    assert ("EV523", f"{ENTRY}/cpoEvseEMI3Id") in codes(run(data))


# -- who may see it, who may charge ---------------------------------------------------------

PRIVATE = f"{GROUP}/connectorDetails/privateAccess"


def groups(*private: bool | None) -> list[Json]:
    return [
        group(
            "31",
            status(str(number)),
            **({} if told is None else {"connectorDetails": {"privateAccess": told}}),
        )
        for number, told in enumerate(private)
    ]


@pytest.mark.parametrize(
    ("private", "publish"),
    [((True,), False), ((False, False), True), ((True, None), False), ((True, False), None)],
)
def test_groups_tell_publish_where_no_station_does(
    private: tuple[bool | None, ...], publish: bool | None
) -> None:
    done = check_both_ways(encode(answer(station(*groups(*private)))), "v3")
    assert location(answer(station(*groups(*private)))).get("publish") == publish
    assert (("EV453", PRIVATE) in codes(done)) == (publish is None)
    assert fate_of(done, PRIVATE) == ("dropped" if publish is None else "restructured")


def test_the_stations_own_word_comes_first_and_the_contradiction_is_told() -> None:
    data = answer(station(*groups(True), evStationDetails={"privateAccess": False}))
    assert location(data)["publish"] is True
    assert ("EV453", PRIVATE) in codes(run(data))


@pytest.mark.parametrize("accept", [False, True, None])
def test_only_a_provider_that_is_not_refused_is_written(accept: bool | None) -> None:
    subscription = {"provider": "Some", **({} if accept is None else {"accept": accept})}
    details = {"paymentMethods": {"subscription": subscription}}
    data = answer(station(group("31", status("1")), evStationDetails=details))
    (evse,) = location(data)["evses"]
    refused = accept is False
    assert evse.get("accepted_service_providers") == (None if refused else ["Some"])
    assert ("EV452" in {code for code, _ in codes(run(data))}) == refused


@pytest.mark.parametrize(
    ("accept", "refused"),
    [("no", True), (0, True), ("0", True), ("False", True), (1, False), ("yes", False)],
)
def test_a_refusal_is_one_however_it_is_written(accept: Any, refused: bool) -> None:
    methods = {
        "subscription": {"provider": "Some eMSP", "accept": accept},
        "other": {"accept": accept, "types": {"type": ["rfid-reader"]}},
    }
    payload = answer(
        station(group("31", status("1")), evStationDetails={"paymentMethods": methods})
    )
    (evse,) = location(payload)["evses"]
    assert ("accepted_service_providers" not in evse) is refused
    assert ("capabilities" not in evse) is refused


@pytest.mark.parametrize(
    ("kind", "written"),
    [("RFID-Reader", ["rfidReader"]), (" rfid-reader ", ["rfidReader"]), ("rfid card", None)],
)
def test_payment_types_are_read_in_capitals_and_small_letters(
    kind: str, written: list[str] | None
) -> None:
    methods = {"other": {"accept": True, "types": {"type": [kind]}}}
    payload = answer(
        station(group("31", status("1")), evStationDetails={"paymentMethods": methods})
    )
    (evse,) = location(payload, "here-v3")["evses"]
    assert evse.get("paymentSupports") == written
    assert ("EV428" in {code for code, _ in codes(run(payload, "here-v3"))}) is (written is None)


@pytest.mark.parametrize("target", STRICT)
@pytest.mark.parametrize(
    ("uid", "fate"), [(None, "restructured"), ("1", "dropped"), ("25070000033801", "dropped")]
)
def test_an_id_that_is_no_evse_id_but_the_uid_is_not_dropped(
    uid: str | None, fate: str, target: str
) -> None:
    payload = answer(station(group("31", entry(uid, "25070000033801"))))
    done = check_both_ways(encode(payload), target, **COMPLETE)
    assert ("EV608", f"{ENTRY}/cpoEvseEMI3Id") in codes(done)
    assert fate_of(done, f"{ENTRY}/cpoEvseEMI3Id") == fate
    (evse,) = location(payload, target)["evses"]
    assert (evse["uid"], evse.get("evse_id")) == (uid or "25070000033801", None)


@pytest.mark.parametrize("target", ["v3", *STRICT])
def test_an_id_of_here_that_is_the_uid_is_not_dropped(target: str) -> None:
    evses = [
        {"id": number, "cpoId": "A", "connectors": [{"id": "1", "typeId": "31"}]}
        for number in ("1", "2")
    ]
    payload = {"pools": [{"id": "P", "stations": [{"id": "S", "evses": evses}]}]}
    assert [one["uid"] for one in location(payload, target)["evses"]] == ["A", "2"]
    place = "/pools/*/stations/*/evses/*/id"
    assert fates(run(payload, target))[place] == {"dropped": 1, "restructured": 1}
    check_both_ways(encode(payload), target)


@pytest.mark.parametrize(
    "entries",
    [
        [entry("FR*S63*E1"), entry("DE*ICT*E2")],
        [entry("1", "FR*S63*E1"), entry("DE*ICT*E2")],
        [entry("1", "25070"), entry("FR*S63*E1", "25071"), entry("DE*ICT*E2", "25072")],
    ],
)
def test_two_parties_are_told_by_whatever_id_proves_them(entries: list[Json]) -> None:
    payload = answer(station(group("31", *entries)))
    done = check_both_ways(encode(payload), "ocpi-2.2.1")
    found = location(payload, "ocpi-2.2.1")
    assert (found["country_code"], found["party_id"]) == ("FR", "S63")
    assert ("EV523", f"{ENTRY}/cpoEvseId") in codes(done)


def test_one_party_by_both_ids_is_nothing_to_tell() -> None:
    payload = answer(station(group("31", entry("1", "FR*S63*E1"), entry("fr*s63*e2"))))
    assert "EV523" not in {code for code, _ in codes(run(payload))}


def test_the_party_is_made_of_an_id_that_is_written() -> None:
    """OCPI 2.2.1 has no MCS plug."""
    mcs = group("67", entry("1", "FR*S63*E1"), chargingPoint={"voltsRange": "1000V DC"})
    payload = answer(station(mcs, group("31", entry("2", "FR*S63*E2"))))
    done = explained(encode(payload), "ocpi-2.2.1")
    (party,) = [value for value in done.v3 if value.pattern == "/party_id"]
    assert [source.value for source in party.partners] == ["FR*S63*E2"]


@pytest.mark.parametrize(
    ("others", "fate"),
    [
        ([], "lossy"),
        ([entry("7")], "lossy"),
        ([entry("FR*S63*E2")], "dropped"),
        ([entry("2", "FR*S63*E2")], "dropped"),
    ],
)
@pytest.mark.parametrize("ids", [("1", "FR*S63*E1"), ("FR*S63*E1", None)])
def test_the_one_id_that_proves_the_party_is_there_in_part_without_its_evse(
    ids: tuple[str, str | None], others: list[Json], fate: str
) -> None:
    # OCPI 2.2.1 has no MCS plug.
    mcs = group("67", entry(*ids), chargingPoint={"voltsRange": "1000V DC"})
    groups = [mcs, group("31", *others)] if others else [mcs]
    payload = encode(answer(station(*groups)))
    done = check_both_ways(payload, "ocpi-2.2.1")
    assert (found := location(payload, "ocpi-2.2.1"))["party_id"] == "S63"
    assert found["country_code"] == "FR"
    place = f"{ENTRY}/{'cpoEvseEMI3Id' if ids[1] else 'cpoEvseId'}"
    assert fate in fates(done)[place]
    (party,) = [v for v in explained(payload, "ocpi-2.2.1").v3 if v.pattern == "/party_id"]
    assert len(party.partners) == 1


@pytest.mark.parametrize("target", STRICT)
def test_a_uid_that_is_made_twice_is_counted_once(target: str) -> None:
    """Another EVSE has the cpoEvseId, and the eMI3 id that stands in is too long for OCPI."""
    long = f"FR*S63*E{'1' * 30}"
    payload = answer(station(group("31", entry("1", "DE*ICT*E1"), entry("1", long))))
    done = check_both_ways(encode(payload), target, **COMPLETE)
    made = {
        line.origin: line.count for line in support.report(done).output if "uid" in line.pattern
    }
    assert made == {"copied": 1, "derived": 1}
