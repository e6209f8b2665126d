"""Every subject of the plan is asked by a finding, and every decision changes what comes out."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from evmap.conversion import ReadError, convert
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.guide import fixture_guide
from evmap.conversion.options import TARGETS, Options
from evmap.conversion.plan.answers import CHOSEN
from evmap.conversion.plan.file import Decision
from evmap.conversion.plan.obey import troubles, with_plan
from evmap.conversion.plan.subjects import LOSS, Subject, subjects_of
from evmap.conversion.reports.contract import Report, make_report
from evmap.conversion.reports.merge import merge_reports
from tests.conversion import support
from tests.conversion.test_field_map import CASES, ROWS, Case, _payload, _value
from tests.support.payloads import payload

GUIDE = fixture_guide()
SUBJECTS = subjects_of(GUIDE)
#: A station that lacks what strict targets require.
BARE: dict[str, Any] = {"colour": "blue"}


def decided(subject: str, choice: str, **more: Any) -> Decision:
    return Decision(subject=subject, choice=choice, reason="We looked.", **more)


def reported(value: Any, target: str, *plan: Decision, **options: Any) -> Report:
    chosen = with_plan(Options(target=target, **options), plan, GUIDE)  # type: ignore[arg-type]
    return make_report(convert(support.encode(value), chosen))


def asking(report: Report, subject: str) -> list[FindingLine]:
    return [finding for finding in report.findings if finding.subject == subject]


# --- What there is to decide ---


def test_what_the_guide_leaves_open_is_all_there() -> None:
    kinds = {key for key, subject in SUBJECTS.items() if subject.kind in ("status", "connector")}
    several = {f"status/{v2}" for v2, v3 in GUIDE.statuses.items() if len(v3) > 1}
    open_ids = {
        f"connector/{row.v2_id}"
        for row in GUIDE.connectors.values()
        if row.state != "current" or len(row.standards) > 1
    }
    assert kinds == several | open_ids


def test_every_loss_of_information_is_there_for_each_target() -> None:
    wanted = {
        f"loss/{target}/{row.slug}"
        for row in ROWS
        for target in TARGETS
        if row.targets[target].loss == "information"
    }
    assert {key for key in SUBJECTS if key.startswith("loss/")} == wanted


def test_every_subject_is_whole() -> None:
    for key, subject in SUBJECTS.items():
        assert key == subject.key
        assert subject.options, key
        assert subject.title, key
        assert subject.question.endswith("?"), key
        assert subject.so_far.endswith("."), key


def test_what_happens_now_says_how_a_conversion_tells_of_it() -> None:
    position, address = (SUBJECTS[f"required/v3/{name}"] for name in ("coordinates", "address"))
    assert position.so_far == "It is left out, with an error."
    assert address.so_far == "It is left out, with a warning."


@pytest.mark.parametrize("number", range(20))
@pytest.mark.parametrize("target", TARGETS)
def test_no_finding_asks_what_the_plan_does_not_know(number: int, target: str) -> None:
    try:
        report = make_report(convert(payload(number), Options(target=target)))  # type: ignore[arg-type]
    except ReadError:
        pytest.skip("not readable")
    assert {one.subject for one in report.findings if one.subject} - SUBJECTS.keys() == set()


# --- What decisions do ---

BY_KEY = {row.slug: row for row in ROWS}
#: Values of which something is lost, where those of the field map's test lose nothing.
LOST: dict[str, Any] = {
    "connectors.connector[].chargingPoint.voltsRange": "380V-480V AC",
    "connectors.connector[].connectorDetails.pricing[].timeConstraints.annualOpenings[]": {},
}
LOSSES = [subject for subject in SUBJECTS.values() if subject.kind == LOSS]


@pytest.mark.parametrize("subject", LOSSES, ids=lambda subject: str(subject.key))
def test_an_accepted_loss_is_answered(subject: Subject) -> None:
    row = BY_KEY[subject.row[1]]
    case = CASES.get((subject.target, row.path)) or CASES.get((row.answer, row.path), Case())
    lost = LOST[row.path] if row.path in LOST else _value(row, case)
    value = _payload(row, case, lost)
    before = reported(value, subject.target)
    for option in subject.options:
        after = reported(value, subject.target, decided(subject.key, option.value))
        (finding,) = asking(after, subject.key)
        assert (finding.accepted, finding.decision) == ("We looked.", option.value)
        assert sum(after.summary.accepted.values()) == finding.occurrences
    assert before.summary.accepted == {}


@pytest.mark.parametrize("v2", [v2 for v2, v3 in GUIDE.statuses.items() if len(v3) > 1])
def test_a_decided_status_is_written(v2: str) -> None:
    value = support.answer(support.station(support.ccs(support.status("1", v2))))
    for v3 in GUIDE.statuses[v2]:
        chosen = with_plan(Options(), [decided(f"status/{v2}", v3)], GUIDE)
        assert (
            support.locations(convert(support.encode(value), chosen))[0]["evses"][0]["status"] == v3
        )
        (finding,) = asking(reported(value, "v3", decided(f"status/{v2}", v3)), f"status/{v2}")
        assert (finding.code, finding.accepted, finding.decision) == ("EV301", "We looked.", v3)


def group(v2_id: int) -> dict[str, Any]:
    return {"connectorType": {"id": str(v2_id)}, "connectorStatuses": {"connectorStatus": [
        {"cpoEvseId": "1", "state": "AVAILABLE"}]}}  # fmt: skip


OPEN_IDS = [subject for subject in SUBJECTS.values() if subject.kind == "connector"]


@pytest.mark.parametrize("subject", OPEN_IDS, ids=lambda subject: str(subject.key))
def test_a_decided_connector_is_written_or_left_out(subject: Subject) -> None:
    value = support.answer(support.station(group(int(subject.row[1]))))
    for option in subject.options:
        plan = decided(subject.key, option.value)
        found = support.locations(
            convert(support.encode(value), with_plan(Options(), [plan], GUIDE))
        )
        standards = [
            plug["standard"] for evse in found[0].get("evses", ()) for plug in evse["connectors"]
        ]
        assert standards == ([] if option.value == "leave_out" else [option.value])
        (finding,) = asking(reported(value, "v3", plan), subject.key)
        assert (finding.accepted, finding.decision) == ("We looked.", option.value)


def test_current_and_power_tell_more_than_the_plan() -> None:
    value = support.answer(support.station(support.group("36", support.status("1"))))
    report = reported(value, "v3", decided("connector/36", "IEC_60309_2_THREE_64"))
    assert asking(report, "connector/36") == []


REQUIRED = [subject for subject in SUBJECTS.values() if subject.kind == "required"]
VALUES = {"country_code": "NO", "party_id": "ICT", "partnerId": "partner-1"}


@pytest.mark.parametrize("subject", REQUIRED, ids=lambda subject: str(subject.key))
def test_a_required_value_may_be_done_without(subject: Subject) -> None:
    bare = support.answer({**BARE, "connectors": {"connector": [
        {**group(31), "supplierName": "S"}]}})  # fmt: skip
    (finding, *_) = asking(reported(bare, subject.target), subject.key)
    assert finding.accepted == ""
    for finding in asking(
        reported(bare, subject.target, decided(subject.key, "leave_out")), subject.key
    ):
        assert finding.severity == ("warning" if finding.code == "EV616" else "error")
        assert finding.accepted == "We looked."


@pytest.mark.parametrize("target", ["ocpi-2.2.1", "ocpi-2.3.0"])
def test_required_values_of_the_plan_are_written(target: str) -> None:
    value = support.answer(support.station(support.ccs(support.status("1"))))
    plan = [
        decided(f"required/{target}/country_code", "NO"),
        decided(f"required/{target}/party_id", "ICT"),
        decided(f"required/{target}/publish", "false"),
    ]
    chosen = with_plan(Options(target=target), plan, GUIDE)  # type: ignore[arg-type]
    (found,) = support.locations(convert(support.encode(value), chosen))
    assert (found["country_code"], found["party_id"], found["publish"]) == ("NO", "ICT", False)
    assert asking(reported(value, target, *plan), f"required/{target}/publish") == []


def test_the_partner_id_of_the_plan_is_written() -> None:
    value = support.answer(support.station(support.ccs(support.status("1"), supplierName="S")))
    plan = [decided("required/here-v3/partnerId", "partner-1")]
    chosen = with_plan(Options(target="here-v3"), plan, GUIDE)
    (found,) = support.locations(convert(support.encode(value), chosen))
    assert found["operator"]["partnerId"] == "partner-1"


ABSENT = [subject for subject in SUBJECTS.values() if subject.kind == "absent"]


@pytest.mark.parametrize("subject", ABSENT, ids=lambda subject: str(subject.key))
def test_what_a_target_lacks_can_be_lived_with(subject: Subject) -> None:
    table, code = subject.row
    if table == "standard":
        type_id = next(v2_id for v2_id, row in GUIDE.connectors.items() if code in row.standards)
        value = support.answer(support.station(group(type_id)))
        options: dict[str, Any] = {}
    else:
        v2 = next(v2 for v2, v3 in GUIDE.statuses.items() if code in v3)
        value = support.answer(support.station(support.ccs(support.status("1", v2))))
        options = {"statuses": ((v2, code),)}
    (finding,) = asking(reported(value, subject.target, **options), subject.key)
    assert finding.accepted == ""
    plan = decided(subject.key, subject.options[0].value)
    (finding,) = asking(reported(value, subject.target, plan, **options), subject.key)
    assert finding.accepted == "We looked."


# --- What outweighs the plan, and what has no effect ---

OFFLINE = support.answer(support.station(support.ccs(support.status("1", "OFFLINE"))))


def test_an_option_outweighs_the_plan_and_then_it_is_the_answer() -> None:
    plan = decided("status/OFFLINE", "REMOVED")
    report = reported(OFFLINE, "v3", plan, statuses=(("OFFLINE", "PLANNED"),))
    (finding,) = asking(report, "status/OFFLINE")
    assert "PLANNED is written" in finding.message
    assert (finding.accepted, finding.decision) == (CHOSEN, "PLANNED")


@pytest.mark.parametrize("target", TARGETS)
def test_what_an_option_chooses_is_decided_without_a_plan(target: str) -> None:
    before = reported(OFFLINE, target)
    after = reported(OFFLINE, target, statuses=(("OFFLINE", "UNKNOWN"),))
    (finding,) = asking(after, "status/OFFLINE")
    assert (finding.bucket, finding.accepted, finding.decision) == ("nothing", CHOSEN, "UNKNOWN")
    assert after.buckets["decide"].findings < before.buckets["decide"].findings
    assert (before.summary.accepted, after.summary.accepted["warning"]) == ({}, 1)
    assert merge_reports([after, after]).summary.accepted["warning"] == 2


def test_an_option_for_another_status_and_the_guides_first_decide_nothing() -> None:
    for options in ({}, {"statuses": (("OTHER", "UNKNOWN"),)}, {"accept_successors": True}):
        (finding,) = asking(reported(OFFLINE, "v3", **options), "status/OFFLINE")
        assert (finding.bucket, finding.accepted, finding.decision) == ("decide", "", "")


def test_a_successor_that_was_asked_for_is_decided_and_an_id_without_one_is_not() -> None:
    for v2_id, bucket, choice in ((18, "nothing", "DOMESTIC_J"), (25, "decide", "")):
        value = support.answer(support.station(group(v2_id)))
        found = asking(reported(value, "v3", accept_successors=True), f"connector/{v2_id}")
        assert [(one.bucket, one.decision) for one in found] == [(bucket, choice)]


@pytest.mark.parametrize("target", ["here-v3", "ocpi-2.2.1", "ocpi-2.3.0"])
def test_every_option_outweighs_the_plan(target: str) -> None:
    given = Options(
        target=target,  # type: ignore[arg-type]
        statuses=(("OFFLINE", "PLANNED"),),
        standards=((36, "IEC_60309_2_THREE_32"),),
        country_code="DE",
        party_id="ABC",
        publish=False,
        partner_id="partner-1",
    )
    values = {"country_code": "NO", "party_id": "ICT", "publish": "true", "partnerId": "partner-2"}
    plan = [
        decided("status/OFFLINE", "REMOVED"),
        decided("connector/36", "IEC_60309_2_THREE_64"),
        *(decided(f"required/{target}/{name}", value) for name, value in values.items()),
    ]
    obeyed = with_plan(given, plan, GUIDE)
    assert {one.subject for one in obeyed.plan} >= {"status/OFFLINE", "connector/36"}
    assert msgspec.structs.replace(obeyed, plan=()) == given


def test_what_is_not_ours_and_comes_all_the_same_stays_open() -> None:
    plan = Decision(subject="status/OFFLINE", state="not_ours", reason="Never seen.")
    (finding,) = asking(reported(OFFLINE, "v3", plan), "status/OFFLINE")
    assert finding.accepted == ""


def test_decisions_without_effect_are_told_and_change_nothing() -> None:
    plan = [
        decided("status/OFFLINE", "CHARGING"),
        decided("status/AVAILABLE", "AVAILABLE"),
        decided("required/ocpi-2.2.1/party_id", "TOO LONG"),
    ]
    assert troubles(plan, GUIDE) == {
        "status/OFFLINE": "CHARGING cannot be chosen; there is PLANNED or REMOVED or UNKNOWN.",
        "status/AVAILABLE": "the tables leave no such thing open.",
        "required/ocpi-2.2.1/party_id": (
            "TOO LONG cannot be chosen; there is leave_out or a party of three letters or digits, "
            "such as ICT."
        ),
    }
    assert with_plan(Options(), plan, GUIDE) == Options()


def test_decisions_on_other_targets_are_left_out_of_the_report() -> None:
    plan = [decided("status/OFFLINE", "REMOVED"), decided("required/ocpi-2.2.1/publish", "true")]
    report = reported(OFFLINE, "v3", *plan)
    assert report.plan == [plan[0].members()]
