"""T3, T6, T14, T15: whose an EVSE is, and when two ids are one."""

from __future__ import annotations

from typing import Any

from tests.judges.statements import (
    GONE,
    Statement,
    dc,
    group,
    groups,
    states,
)
from tests.judges.support import Json, evses, locations, odd, plugs, told, values


def plugs_each(d: Any) -> list[int]:
    """The number of connectors of each EVSE."""
    return [len(evse["connectors"]) for evse in evses(d)]


def two_evses(first: Json, second: Json) -> Json:
    """Two connector groups with one status entry each."""
    return dict(
        groups(dc(connectorStatuses=states(first)), group({"connectorStatuses": states(second)}))
    )


def cpo(uid: str, emi3: str, state: str = "AVAILABLE") -> Json:
    """A status entry."""
    return {"cpoEvseId": uid, "cpoEvseEMI3Id": emi3, "state": state}


TWO_PARTIES = two_evses(cpo("1", "DE*ICT*E1"), cpo("2", "NL*EBG*E2"))


PARTIES = [
    Statement(
        "T3",
        {"state.cpoEvseEMI3Id": GONE},
        "ocpi-2.2.1",
        "an option fills in",
        lambda d, r: [(x["country_code"], x["party_id"]) for x in locations(d)] == [("FR", "S63")],
        ("--party", "FR*S63"),
    ),
    Statement(
        "T3",
        {"state.cpoEvseEMI3Id": "nl*ebg*e1"},
        "ocpi-2.2.1",
        "an id in lower case proves its party",
        lambda d, r: [(x["country_code"], x["party_id"]) for x in locations(d)] == [("NL", "EBG")],
        ("--party", "FR*S63"),
    ),
    Statement(
        "T3",
        {"state.cpoEvseEMI3Id": "NLEBGE1"},
        "ocpi-2.3.0",
        "so does one without separators",
        lambda d, r: [(x["country_code"], x["party_id"]) for x in locations(d)] == [("NL", "EBG")],
        ("--party", "FR*S63"),
    ),
    Statement(
        "T3",
        "b05_cpo_other_country",
        "ocpi-2.3.0",
        "the ids' party counts in 2.3.0 too",
        lambda d, r: [(x["country_code"], x["party_id"]) for x in locations(d)] == [("NL", "EBG")],
        ("--party", "FR*S63"),
    ),
    Statement(
        "T3",
        TWO_PARTIES,
        "ocpi-2.2.1",
        "two parties in one location are told",
        lambda d, r: bool(odd(r)),
    ),
    Statement(
        "T3",
        two_evses(cpo("1", "25070000033801"), cpo("2", "NL*EBG*E2")),
        "ocpi-2.2.1",
        "a serial number hides no party",
        lambda d, r: [(x["country_code"], x["party_id"]) for x in locations(d)] == [("NL", "EBG")],
        ("--party", "FR*S63"),
    ),
    Statement(
        "T3",
        two_evses(cpo("1", "DE*ICT*E1"), cpo("2", "DE*ICT*E2")),
        "ocpi-2.2.1",
        "one party is nothing to tell",
        lambda d, r: not odd(r),
    ),
    Statement(
        "T3",
        {"state.cpoEvseEMI3Id": "XX*ABC*E1"},
        "ocpi-2.2.1",
        "XX is no country: the option fills in",
        lambda d, r: [(x["country_code"], x["party_id"]) for x in locations(d)] == [("DE", "ICT")],
        ("--party", "DE*ICT"),
    ),
]

EVSES = [
    Statement(
        "T6",
        two_evses(cpo("1", "DE*AAA*E1"), cpo("1", "DE*BBB*E1", "OCCUPIED")),
        "v3",
        "equal operator ids of two operators are two EVSEs",
        lambda d, r: (
            {(e["evse_id"], e["status"]) for e in evses(d)}
            == {("DE*AAA*E1", "AVAILABLE"), ("DE*BBB*E1", "CHARGING")}
        ),
    ),
    Statement(
        "T6",
        two_evses(cpo("1", "DE*AAA*E1"), cpo("1", "DE*BBB*E1")),
        "ocpi-2.2.1",
        "and have two uids",
        lambda d, r: len(set(values(evses(d), "uid"))) == 2,
    ),
    Statement(
        "T6",
        "b13_two_cpos_same_evseid_one_pool",
        "here-v3",
        "two EVSEs",
        lambda d, r: {e.get("evseId") for e in evses(d)} == {"DE*AAA*E1", "DE*BBB*E1"},
    ),
    Statement(
        "T6",
        two_evses(cpo("1", "DE*AAA*E1"), cpo("1", "DE*AAA*E1")),
        "v3",
        "two plugs of one EVSE stay one EVSE",
        lambda d, r: plugs_each(d) == [2],
    ),
    Statement(
        "T6",
        two_evses(cpo("1", "DE*AAA*E1"), cpo("1", "DEAAAE1")),
        "v3",
        "two spellings of its eMI3 id too",
        lambda d, r: plugs_each(d) == [2],
    ),
    Statement(
        "T6",
        two_evses(cpo("1", "DE*AAA*E1"), {"cpoEvseId": "1", "state": "AVAILABLE"}),
        "v3",
        "an entry without eMI3 id belongs to the EVSE of its id",
        lambda d, r: plugs_each(d) == [2],
    ),
]


