"""Plugs of one EVSE in different states: one status is written, the others are lost."""

from __future__ import annotations

import pytest

from evmap.conversion import convert
from evmap.conversion.options import Options
from tests.conversion.support import encode

STATE = "/connectors/connector/*/connectorStatuses/connectorStatus/*/state"


def station(*states: str) -> bytes:
    """One EVSE with a plug in each state."""
    groups = [
        {
            "connectorType": {"id": "31"},
            "connectorStatuses": {"connectorStatus": [{"cpoEvseId": "E", "state": state}]},
        }
        for state in states
    ]
    return encode({"poolId": "P", "connectors": {"connector": groups}})


@pytest.mark.parametrize(
    ("states", "status", "lossy"),
    [
        (("AVAILABLE", "AVAILABLE"), "AVAILABLE", 0),
        (("AVAILABLE", "OCCUPIED"), "CHARGING", 1),
        (("OCCUPIED", "AVAILABLE"), "CHARGING", 1),
        (("AVAILABLE", "OCCUPIED", "AVAILABLE"), "CHARGING", 2),
        (("AVAILABLE", "RESERVED", "OCCUPIED"), "CHARGING", 2),
        (("UNAVAILABLE", "AVAILABLE", "AVAILABLE"), "AVAILABLE", 1),
        (("RESERVED", "AVAILABLE"), "RESERVED", 1),
    ],
)
def test_each_state_that_is_not_written_is_lossy(
    states: tuple[str, ...], status: str, lossy: int
) -> None:
    conversion = convert(station(*states))
    assert f'"status":"{status}"'.encode() in conversion.document
    assert conversion.counts.fates[STATE, "lossy"] == lossy
    assert conversion.counts.fates[STATE, "converted"] == len(states) - lossy
    told = [finding for finding in conversion.findings if finding.code == "EV304"]
    assert sum(finding.occurrences for finding in told) == lossy


@pytest.mark.parametrize(
    ("states", "codes"),
    [
        (("OUT_OF_SERVICE", "OCCUPIED"), {"EV304"}),
        (("OUT_OF_SERVICE", "OUT_OF_SERVICE"), {"EV301"}),
        (("OUT_OF_SERVICE", "UNAVAILABLE"), {"EV301", "EV304"}),
        (("FOO", "OCCUPIED"), {"EV302", "EV304"}),
    ],
)
def test_a_choice_is_told_where_it_is_written(states: tuple[str, ...], codes: set[str]) -> None:
    found = convert(station(*states)).findings
    assert {each.code for each in found if each.code.startswith("EV3")} == codes


def test_a_status_that_the_user_chose_is_not_told_where_another_is_written() -> None:
    options = Options(statuses=(("UNAVAILABLE", "UNKNOWN"),))
    found = convert(station("UNAVAILABLE", "OCCUPIED"), options).findings
    assert {each.code for each in found if each.code.startswith("EV3")} == {"EV304"}
