"""The first statements on what is true, on payloads made after public bug reports and clients."""

from __future__ import annotations

import json
from typing import Any

from tests.judges.relatives.volts import volts
from tests.judges.statements import Statement
from tests.judges.support import (
    Json,
    evses,
    fates,
    locations,
    odd,
    plugs,
    told,
    values,
)

PARTY = ("--party", "DE*ICT")
ODD = "is told"


def strange(d: Any, r: Json) -> bool:
    """Something is told that not every station has."""
    return bool(odd(r))


def unlike(texts: list[str]) -> bool:
    """No text is there twice."""
    return len(set(texts)) == len(texts)


STATEMENTS = [
    Statement(
        "T1",
        "b43_same_station_twice_counts",
        "v3",
        "two EVSEs, not four",
        lambda d, r: len(evses(d)) == 2,
    ),
    Statement(
        "T1",
        "b43_same_station_twice_statuses",
        "v3",
        "one plug each",
        lambda d, r: [len(e["connectors"]) for e in evses(d)] == [1, 1],
    ),
    Statement(
        "T1",
        "d01_snapshots_old_busy_new_free",
        "v3",
        "one plug in its newest state",
        lambda d, r: [(e["status"], len(e["connectors"])) for e in evses(d)] == [("AVAILABLE", 1)],
    ),
    Statement(
        "T1",
        "d03_same_station_twice_no_pool",
        "v3",
        "one location",
        lambda d, r: len(locations(d)) == 1,
    ),
    Statement(
        "T2",
        "b34_subscription_refused",
        "v3",
        "a refused provider is not accepted",
        lambda d, r: "Some eMSP" not in json.dumps(d),
    ),
    Statement(
        "T2",
        "b34_subscription_refused",
        "ocpi-2.3.0",
        "a refused provider is not accepted",
        lambda d, r: "Some eMSP" not in json.dumps(d),
    ),
    Statement(
        "T3",
        "b05_cpo_other_country",
        "ocpi-2.2.1",
        "the party that the ids prove counts",
        lambda d, r: [(x["country_code"], x["party_id"]) for x in locations(d)] == [("NL", "EBG")],
        ("--party", "FR*S63"),
    ),
    Statement(
        "T4",
        "b33_private_connector_only",
        "v3",
        "publish from the deprecated field",
        lambda d, r: values(locations(d), "publish") == [False],
    ),
    Statement(
        "T4",
        "b33_private_conflict",
        "v3",
        "the contradiction is told",
        lambda d, r: bool(
            [
                f
                for f in told(r, "privateAccess")
                if "says it for the whole station" not in f["message"]
            ]
        ),
    ),
    Statement("T5", "b09_three_200_240", "v3", "230 V", volts(230)),
    Statement("T5", "d14_phase2", "v3", "230 V", volts(230)),
    Statement(
        "T6",
        "b13_two_cpos_same_evseid_one_pool",
        "v3",
        "two EVSEs",
        lambda d, r: set(values(evses(d), "evse_id")) == {"DE*AAA*E1", "DE*BBB*E1"},
    ),
    Statement(
        "T7",
        "b06_pos_missing",
        "v3",
        "no position is an error",
        lambda d, r: bool(told(r, at_least="error")),
    ),
    Statement("T28", "b06_pos_null_island", "v3", f"a position of 0/0 {ODD}", strange),
    Statement(
        "T8",
        "b04_country_alpha2",
        "v3",
        "DEU",
        lambda d, r: values(locations(d), "country") == ["DEU"],
    ),
    Statement(
        "T8",
        "b04_country_lower",
        "ocpi-2.2.1",
        "DEU",
        lambda d, r: values(locations(d), "country") == ["DEU"],
        PARTY,
    ),
    Statement(
        "T8",
        "b04_country_name",
        "v3",
        "told, or DEU",
        lambda d, r: bool(told(r, "country")) or values(locations(d), "country") == ["DEU"],
    ),
    Statement("T9", "b08_power_watts22", "v3", f"22 MW {ODD}", strange),
    Statement("T9", "b09_chademo_ac", "v3", f"CHAdeMO as AC {ODD}", strange),
    Statement("T9", "b09_schuko_three", "v3", f"Schuko with three phases {ODD}", strange),
    Statement(
        "T9",
        "b10_id36_125",
        "v3",
        "125 A do tell: they fit none of the three",
        lambda d, r: not [f for f in r["findings"] if "either current nor power" in f["message"]],
    ),
    Statement(
        "T10",
        "b02_until_2400",
        "v3",
        "24:00 to 23:59 is lossy",
        lambda d, r: fates(r, "/period/*/to") == {"lossy"},
    ),
    Statement(
        "T11",
        "b23_state_offline",
        "v3",
        "UNKNOWN may be chosen",
        lambda d, r: values(evses(d), "status") == ["UNKNOWN"],
        ("--status", "OFFLINE=UNKNOWN"),
    ),
    Statement(
        "T12",
        "e08_plug_and_charge",
        "ocpi-2.3.0",
        "Plug and Charge is not denied",
        lambda d, r: (
            not told(r, "no capability for auth-by-car-plug-and-charge", at_least="notice")
        ),
        PARTY,
    ),
    Statement(
        "T13",
        "d15_capacity_two",
        "v3",
        "the value that fits the power",
        lambda d, r: (
            [(p["power_type"], p["max_amperage"]) for p in plugs(d)] == [("AC_3_PHASE", 32)]
        ),
    ),
    Statement(
        "T14",
        "b11_emi3_serial",
        "ocpi-2.2.1",
        "a serial number is no EVSE id",
        lambda d, r: not any("evse_id" in e for e in evses(d)) or bool(told(r, "EMI3")),
        PARTY,
    ),
    Statement(
        "T15", "b12_emi3_only_two_spellings", "v3", "one EVSE", lambda d, r: len(evses(d)) == 1
    ),
    Statement(
        "T15",
        "b12_uid_two_cases",
        "ocpi-2.2.1",
        "ids equal for OCPI are joined or told",
        lambda d, r: unlike([e["uid"].lower() for e in evses(d)]) or strange(d, r),
        PARTY,
    ),
    Statement(
        "T16",
        "r_vf_station360",
        "v3",
        "read as stations",
        lambda d, r: any("name" in x for x in locations(d)),
    ),
    Statement(
        "T17",
        "b35_count_partial",
        "here-v3",
        "two plugs are free",
        lambda d, r: '"availableConnectorCount": 2' in json.dumps(d),
    ),
    Statement(
        "T18",
        "r_vf_multigun_typed",
        "ocpi-2.2.1",
        "labels stay apart or go",
        lambda d, r: unlike(
            [e["physical_reference"] for e in evses(d) if "physical_reference" in e]
        ),
        ("--party", "VN*VFA"),
    ),
    Statement(
        "T19",
        "b20_time_none",
        "v3",
        "a time without offset is a guess",
        lambda d, r: bool([f for f in odd(r) if "imestamp" in f["pattern"] + f["message"]]),
    ),
    Statement(
        "T19",
        "b20_tz_bogus",
        "ocpi-2.2.1",
        "a zone that is none is told",
        lambda d, r: bool(told(r, "timeZone")),
        PARTY,
    ),
    Statement(
        "T20",
        "b19_phone_text",
        "here-v3",
        "a phone that is none is told",
        lambda d, r: bool(told(r, "phone")),
    ),
    Statement(
        "T22",
        "b16_blank_strings",
        "ocpi-2.2.1",
        "blanks are no values",
        lambda d, r: '" "' not in json.dumps(d),
        PARTY,
    ),
    Statement(
        "T22",
        "b18_plug_padded",
        "v3",
        "' 31 ' is 31",
        lambda d, r: values(plugs(d), "standard") == ["IEC_62196_T2"],
    ),
    Statement(
        "T23",
        "b33_restricted_public",
        "v3",
        "PUBLIC and restricted is no contradiction",
        lambda d, r: not [f for f in odd(r) if "restrictedAccess" in f["pattern"] + f["message"]],
    ),
    Statement(
        "T26",
        "e13_id39_successor",
        "v3",
        "39 by amperes, as 36",
        lambda d, r: (
            bool(plugs(d)) and all(p["standard"].startswith("IEC_60309_2_THREE") for p in plugs(d))
        ),
        ("--accept-successors",),
    ),
    Statement(
        "T27",
        "d17_number_in_street",
        "ocpi-2.2.1",
        "no number twice",
        lambda d, r: not any("31 31" in str(x.get("address")) for x in locations(d)),
        PARTY,
    ),
]
