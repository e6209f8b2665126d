"""What there is to decide: made from the tables and the targets, so nothing is forgotten.

A subject's key is also its address below `/plan/`: `status/OFFLINE`, `connector/36`,
`loss/v3/address-region`, `required/ocpi-2.2.1/publish`, `absent/ocpi-2.2.1/MCS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.guide import ConnectorType, FieldFate, FieldRow, Guide
from evmap.conversion.members import members
from evmap.conversion.options import TARGETS, Options
from evmap.conversion.targets import make_target
from evmap.conversion.targets.schema import required
from evmap.conversion.v2 import RECORDS
from evmap.options import status_choices

STATUS, CONNECTOR, LOSS, REQUIRED, ABSENT = "status", "connector", "loss", "required", "absent"

#: Choices that are no value of v3.
LEAVE_OUT, ACCEPT, KEEP = "leave_out", "accept", "keep"
#: What stands for a status that the target lacks.
UNKNOWN = "UNKNOWN"

#: How a conversion tells of what is left out, by severity.
_HEARD = {"error": "an error", "warning": "a warning", "notice": "a notice"}

#: The member that holds the position of a location, in OCPI's form.
POSITION = "coordinates"

#: Codes that say that a value, or a part of it, is lost because the target has no place for it.
LOST = ("EV402", "EV403", "EV408", "EV417", "EV418")

#: Members of a connector that v3 and OCPI require, and the codes that say that v2 holds none.
ELECTRICAL = {
    "EV210": "format",
    "EV405": "power_type",
    "EV406": "max_voltage",
    "EV407": "max_amperage",
}


class Option(msgspec.Struct, frozen=True):
    """A choice, and what it means."""

    value: str
    label: str


class Own(msgspec.Struct, frozen=True):
    """What a value of one's own looks like: for people, and as an expression for the whole."""

    hint: str
    pattern: str


class Subject(msgspec.Struct, frozen=True):
    """Something that the guide leaves open.

    title: what it is. question: what is to be decided. so_far: what a conversion does as long as
    it is open. options, own: what can be chosen. codes: the findings that it answers. target: the
    form of output that it is about; empty for all. row: table and key of its row, if it has one.
    """

    key: str
    kind: str
    title: str
    question: str
    so_far: str
    options: tuple[Option, ...]
    codes: tuple[str, ...]
    target: str = ""
    own: Own | None = None
    row: tuple[str, str] = ("", "")

    def takes(self, choice: str) -> bool:
        """Return whether this can be chosen."""
        if any(option.value == choice for option in self.options):
            return True
        return self.own is not None and re.fullmatch(self.own.pattern, choice) is not None

    def label(self, choice: str) -> str:
        """Return what a choice means."""
        return next((one.label for one in self.options if one.value == choice), choice)


@lru_cache(maxsize=4)
def subjects_of(guide: Guide) -> Mapping[str, Subject]:
    """Return all subjects by key, in the order in which they matter."""
    found = [*_statuses(guide), *_connectors(guide)]
    for target in TARGETS:
        found += [*_absent(guide, target), *_required(guide, target), *_losses(guide, target)]
    return {subject.key: subject for subject in found}


def _statuses(guide: Guide) -> Iterator[Subject]:
    for v2, candidates in guide.statuses.items():
        if len(candidates) > 1:
            yield Subject(
                key=f"{STATUS}/{v2}",
                kind=STATUS,
                title=f"v2 status {v2}",
                question=f"Which v3 status does {v2} become?",
                so_far=f"{candidates[0]} is written, the guide's first, with a warning.",
                options=tuple(Option(v3, v3) for v3 in status_choices(guide.statuses, v2)),
                codes=("EV301",),
                row=("v2-status", v2),
            )


def _connectors(guide: Guide) -> Iterator[Subject]:
    for v2_id, row in guide.connectors.items():
        if len(row.standards) != 1 or row.state == "not_used":
            yield _connector(v2_id, row)


def _connector(v2_id: int, row: ConnectorType) -> Subject:
    question = f"Which v3 standard do connectors of type {v2_id} get?"
    if len(row.standards) > 1:
        question = f"Which standard do connectors of type {v2_id} get without current and power?"
        so_far = f"{row.standards[0]} is written, with a warning."
        codes: tuple[str, ...] = ("EV204",)
        options = [Option(standard, standard) for standard in row.standards]
    elif row.standards:
        so_far, codes = f"{row.standards[0]} is written, with a warning.", ("EV203",)
        options = [Option(row.standards[0], f"{row.standards[0]}, as the guide says")]
    else:
        so_far, codes = "The connectors are left out, with an error.", ("EV201", "EV205")
        options = [Option(standard, standard) for standard in row.successors]
        options.append(Option(LEAVE_OUT, "Leave these connectors out"))
    title = f"v2 connector {v2_id} {row.name}".strip()
    return Subject(
        *(f"{CONNECTOR}/{v2_id}", CONNECTOR, title, question, so_far, tuple(options), codes),
        row=("connector", str(v2_id)),
    )


