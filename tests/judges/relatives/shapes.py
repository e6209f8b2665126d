"""T12, T16, T29, T30: shapes, names, requests, the look-up, Plug and Charge."""

from __future__ import annotations

import json
from typing import Any

from tests.judges.statements import PLAIN, Statement, response, station
from tests.judges.support import (
    Json,
    evses,
    locations,
    odd,
    plugs,
    told,
    values,
)

METHODS = "evStationDetails.paymentMethods.other"


def other(*kinds: str) -> Any:
    """A station with these other ways to pay."""
    return {METHODS: {"accept": True, "types": {"type": list(kinds)}}}


PLUG = "auth-by-car-plug-and-charge"
PLUG_AND_CHARGE = [
    Statement(
        "T12",
        other(PLUG),
        "v3",
        "not denied in the default target",
        lambda d, r: not told(r, f"no capability for {PLUG}", at_least="notice"),
    ),
    Statement(
        "T12",
        other(PLUG),
        "ocpi-2.2.1",
        "OCPI 2.2.1 has none, and that is told",
        lambda d, r: bool(odd(r)) or bool(told(r, "other/types")),
    ),
    Statement(
        "T12",
        other(PLUG),
        "here-v3",
        "HERE's wire has it",
        lambda d, r: values(evses(d), "paymentSupports") == [["authByCarPlugAndCharge"]],
    ),
    Statement(
        "T12",
        other("auth-by-car-autocharge"),
        "ocpi-2.3.0",
        "Autocharge is not Plug and Charge",
        lambda d, r: "ISO_15118" not in json.dumps(d),
    ),
]

NESTED = {
    "stations": [
        {
            "id": "s",
            "evses": [
                {
                    "id": "e",
                    "cpoId": "1",
                    "state": "AVAILABLE",
                    "connectors": [{"id": "c", "typeId": "31", "maxPowerLevel": 22}],
                }
            ],
        }
    ]
}


def encoded(value: Any) -> bytes:
    """A value as JSON."""
    return json.dumps(value).encode()


def named(d: Any, r: Json) -> bool:
    """The station has arrived with its name and its plug."""
    return values(locations(d), "name") == ["Test site"] and len(plugs(d)) == 1


SHAPES = [
    Statement("T16", encoded({"stations": [PLAIN]}), "v3", "a list of whole stations", named),
    Statement(
        "T16",
        encoded({"stations": [PLAIN, station({"poolId": "evcp0-b", "id": "b"})]}),
        "v3",
        "of two",
        lambda d, r: len(locations(d)) == 2,
    ),
    Statement("T16", encoded({"stations": [PLAIN]}), "ocpi-2.2.1", "in strict OCPI", named),
    Statement(
        "T16",
        encoded(NESTED),
        "v3",
        "a list of pools with EVSEs stays one of evses/bulk",
        lambda d, r: values(evses(d), "uid") == ["1"],
    ),
    Statement("T30", b"callback(" + response(PLAIN) + b");", "v3", "JSONP", named),
    Statement(
        "T30",
        b"/**/ jQuery123_4(" + response(PLAIN) + b")",
        "v3",
        "JSONP with a comment before it",
        named,
    ),
    Statement(
        "T30",
        "https://ev-v2.cc.api.here.com/ev/stations.json?bbox=-10,112;-7,115",
        "request",
        "a box by its other corners",
        lambda o: o.code == 0,
        command="request",
    ),
    Statement(
        "T30",
        "https://ev-v2.cc.api.here.com/ev/stations.json?bbox=52.6,13.2;52.4,13.6",
        "request",
        "a box by its documented corners",
        lambda o: o.code == 0,
        command="request",
    ),
    Statement(
        "T30",
        "type 3",
        "lookup",
        "type 3 is 3A and 3C",
        lambda o: "IEC_62196_T3A" in o.printed and "IEC_62196_T3C" in o.printed,
        command="lookup",
    ),
    Statement(
        "T30",
        "Type 2 Mennekes",
        "lookup",
        "a name of several words as a whole",
        lambda o: "IEC_62196_T2" in o.printed,
        command="lookup",
    ),
    Statement(
        "T30",
        "max_voltage",
        "lookup",
        "a field of OCPI",
        lambda o: "voltsRange" in o.printed,
        command="lookup",
    ),
    Statement(
        "T30",
        "connectorGroups",
        "lookup",
        "a field of HERE v3",
        lambda o: o.code == 0 and "onnector" in o.printed,
        command="lookup",
    ),
    Statement(
        "T30",
        "opening_times",
        "lookup",
        "a field of OCPI with parts",
        lambda o: "openingHours" in o.printed,
        command="lookup",
    ),
]


def only_name(text: str) -> Any:
    """A group whose type has a name and no id."""
    return {"group.connectorType": {"name": text}}


NAMES = [
    Statement(
        "T29",
        only_name("IEC 62196-2 type 2 (Type 2)"),
        "v3",
        "the guide's name is that of 31",
        lambda d, r: values(plugs(d), "standard") == ["IEC_62196_T2"] or bool(told(r, "31")),
    ),
    Statement(
        "T29",
        only_name("IEC 62196-3 type 2 combo (Mennekes)"),
        "ocpi-2.2.1",
        "another is that of 34",
        lambda d, r: values(plugs(d), "standard") == ["IEC_62196_T2_COMBO"] or bool(told(r, "34")),
    ),
    Statement(
        "T29",
        only_name("IEC 62196-2 type 2 (Mennekes)"),
        "v3",
        "an older name too",
        lambda d, r: values(plugs(d), "standard") == ["IEC_62196_T2"] or bool(told(r, "31")),
    ),
    Statement(
        "T29",
        only_name("Fancy plug"),
        "v3",
        "a name of nothing is an error",
        lambda d, r: not plugs(d) and bool(told(r, at_least="error")),
    ),
]

STATEMENTS = [*PLUG_AND_CHARGE, *SHAPES, *NAMES]
