"""A plan as options of a conversion: it fills in what the options leave open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from evmap.conversion.guide import Guide
from evmap.conversion.options import Options
from evmap.conversion.plan.file import Decision
from evmap.conversion.plan.subjects import (
    CONNECTOR,
    LEAVE_OUT,
    REQUIRED,
    STATUS,
    Subject,
    subjects_of,
)


def troubles(decisions: Iterable[Decision], guide: Guide) -> dict[str, str]:
    """Return why decisions have no effect with these tables, by their subjects."""
    known = subjects_of(guide)
    found = {decision.subject: _trouble(decision, known) for decision in decisions}
    return {subject: why for subject, why in found.items() if why}


def _trouble(decision: Decision, known: Mapping[str, Subject]) -> str:
    subject = known.get(decision.subject)
    if subject is None:
        return "the tables leave no such thing open."
    if decision.state == "decided" and not subject.takes(decision.choice):
        values = [option.value for option in subject.options]
        values += [subject.own.hint] if subject.own else []
        return f"{decision.choice} cannot be chosen; there is {' or '.join(values)}."
    return ""


def with_plan(options: Options, decisions: Iterable[Decision], guide: Guide) -> Options:
    """Return the options with the plan. What they say already outweighs it.

    Decisions that have no effect with these tables are left out; `troubles` tells of them.
    """
    given = list(decisions)
    idle = troubles(given, guide)
    known = subjects_of(guide)
    plan = tuple(
        decision
        for decision in given
        if decision.subject not in idle and known[decision.subject].target in ("", options.target)
    )
    chosen = {one.subject: one.choice for one in plan if one.state == "decided"}
    statuses = {**_of_kind(chosen, STATUS), **dict(options.statuses)}
    standards = {int(key): choice for key, choice in _of_kind(chosen, CONNECTOR).items()}
    values = _of_kind(chosen, f"{REQUIRED}/{options.target}")
    publish = {"true": True, "false": False}.get(values.get("publish", ""))
    return msgspec.structs.replace(
        options,
        plan=plan,
        statuses=tuple(statuses.items()),
        standards=tuple({**standards, **dict(options.standards)}.items()),
        country_code=options.country_code or values.get("country_code"),
        party_id=options.party_id or values.get("party_id"),
        publish=publish if options.publish is None else options.publish,
        partner_id=options.partner_id or values.get("partnerId"),
    )


def _of_kind(chosen: Mapping[str, str], kind: str) -> dict[str, str]:
    """The values that were chosen for subjects of a kind, by the rest of their keys."""
    return {
        subject.removeprefix(f"{kind}/"): choice
        for subject, choice in chosen.items()
        if subject.startswith(f"{kind}/") and choice != LEAVE_OUT
    }
