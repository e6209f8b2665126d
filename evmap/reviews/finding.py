"""One finding closely: what it says, what can be answered, both texts at one of its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from evmap.conversion.codes.entry import on_page
from evmap.conversion.explain.values import V2Value
from evmap.conversion.findings.line import Example, FindingLine
from evmap.conversion.pointers import readable
from evmap.conversion.read.jsontext import end_of
from evmap.conversion.reports.parts import part_of
from evmap.mappings.state import State
from evmap.plan.rows import PlanRow, plan_row
from evmap.reviews.accepting import Decision, decision_on
from evmap.reviews.answers import Answers, answers_to
from evmap.reviews.files import Files
from evmap.reviews.filters import Listed, key_of
from evmap.reviews.lineage import WHOLE, Lineage, lineage_of
from evmap.reviews.panes import near, v2_pane, v3_pane
from evmap.reviews.queue import url_of
from evmap.reviews.records import Records
from evmap.reviews.rows import Rows
from evmap.reviews.told import Told, told_of


@dataclass(frozen=True)
class Texts:
    """Both texts at a place, `told` of the value there. v3: None where nothing of it is written.

    of: how many records there are.
    """

    lineage: Lineage
    of: int
    v2: SafeString
    v3: SafeString | None
    told: Told | None


@dataclass(frozen=True)
class Shown:
    """The finding that is chosen. team: the question of the plan behind it, if it is one."""

    one: Listed
    url: str
    team: PlanRow | None
    message: str
    advice: str
    answers: Answers
    decision: Decision | None
    #: The places that it gives as examples: each with its name, its address, and whether it is
    #: shown.
    places: list[tuple[Example, str, str, bool]]
    further: int
    texts: Texts | None
    #: The fate, and whether nothing is lost whatever that is.
    part: str

    @property
    def asks_reason(self) -> bool:
        """Return whether it can be accepted: its form has a field for the reason."""
        line = self.one.line
        return self.decision is not None and not line.accepted and not line.decision


@dataclass(frozen=True)
class Undo:
    """A finding that has just been answered: what takes it back, as the field of a form."""

    line: FindingLine
    route: str
    name: str
    value: str
    url: str


def undo_of(done: str, files: Files, state: State) -> Undo | None:
    """Return how to take back what has just been answered; None where there is nothing.

    done: the key of a finding that was accepted, or the subject of one that was decided.
    """
    lines = files.report.findings
    fitting = (n for n, one in enumerate(lines) if done in (key_of(one), one.subject or None))
    number = next((n for n in fitting if lines[n].accepted), None)
    if number is None:
        return None
    line = lines[number]
    url = url_of(state, key_of(line))
    if line.decision:
        button = answers_to(line, files.conversion.findings[number], files.tables).undo
        return Undo(line, "reviews:choose", button.name, button.value, url) if button else None
    decision = decision_on(line, files.entries)
    if decision is None or decision.is_wider:
        return None
    return Undo(line, "reviews:accept", "take_back", decision.name, url)


def records_of(files: Files) -> Records:
    """Return the records of the file that is shown."""
    conversion = files.conversion
    was_xml = any(finding.code == "EV111" for finding in conversion.findings)
    return Records(conversion.text, files.tables, was_xml=was_xml)


def finding_of(
    one: Listed | None, files: Files, state: State, place: int, at: int | None
) -> Shown | None:
    """Return a finding for the page; None for none.

    place: which of its examples is looked at, from 0. at: the byte of another value.
    """
    if one is None:
        return None
    finding = files.conversion.findings[one.number]
    offsets = [each.offset for each in finding.examples.found]
    place = min(place, max(len(offsets) - 1, 0))
    byte = at if at is not None else offsets[place] if offsets else None
    here = state.but(finding=one.key)
    answers = answers_to(one.line, finding, files.tables)
    return Shown(
        one=one,
        url=here.url,
        team=plan_row(one.line.subject) if one.line.subject else None,
        message=readable(one.line.message),
        advice="" if answers.buttons else on_page(readable(one.line.suggestion)),
        answers=answers,
        decision=decision_on(one.line, files.entries),
        places=[
            (
                example,
                _name_of(example, one.line.examples),
                here.but(place=number or None, at=None).url,
                at is None and number == place,
            )
            for number, example in enumerate(one.line.examples)
        ],
        further=max(one.line.occurrences - len(one.line.examples), 0),
        texts=_texts(one, files, here, byte) if byte is not None and byte >= 0 else None,
        part=part_of(one.line.fate or "", one.line.loss),
    )


def _name_of(place: Example, places: Sequence[Example]) -> str:
    """The line of a place, with its column where others stand in the same line."""
    if [other.line for other in places].count(place.line) > 1 and place.line:
        return f"line {place.line}:{place.column}"
    return f"line {place.line or '?'}"


def key_at(files: Files, byte: int) -> str:
    """Return what names the first finding that gives a byte as an example; empty for none."""
    for line, finding in zip(files.report.findings, files.conversion.findings, strict=True):
        if any(each.offset == byte for each in finding.examples.found):
            return key_of(line)
    return ""


def _texts(one: Listed, files: Files, here: State, byte: int) -> Texts | None:
    records = records_of(files)
    if not records.list or not records.text:
        return None
    byte = min(byte, len(records.text) - 1)
    lineage = lineage_of(records, byte, files.tables, files.written)

    # The byte stands last in an address, which is made for every value on the page.
    address = here.but(at=0).url.removesuffix("0")

    def link(start: int) -> str:
        return f"{address}{start}"

    chosen = lineage.next_to(byte, end_of(records.text, byte))
    exact = lineage.value_at(byte)
    partners = chosen.partners if chosen is not None else []
    if exact is None:  # an object has no partners: what became of a value of it says where to look
        partners = partners[:1]
    pieces = lineage.record.pieces
    if lineage.extent != WHOLE:
        pieces = near(records.text, pieces, byte)
    v2 = v2_pane(Rows(records.text, pieces), lineage, exact, byte, link)
    v3_rows = Rows(lineage.v3_text, [(0, len(lineage.v3_text))])
    is_marked = exact is not None
    v3 = v3_pane(v3_rows, lineage.v3, partners, link, is_marked=is_marked) if partners else None
    told = _told(one, files, here, exact, lineage)
    return Texts(lineage, records.count, v2, v3, told)


def _told(
    one: Listed, files: Files, here: State, value: V2Value | None, lineage: Lineage
) -> Told | None:
    if value is None:
        return None
    lines, findings = files.report.findings, files.conversion.findings
    known = {
        finding.key: (number, url_of(here, key_of(lines[number])))
        for number, finding in enumerate(findings)
        if finding.pattern == value.pattern
    }
    guide, target = files.tables.guide, files.tables.options.target
    return told_of(value, lineage, guide, target, known, one.number)
