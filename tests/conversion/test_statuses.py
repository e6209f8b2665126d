"""v2 states to v3 statuses: in any case, ambiguous ones, choices, and what a target lacks."""

from __future__ import annotations

from typing import Any

import pytest

from evmap.conversion import TARGETS
from tests.conversion import support
from tests.conversion.support import ENTRY, answer, ccs, run, station, status

#: v2 state -> guide's status, with the other candidates.
STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "AVAILABLE": ("AVAILABLE", ()),
    "UNAVAILABLE": ("BLOCKED", ()),
    "OCCUPIED": ("CHARGING", ()),
    "RESERVED": ("RESERVED", ()),
    "OUT_OF_SERVICE": ("INOPERATIVE", ("OUTOFORDER",)),
    "OFFLINE": ("PLANNED", ("REMOVED",)),
    "OTHER": ("UNKNOWN", ("OPERATIONAL",)),
    "UNKNOWN": ("UNKNOWN", ()),
}
HERE = {
    "AVAILABLE": "available",
    "BLOCKED": "blocked",
    "CHARGING": "charging",
    "INOPERATIVE": "inoperative",
    "OUTOFORDER": "outOfOrder",
    "RESERVED": "reserved",
    "UNKNOWN": "unknown",
    "OPERATIONAL": "operational",
    "PLANNED": "unknown",
    "REMOVED": "unknown",
}

targets = pytest.mark.parametrize("target", TARGETS)
states = pytest.mark.parametrize("state", STATES)


def _spelled(code: str, target: str) -> str:
    if target == "here-v3":
        return HERE[code]
    return "UNKNOWN" if code == "OPERATIONAL" and target != "v3" else code


def _written(state: str, target: str, **options: Any) -> str:
    (evse,) = support.location(answer(station(ccs(status("1", state)))), target, **options)["evses"]
    found: str = evse["status"]
    return found


@targets
@states
def test_a_state_becomes_the_preferred_status_of_the_guide_in_any_case(
    state: str, target: str
) -> None:
    wanted = _spelled(STATES[state][0], target)
    spellings = (state, state.lower(), state.title(), f" {state} ")
    assert {_written(spelling, target) for spelling in spellings} == {wanted}


@states
def test_an_ambiguous_state_is_assumed_and_lossy_and_names_the_others(state: str) -> None:
    conversion = run(answer(station(ccs(status("1", state)))))
    others = STATES[state][1]
    found = [f for f in support.report(conversion).findings if f.code == "EV301"]
    assert bool(found) is bool(others)
    assert support.fate_of(conversion, f"{ENTRY}/state") == ("lossy" if others else "converted")
    origins = {o.pattern: o.origin for o in support.report(conversion).output}
    assert origins["/items/*/evses/*/status"] == ("assumed" if others else "converted")
    for finding in found:
        assert others[0] in finding.message


@targets
@pytest.mark.parametrize(
    ("state", "choice"),
    [(state, other) for state, (_, others) in STATES.items() for other in others],
)
def test_a_choice_overrides_the_preference(state: str, choice: str, target: str) -> None:
    written = _written(state.lower(), target, statuses=((state, choice),))
    assert written == _spelled(choice, target)


@targets
@states
def test_unknown_may_be_chosen_for_any_state(state: str, target: str) -> None:
    chosen = ((state, "UNKNOWN"),)
    assert _written(state, target, statuses=chosen) == _spelled("UNKNOWN", target)
    conversion = run(answer(station(ccs(status("1", state)))), target, statuses=chosen)
    code = {"UNKNOWN": "EV303", "OUT_OF_SERVICE": "EV301", "OFFLINE": "EV301", "OTHER": "EV301"}
    told = {c for c, pattern in support.codes(conversion) if pattern == f"{ENTRY}/state"}
    assert told == {code.get(state, "EV311")}
    assert support.fate_of(conversion, f"{ENTRY}/state") == (
        "converted" if state == "UNKNOWN" else "lossy"
    )


