"""Whole payloads: the one of the first promise, the one that holds everything, all samples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evmap.conversion import TARGETS, fixture_guide
from tests.conversion import support
from tests.conversion.support import answer, ccs, group, locations, run, station, status

OFFERED = Path(__file__).resolve().parents[2] / "evmap" / "samples"
#: The samples of the page are conversions too, but for the one that cannot be read.
SAMPLES = [
    *sorted((support.DATA / "v2").glob("*.json")),
    *sorted(path for path in OFFERED.glob("*.json") if path.stem != "broken"),
]

targets = pytest.mark.parametrize("target", TARGETS)

PROMISE = answer(
    station(
        ccs(status("E1", cpoConnectorId="1"), status("E2", "OCCUPIED", cpoConnectorId="1")),
        supplierName=None,
    ),
    station(
        group(
            "31",
            status("E1", cpoConnectorId="2"),
            status("E3", "OUT_OF_SERVICE", cpoConnectorId="1"),
            maxPowerLevel=22.08,
            chargingPoint={"phases": 3, "voltsRange": "380-480V AC", "ampsRange": "32A"},
        ),
        id="station-2",
    ),
)


def _connector(number: str, type2: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "standard": "IEC_62196_T2_COMBO",
        "format": "CABLE",
        "power_type": "DC",
        "max_voltage": 400,
        "max_amperage": 375,
        "max_electric_power": 150000,
    }
    if type2:
        facts = {
            "standard": "IEC_62196_T2",
            "format": "SOCKET",
            "power_type": "AC_3_PHASE",
            "max_voltage": 230,
            "max_amperage": 32,
            "max_electric_power": 22080,
        }
    return {"id": number, **facts, "last_updated": support.STAMP}


def _evse(uid: str, state: str, *connectors: dict[str, Any]) -> dict[str, Any]:
    return {
        "uid": uid,
        "status": state,
        "connectors": list(connectors),
        "last_updated": support.STAMP,
    }


V3 = {
    "items": [
        {
            "id": support.POOL_ID,
            "name": "Hauptstrasse",
            "address": "Hauptstraße 12",
            "city": "Berlin",
            "postal_code": "10115",
            "country": "DEU",
            "coordinates": {"latitude": "52.5199013", "longitude": "13.38000"},
            "time_zone": "Europe/Berlin",
            "evses": [
                _evse("E1", "AVAILABLE", _connector("1", False), _connector("2", True)),
                _evse("E2", "CHARGING", _connector("1", False)),
                _evse("E3", "INOPERATIVE", _connector("1", True)),
            ],
            "last_updated": support.STAMP,
        }
    ],
    "missingItems": [],
}


def test_two_stations_of_one_pool_give_one_location_with_the_right_evses_and_watts() -> None:
    assert support.document(run(PROMISE)) == V3


@targets
def test_the_ledger_of_two_stations_of_one_pool_counts_every_leaf(target: str) -> None:
    conversion = support.check_both_ways(support.encode(PROMISE), target)
    support.check_ledger(conversion, PROMISE)
    summary = support.report(conversion).summary
    assert (summary.locations, summary.evses, summary.connectors) == (1, 3, 4)
    assert summary.leaves == len(list(support.leaves(PROMISE)))


def test_here_v3_gives_the_same_location_in_heres_own_words() -> None:
    (found,) = locations(run(PROMISE, "here-v3"))
    ccs_plug = {
        "standard": "IEC_62196_T2_COMBO",
        "format": "cable",
        "powerType": "dc",
        "maxVoltage": 400,
        "maxCurrent": 375,
        "maxPower": 150000,
    }
    type2_plug = {
        "standard": "IEC_62196_T2",
        "format": "socket",
        "powerType": "ac3Phase",
        "maxVoltage": 230,
        "maxCurrent": 32,
        "maxPower": 22080,
    }
    assert found == {
        "id": f"here:evcp:charginglocation:{support.POOL_ID}",
        "location": {"lat": 52.5199013, "lng": 13.38},
        "name": "Hauptstrasse",
        "address": {
            "street": "Hauptstraße",
            "houseNumber": "12",
            "city": "Berlin",
            "countryCode": "DEU",
            "postalCode": "10115",
        },
        "timeZone": "Europe/Berlin",
        "connectorGroups": [
            {
                "standard": "IEC_62196_T2_COMBO",
                "maxPower": 150000,
                "connectorCount": 2,
                "connectors": [
                    {"evseUid": "E1", "connectorIds": ["1"]},
                    {"evseUid": "E2", "connectorIds": ["1"]},
                ],
                "availableConnectorCount": 1,
            },
            {
                "standard": "IEC_62196_T2",
                "maxPower": 22080,
                "connectorCount": 2,
                "connectors": [
                    {"evseUid": "E1", "connectorIds": ["2"]},
                    {"evseUid": "E3", "connectorIds": ["1"]},
                ],
                "availableConnectorCount": 1,
            },
        ],
        "evses": [
            {
                "uid": "E1",
                "status": "available",
                "modified": support.STAMP,
                "connectors": [{"id": "1", **ccs_plug}, {"id": "2", **type2_plug}],
            },
            {
                "uid": "E2",
                "status": "charging",
                "modified": support.STAMP,
                "connectors": [{"id": "1", **ccs_plug}],
            },
            {
                "uid": "E3",
                "status": "inoperative",
                "modified": support.STAMP,
                "connectors": [{"id": "1", **type2_plug}],
            },
        ],
    }


@pytest.mark.parametrize("target", ["ocpi-2.2.1", "ocpi-2.3.0"])
def test_strict_ocpi_gives_the_same_location_with_what_it_requires(target: str) -> None:
    (wanted,) = V3["items"]
    conversion = run(PROMISE, target, **support.COMPLETE)
    assert support.document(conversion) == {
        "data": [
            {
                **wanted,
                "id": support.POOL_UUID,
                "country_code": "DE",
                "party_id": "ICT",
                "publish": True,
            }
        ]
    }
    assert support.schema_errors(conversion) == []


def test_the_payload_that_holds_everything_holds_every_field() -> None:
    for name, answer_name in (("everything", "station"), ("everything-evses", "evses")):
        data = support.parse_any((support.DATA / "v2" / f"{name}.json").read_bytes())
        base = support.STATION if answer_name == "station" else "/pools/*"
        found = {pattern.removeprefix(f"{base}/") for pattern, _ in support.leaf_patterns(data)}
        rows = {
            row.path.replace("[]", "/*").replace(".", "/").removesuffix("annualOpenings/*")
            for row in fixture_guide().fields
            if row.answer == answer_name
        }
        assert rows - {path.removesuffix("annualOpenings") for path in found} == set()


@pytest.mark.parametrize("target", ["here-v3", "ocpi-2.2.1", "ocpi-2.3.0"])
def test_the_payload_that_holds_everything_validates(target: str) -> None:
    conversion = run(support.everything(), target, **support.options_of(target))
    assert support.schema_errors(conversion) == []
    assert [f.code for f in support.report(conversion).findings if f.severity == "error"] == []


@targets
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_ledger_of_every_sample_adds_up_either_way(sample: Path, target: str) -> None:
    data = sample.read_bytes()
    conversion = support.check_both_ways(data, target)
    support.check_ledger(conversion, support.parse_any(data))


@targets
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_what_is_said_to_be_kept_or_copied_really_is(sample: Path, target: str) -> None:
    data = sample.read_bytes()
    conversion = run(data, target)
    written = list(support.leaf_patterns(support.document(conversion)))
    values: dict[str, set[str]] = {}
    for pattern, value in written:
        values.setdefault(pattern, set()).add(str(value))
    places = {(line.pattern, line.fate): line.v3 for line in support.report(conversion).ledger}
    for mark in support.explained(data, target).v2:
        if mark.fate in ("same", "renamed"):
            found = set[str]().union(
                *(values.get(place, set()) for place in places[mark.pattern, mark.fate])
            )
            assert str(mark.value) in found, mark.pattern
    given = {str(value) for _, value in support.leaf_patterns(support.parse_any(data))}
    origins: dict[str, set[str]] = {}
    for line in support.report(conversion).output:
        origins.setdefault(line.pattern, set()).add(line.origin)
    for pattern, value in written:
        if origins[pattern] == {"copied"}:
            assert str(value) in given, pattern


def test_importing_the_converter_imports_no_django() -> None:
    code = (
        "import sys, evmap.conversion, evmap.conversion.reports.contract; "
        "found = sorted(n for n in sys.modules if n.split('.')[0] == 'django'); "
        "assert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
