"""Lineage and fates are held to cause and effect: what changes in v3 when one v2 value does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evmap import samples
from evmap.conversion.lineage.partners import Partners
from evmap.conversion.targets import ocpi
from tests.conversion.causes import untrue
from tests.conversion.support import DATA, answer, ccs, station, status

EVERYTHING, BULK = (DATA / "v2" / f"{name}.json" for name in ("everything", "everything-evses"))
SAMPLES = Path(samples.__file__).parent

#: End of a v2 pattern, beginning of a v3 pattern: it may change that without being a part of it.
EXCEPTIONS = {
    ("/address/country", "/address"): "The country tells the order of street and number.",
    ("/address/country", "/help_phone"): "It is assumed for a number without one: EV449 tells.",
    ("/address/country", "/supportPhoneNumber"): "Likewise.",
    ("/timeZone", "/last_updated"): "It is assumed for a time without offset: EV441 tells.",
    ("/open24x7", "/opening_times/regular_hours"): "What is always open needs no hours.",
    ("/open24x7", "/openingHours/regularSchedule"): "Likewise.",
    ("/maxPowerLevel", "/connectorGroups/*/connectors"): "Its group tells the power.",
    ("/connectorType/id", "/connectorGroups/*/connectors"): "Its group tells the standard.",
    ("/typeId", "/connectorGroups/*/connectors"): "Likewise.",
    ("/subscription/accept", "/evses/*/accepted_service_providers"): "All in it are accepted.",
}

#: A way to pay whose fate depends on what it is.
SMALL = answer(
    station(
        ccs(status("A")),
        evStationDetails={"paymentMethods": {"ePayment": {"types": {"type": ["rfid-reader"]}}}},
    )
)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        (EVERYTHING, "v3"),
        (EVERYTHING, "here-v3"),
        (BULK, "here-v3"),
        (SAMPLES / "counts.json", "ocpi-2.3.0"),
        (SAMPLES / "dc.json", "ocpi-2.2.1"),
    ],
    ids=lambda value: getattr(value, "stem", value),
)
def test_a_value_changes_what_it_is_partner_of_and_nothing_else(path: Path, target: Any) -> None:
    assert list(untrue(json.loads(path.read_bytes()), target, EXCEPTIONS)) == []


def test_a_partner_that_lineage_forgets_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(untrue(SMALL, "v3", EXCEPTIONS)) == []
    known = Partners.of
    monkeypatch.setattr(
        Partners, "of", lambda self, leaf: [] if leaf[0] == "name" else known(self, leaf)
    )
    found = list(untrue(SMALL, "v3", EXCEPTIONS))
    assert found
    assert all("/name (same)" in one for one in found)


def test_a_fate_that_says_otherwise_than_what_happens_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocpi, "said_of_cards", lambda _: None)
    found = list(untrue(SMALL, "v3", EXCEPTIONS))
    assert found
    assert all("/ePayment/types/type/0 (dropped)" in one for one in found)
