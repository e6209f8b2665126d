"""T2, T4, T23: who may charge, and who may see the site."""

from __future__ import annotations

import json
from typing import Any

from tests.judges.statements import GONE, Statement, group, groups
from tests.judges.support import Json, evses, fates, locations, odd, told, values

METHODS = "evStationDetails.paymentMethods"
REFUSED = {f"{METHODS}.subscription": {"provider": "Some eMSP", "accept": False}}
TAKEN = {f"{METHODS}.subscription": {"provider": "Some eMSP", "accept": True}}


def capabilities(d: Any) -> set[str]:
    """All capabilities and ways to pay of a document."""
    return {
        word
        for evse in evses(d)
        for word in (*evse.get("capabilities", ()), *evse.get("paymentSupports", ()))
    }


PROVIDERS = [
    Statement(
        "T2",
        REFUSED,
        "here-v3",
        "a refused provider is not accepted",
        lambda d, r: "Some eMSP" not in json.dumps(d),
    ),
    Statement(
        "T2",
        REFUSED,
        "ocpi-2.2.1",
        "a refused provider is not accepted",
        lambda d, r: "Some eMSP" not in json.dumps(d),
    ),
    Statement(
        "T2",
        REFUSED,
        "v3",
        "what is lost of a refusal is told, and not as said elsewhere",
        lambda d, r: (
            bool(told(r, "subscription"))
            and not told(r, "The accepted providers say it", at_least="notice")
        ),
    ),
    Statement(
        "T2",
        TAKEN,
        "v3",
        "an accepted provider is written",
        lambda d, r: values(evses(d), "accepted_service_providers") == [["Some eMSP"]],
    ),
    Statement(
        "T2",
        {f"{METHODS}.subscription": {"provider": "Some eMSP"}},
        "ocpi-2.3.0",
        "a provider of which nothing else is said too",
        lambda d, r: values(evses(d), "accepted_service_providers") == [["Some eMSP"]],
    ),
    Statement(
        "T2",
        [REFUSED, {"id": "another", "state.cpoEvseId": "2", "state.cpoEvseEMI3Id": "DE*ICT*E2"}],
        "v3",
        "not through the other station of its pool either",
        lambda d, r: "Some eMSP" not in json.dumps(d),
    ),
    Statement(
        "T2",
        {f"{METHODS}.creditCard": {"accept": False}, f"{METHODS}.debitCard": {"accept": True}},
        "v3",
        "a refused card is not taken",
        lambda d, r: capabilities(d) == {"DEBIT_CARD_PAYABLE"},
    ),
    Statement(
        "T2",
        {f"{METHODS}.other": {"accept": False, "types": {"type": ["rfid-reader"]}}},
        "here-v3",
        "types of a refused method are not taken",
        lambda d, r: capabilities(d) == set(),
    ),
]

PUBLIC = "evStationDetails.privateAccess"
PRIVATE_GROUP = {PUBLIC: GONE, "group.connectorDetails.privateAccess": True}
PUBLIC_GROUP = {PUBLIC: GONE, "group.connectorDetails.privateAccess": False}
HALF_PRIVATE = {
    PUBLIC: GONE,
    **groups(
        group({"connectorDetails.privateAccess": True}),
        group({"connectorDetails.privateAccess": False, "connectorType.id": "30"}),
    ),
}


def publish(value: bool) -> Any:
    """A check that every location has this `publish`."""
    return lambda d, r: values(locations(d), "publish") == [value]


PRIVATE = [
    Statement("T4", PUBLIC_GROUP, "v3", "publish true from the deprecated field", publish(True)),
    Statement("T4", PRIVATE_GROUP, "ocpi-2.2.1", "publish false in strict OCPI", publish(False)),
    Statement(
        "T4",
        PRIVATE_GROUP,
        "ocpi-2.3.0",
        "nothing says that v2 doesn't hold publish",
        lambda d, r: not told(r, "requires publish"),
    ),
    Statement(
        "T4",
        {"evStationDetails": GONE, "group.connectorDetails.privateAccess": True},
        "v3",
        "without any details of the station too",
        publish(False),
    ),
    Statement(
        "T4",
        {"evStationDetails": {"accessibilityType": "PRIVATE"}},
        "v3",
        "publish false from the accessibility type",
        publish(False),
    ),
    Statement(
        "T4",
        HALF_PRIVATE,
        "v3",
        "groups that disagree are told, and don't publish",
        lambda d, r: values(locations(d), "publish") != [True] and bool(odd(r)),
    ),
    Statement(
        "T4",
        PRIVATE_GROUP,
        "here-v3",
        "a private site is told",
        lambda d, r: bool(told(r, "private")),
    ),
    Statement(
        "T4",
        PRIVATE_GROUP,
        "ocpi-2.2.1",
        "--publish doesn't overwrite what v2 says",
        publish(False),
        ("--publish",),
    ),
    Statement(
        "T4",
        {"group.connectorDetails.privateAccess": False},
        "v3",
        "where both agree there is no contradiction",
        lambda d, r: not odd(r),
    ),
    Statement(
        "T4",
        {"group.connectorDetails.privateAccess": True},
        "ocpi-2.2.1",
        "where they don't, it is told",
        lambda d, r: bool(odd(r)),
    ),
]

RESTRICTED = "evStationDetails.restrictedAccess"
KIND = "evStationDetails.accessibilityType"


def restricted(value: bool, kind: str) -> Json:
    """A station with both fields."""
    return {RESTRICTED: value, KIND: kind}


ACCESS = [
    Statement(
        "T23",
        restricted(False, "PUBLIC"),
        "here-v3",
        "false is the absence of restrictions, and nothing of it is lost",
        lambda d, r: (
            fates(r, "restrictedAccess").isdisjoint({"lossy", "dropped"})
            and "restrictions" not in locations(d)[0]
        ),
    ),
    Statement(
        "T23",
        restricted(True, "PUBLIC"),
        "here-v3",
        "PUBLIC and restricted is no contradiction",
        lambda d, r: values(locations(d), "restrictions") == [["other"]] and not odd(r),
    ),
    Statement(
        "T23",
        restricted(False, "RESTRICTED"),
        "here-v3",
        "nothing says that false becomes `other`",
        lambda d, r: (
            not [
                f
                for f in r["findings"]
                if f["pattern"].endswith("restrictedAccess")
                and f["message"].startswith("true becomes `other`:")
            ]
        ),
    ),
    Statement(
        "T23",
        restricted(True, "RESTRICTED"),
        "here-v3",
        "true becomes other",
        lambda d, r: values(locations(d), "restrictions") == [["other"]],
    ),
    Statement(
        "T23", restricted(True, "PRIVATE"), "v3", "a private site stays private", publish(False)
    ),
]

STATEMENTS = [*PROVIDERS, *PRIVATE, *ACCESS]