@pytest.mark.parametrize(
    "choice", [("AVAILABLE", "CHARGING"), ("OFFLINE", "BLOCKED"), ("BROKEN", "UNKNOWN")]
)
def test_any_other_status_may_not_be_chosen(choice: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=f"{choice[0]} cannot be {choice[1]}"):
        run(answer(station(ccs(status("1")))), statuses=(choice,))


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("0", "UNKNOWN"),
        ("1", "PLANNED"),
        ("2", "AVAILABLE"),
        (2, "AVAILABLE"),
        (2.0, "AVAILABLE"),
        (" 3 ", "CHARGING"),
        ("4.0", "OUTOFORDER"),
        ("5", "BLOCKED"),
        ("6", "INOPERATIVE"),
        ("7", "UNKNOWN"),
        ("8", "RESERVED"),
        ("9", "UNKNOWN"),
    ],
)
def test_a_number_of_the_retired_list_is_assumed_to_be_the_status_of_its_word(
    state: Any, wanted: str
) -> None:
    conversion = run(answer(station(ccs(status("1", state)))))
    assert _written(state, "v3") == wanted
    assert ("EV310", f"{ENTRY}/state") in support.codes(conversion)
    assert support.fate_of(conversion, f"{ENTRY}/state") == "lossy"


@pytest.mark.parametrize(
    ("state", "choice", "target"),
    [
        ("OFFLINE", "PLANNED", "here-v3"),
        ("OFFLINE", "REMOVED", "here-v3"),
        ("OTHER", "OPERATIONAL", "ocpi-2.2.1"),
        ("OTHER", "OPERATIONAL", "ocpi-2.3.0"),
    ],
)
def test_a_status_that_the_target_lacks_is_unknown_with_a_finding(
    state: str, choice: str, target: str
) -> None:
    conversion = run(answer(station(ccs(status("1", state)))), target, statuses=((state, choice),))
    assert ("EV603", f"{ENTRY}/state") in support.codes(conversion)
    assert support.fate_of(conversion, f"{ENTRY}/state") == "lossy"


@targets
@pytest.mark.parametrize("state", ["BROKEN", "12", "-1", "2.5", "AVAILABLE!", "<b>"])
def test_any_other_state_is_unknown_and_assumed(state: str, target: str) -> None:
    conversion = run(answer(station(ccs(status("1", state)))), target)
    assert _written(state, target) == _spelled("UNKNOWN", target)
    assert ("EV302", f"{ENTRY}/state") in support.codes(conversion)
    assert support.fate_of(conversion, f"{ENTRY}/state") == "lossy"


def test_an_entry_without_a_state_is_unknown() -> None:
    payload = answer(station(ccs(status("1", None))))
    (evse,) = support.location(payload)["evses"]
    assert evse["status"] == "UNKNOWN"
    assert ("EV307", ENTRY) in support.codes(run(payload))


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("AVAILABLE", "OCCUPIED", "CHARGING"),
        ("RESERVED", "AVAILABLE", "RESERVED"),
        ("OCCUPIED", "RESERVED", "CHARGING"),
        ("OUT_OF_SERVICE", "AVAILABLE", "AVAILABLE"),
        ("UNAVAILABLE", "OUT_OF_SERVICE", "BLOCKED"),
    ],
)
def test_plugs_of_one_evse_in_different_states_give_the_most_telling_one(
    first: str, second: str, wanted: str
) -> None:
    payload = answer(station(ccs(status("1", first)), support.group("31", status("1", second))))
    (evse,) = support.location(payload)["evses"]
    assert evse["status"] == wanted
    assert ("EV304", f"{ENTRY}/state") in support.codes(run(payload))


def test_the_state_of_a_connector_stands_in_for_that_of_its_evse_in_evses_bulk() -> None:
    evse = {"cpoId": "1", "connectors": [{"typeId": "34"}, {"typeId": "31", "state": "RESERVED"}]}
    conversion = run({"id": "p", "stations": [{"evses": [evse]}]})
    (found,) = support.locations(conversion)[0]["evses"]
    assert found["status"] == "RESERVED"
    assert support.fate_of(conversion, "/stations/*/evses/*/connectors/*/state") == "restructured"
