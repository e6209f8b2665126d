"""T21: the way back says what it loses and invents nothing."""

from __future__ import annotations

import json
from typing import Any

from tests.judges.statements import Statement
from tests.judges.support import (
    TRUTH,
    Json,
    told,
)


def encoded(value: Any) -> bytes:
    """A value as JSON."""
    return json.dumps(value).encode()


OCPI: Json = json.loads((TRUTH / "rev_ocpi_example_parking_garage.json").read_bytes())
POOL_UUID = "dc27331a-91cd-11f1-88c0-42010aa40019"


def back_told(about: str) -> Any:
    """A check that a finding of the way back is about something."""
    return lambda d, r: bool(told(r["revert"], about, at_least="notice"))


STATEMENTS = [
    Statement(
        "T21",
        encoded(OCPI),
        "v2",
        "country_code is told",
        back_told("country_code"),
        command="revert",
    ),
    Statement(
        "T21",
        encoded({**OCPI, "opening_times": {"twentyfourseven": False, "regular_hours": []}}),
        "v2",
        "twentyfourseven false is told, or written",
        lambda d, r: (
            bool(told(r["revert"], "twentyfourseven", at_least="notice"))
            or '"open24x7": false' in json.dumps(d)
        ),
        command="revert",
    ),
    Statement(
        "T21",
        encoded(OCPI),
        "v2",
        "a foreign id makes no pool id of HERE's",
        lambda d, r: "evcp0-" not in json.dumps(d),
        command="revert",
    ),
    Statement(
        "T21",
        encoded({**OCPI, "id": "LOC1"}),
        "v2",
        "nor does a short one",
        lambda d, r: "evcp0-" not in json.dumps(d),
        command="revert",
    ),
    Statement(
        "T21",
        encoded({**OCPI, "party_id": "ABC"}),
        "v2",
        "nor is party_id lost without a word",
        back_told("party_id"),
        command="revert",
    ),
]