def kept_or_told(d: Any, r: Json) -> bool:
    """No EVSE id is written, or a warning is about it."""
    return not any("evse_id" in evse for evse in evses(d)) or bool(told(r, "EMI3"))


FORMS = [
    *(
        Statement(
            "T14", {"state.cpoEvseEMI3Id": text}, target, f"{text!r} is no EVSE id", kept_or_told
        )
        for text, target in (
            ("25070000033801", "ocpi-2.3.0"),
            ("DE-ICT-E1", "ocpi-2.2.1"),
            ("DE ICT E1", "ocpi-2.2.1"),
            ("DEU*ICT*E1", "ocpi-2.2.1"),
            ("https://example.com/e/DE*ICT*E1", "ocpi-2.3.0"),
            ("VN*VNF*HNO1100*1*1", "ocpi-2.2.1"),
        )
    ),
    Statement(
        "T14",
        {"state.cpoEvseEMI3Id": "25070000033801"},
        "v3",
        "the default target keeps a serial number",
        lambda d, r: values(evses(d), "evse_id") == ["25070000033801"],
    ),
    Statement(
        "T14",
        {"state.cpoEvseEMI3Id": "DE*DES*E*BMW*0113*2"},
        "ocpi-2.2.1",
        "an eMI3 id with more parts is one",
        lambda d, r: values(evses(d), "evse_id") == ["DE*DES*E*BMW*0113*2"] and not odd(r),
    ),
    Statement(
        "T14",
        {"state.cpoEvseEMI3Id": "+49*810*000*438"},
        "ocpi-2.2.1",
        "an id of DIN SPEC 91286 is one",
        lambda d, r: values(evses(d), "evse_id") == ["+49*810*000*438"] and not told(r, "EMI3"),
        ("--party", "DE*ICT"),
    ),
    Statement(
        "T14",
        {"state.cpoEvseEMI3Id": "AB123E55"},
        "ocpi-2.2.1",
        "AB is no country",
        lambda d, r: "AB" not in values(locations(d), "country_code"),
    ),
    Statement(
        "T14",
        {"state.cpoEvseEMI3Id": "XX*ABC*E1"},
        "ocpi-2.3.0",
        "nor is XX",
        lambda d, r: "XX" not in values(locations(d), "country_code"),
    ),
]

ONE_DC = {"state": "AVAILABLE"}
EQUAL = [
    Statement(
        "T15",
        two_evses(
            {"cpoEvseId": "evse-a", "state": "AVAILABLE"},
            {"cpoEvseId": "EVSE-A", "state": "AVAILABLE"},
        ),
        "v3",
        "ids that differ in case are one EVSE",
        lambda d, r: plugs_each(d) == [2],
    ),
    Statement(
        "T15",
        two_evses(
            {"cpoEvseEMI3Id": "de*ict*e1", "state": "AVAILABLE"},
            {"cpoEvseEMI3Id": "DE*ICT*E1", "state": "AVAILABLE"},
        ),
        "v3",
        "eMI3 ids that differ in case are one",
        lambda d, r: plugs_each(d) == [2],
    ),
    Statement(
        "T15",
        two_evses(
            {"cpoEvseEMI3Id": "DEICTE0001897", "state": "AVAILABLE"},
            {"cpoEvseEMI3Id": "DE*ICT*E0001897", "state": "AVAILABLE"},
        ),
        "ocpi-2.2.1",
        "separators don't matter in strict OCPI either",
        lambda d, r: plugs_each(d) == [2],
    ),
    Statement(
        "T15",
        two_evses(cpo("1-1", "DE*ICT*E1"), cpo("11", "DE*ICT*E2")),
        "v3",
        "separators of an operator's own id count",
        lambda d, r: sorted(values(evses(d), "uid")) == ["1-1", "11"],
    ),
    Statement(
        "T15",
        two_evses(cpo("1", "DE*ICT*E1"), cpo("2", "DE*ICT*E2")),
        "v3",
        "two ids are two EVSEs",
        lambda d, r: plugs_each(d) == [1, 1],
    ),
    Statement(
        "T15",
        groups(
            dc(
                connectorStatuses=states(
                    {**cpo("1", "DE*ICT*E1"), "cpoConnectorId": "a"},
                    {**cpo("1", "DE*ICT*E1"), "cpoConnectorId": "A"},
                )
            )
        ),
        "ocpi-2.2.1",
        "two plugs of an EVSE never have ids equal for OCPI",
        lambda d, r: len({one["id"].casefold() for one in plugs(d)}) == 2,
    ),
]

STATEMENTS = [*PARTIES, *EVSES, *FORMS, *EQUAL]