def _losses(guide: Guide, target: str) -> Iterator[Subject]:
    for row in guide.fields:
        fate = row.targets.get(target)
        if row.answer in RECORDS and fate is not None and fate.loss == "information":
            yield _loss(row, fate, target)


def _loss(row: FieldRow, fate: FieldFate, target: str) -> Subject:
    gone = "has no place" if fate.fate == "dropped" else "is kept only in part"
    return Subject(
        key=f"{LOSS}/{target}/{row.slug}",
        kind=LOSS,
        title=f"{row.path} in {target}",
        question=f"{row.path} {gone} in {target}. Can your clients do without it?",
        so_far=fate.reason,
        options=(
            Option(ACCEPT, "Our clients can do without it"),
            Option(KEEP, "We keep the v2 value in data of our own"),
        ),
        codes=LOST,
        target=target,
        row=("field", row.slug),
    )


def _absent(guide: Guide, target: str) -> Iterator[Subject]:
    """Standards and statuses that a target does not have."""
    writer = make_target(guide, Options(target=target))  # type: ignore[arg-type]  # one of TARGETS
    for code in guide.standards:
        if not writer.spell_standard(code):
            yield _lacking(target, code, "standard", "EV602", LEAVE_OUT)
    for code in guide.spellings:
        if not writer.spell_status(code):
            yield _lacking(target, code, "v3-status", "EV603", UNKNOWN)


def _lacking(target: str, code: str, table: str, finding: str, choice: str) -> Subject:
    noun = "standard" if table == "standard" else "status"
    so_far = "Its connectors are left out, with an error."
    label = "Leave its connectors out"
    if table != "standard":
        so_far, label = "UNKNOWN is written, with a warning.", "Write UNKNOWN"
    return Subject(
        *(f"{ABSENT}/{target}/{code}", ABSENT, f"{code} in {target}"),
        question=f"{target} has no {noun} {code}. Can you live with that?",
        so_far=so_far,
        options=(Option(choice, label),),
        codes=(finding,),
        target=target,
        row=(table, code),
    )


#: Required members that an option supplies: their choices, or what a value of one's own is.
SUPPLIED: dict[str, tuple[tuple[Option, ...], Own | None]] = {
    "country_code": ((), Own("a country of two letters, such as DE", "[A-Z]{2}")),
    "party_id": ((), Own("a party of three letters or digits, such as ICT", "[A-Z0-9]{3}")),
    "partnerId": ((), Own("the operator's id in HERE's v3", r"[!-~]{1,80}")),
    "publish": (
        (
            Option("true", "true: everybody may see the location"),
            Option("false", "false: it is not published"),
        ),
        None,
    ),
}


def _required(guide: Guide, target: str) -> Iterator[Subject]:
    for code, member in ELECTRICAL.items():
        yield _requirement(target, member, code, "v2 does not always tell it.")
    writer = make_target(guide, Options(target=target))  # type: ignore[arg-type]  # one of TARGETS
    demands = {} if target == "v3" else dict(_demands(writer.kind))  # the guide's form has none
    for member, advice in demands.items():
        yield _requirement(target, member, "EV601", advice)
    for member, code in writer.expected.items():
        if member not in demands:
            yield _expectation(target, member, code)


def _expectation(target: str, member: str, code: str) -> Subject:
    return Subject(
        key=f"{REQUIRED}/{target}/{member}",
        kind=REQUIRED,
        title=f"{member} in {target}",
        question=f"Clients expect {member}. Can yours live without it where v2 holds none?",
        so_far=f"It is left out, with {_HEARD[CATALOGUE[code].severity]}.",
        options=(Option(LEAVE_OUT, "Leave it out"),),
        codes=(code,),
        target=target,
    )


def _demands(kind: type[msgspec.Struct]) -> Iterator[tuple[str, str]]:
    """Required members of an object and those inside of it, with what to do; the outer ones win."""
    for member in members(kind):
        if member.inner is not None:
            yield from _demands(member.inner)
    for member in required(kind):
        yield member.key, member.known.required


def _requirement(target: str, member: str, code: str, advice: str) -> Subject:
    options, own = SUPPLIED.get(member, ((), None))
    asked = (
        "Which value shall be written where v2 holds none?"
        if options or own
        else ("Can you live without it where v2 holds none?")
    )
    return Subject(
        key=f"{REQUIRED}/{target}/{member}",
        kind=REQUIRED,
        title=f"{member} in {target}",
        question=f"{target} requires {member}. {asked}",
        so_far=f"It is left out, with an error. {advice}",
        options=(*options, Option(LEAVE_OUT, "Leave it out")),
        codes=(code,),
        target=target,
        own=own,
    )
