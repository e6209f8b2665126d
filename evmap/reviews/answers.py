"""What can be answered at a finding itself: other choices for the next conversion, and pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from evmap.conversion import Options
from evmap.conversion.findings.finding import Finding
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.guide import ConnectorType
from evmap.conversion.plan.answers import CHOSEN
from evmap.conversion.plan.subjects import STATUS
from evmap.conversion.targets import make_target
from evmap.options import TARGETS, status_choices
from evmap.reviews.service import Tables


@dataclass(frozen=True)
class Answer:
    """A button: the option that it sets, to a value, or to what is typed where `asks` says what.

    key: what presses it on a keyboard.
    """

    label: str
    name: str
    value: str = ""
    asks: str = ""
    placeholder: str = ""
    key: str = ""


@dataclass
class Answers:
    """All there is to answer at a finding.

    about: what the buttons do. subject: the question of the plan that they answer, if it is one.
    pages: label and address of those that tell more.
    """

    about: str = ""
    buttons: list[Answer] = field(default_factory=list)
    pages: list[tuple[str, str]] = field(default_factory=list)
    subject: str = ""

    @property
    def asks(self) -> bool:
        """Return whether something is typed here, and not only pressed."""
        return any(button.asks for button in self.buttons)

    @property
    def undo(self) -> Answer | None:
        """Return the button that takes back what was chosen in this review, if anything."""
        return next((button for button in self.buttons if button.key == "u"), None)


@dataclass(frozen=True)
class _Asked:
    """A finding with its arguments, and what it was converted by."""

    line: FindingLine
    args: tuple[str, ...]
    tables: Tables
    value: object

    @property
    def is_chosen(self) -> bool:
        """Return whether an option of this review decided it, and not the team's plan."""
        return bool(self.line.decision) and self.line.accepted == CHOSEN


def answers_to(line: FindingLine, finding: Finding, tables: Tables) -> Answers:
    """Return what can be answered at a finding; `line` is its line in the report."""
    first = next((each.value for each in finding.examples.found), None)
    asked = _Asked(line, finding.args, tables, first)
    found = _MAKERS[finding.code](asked) if finding.code in _MAKERS else Answers()
    found.pages += _pages(finding, asked)
    return found


def _status(asked: _Asked) -> Answers:
    """The status that is written says what was chosen, where this review chose it."""
    v2, now = asked.args[0].upper(), asked.args[1]
    answers = _other_status(asked, v2, now)
    if asked.is_chosen:
        answers.about = f"{now} was chosen in this review. Instead:"
        answers.buttons.append(Answer("Undo", f"status_{v2}", key="u"))
    elif answers.buttons and not asked.line.decision:
        answers.buttons.insert(0, Answer(f"Keep {now}", f"status_{v2}", now))
    return answers


def _lacking(asked: _Asked) -> Answers:
    """The target has no such status: write another for the v2 status that became it."""
    return _other_status(asked, str(asked.value).strip().upper(), asked.args[0])


def _other_status(asked: _Asked, v2: str, now: str) -> Answers:
    candidates = asked.tables.guide.statuses
    if len(candidates.get(v2, ())) < 2:
        return Answers()
    return Answers(
        f"For every {v2} of this review:",
        [
            Answer(f"Use {v3}", f"status_{v2}", v3)
            for v3 in status_choices(candidates, v2)
            if v3 != now
        ],
        subject=f"{STATUS}/{v2}",
    )


def _successor(asked: _Asked) -> Answers:
    connector = _connector(asked)
    if connector is None or len(connector.successors) != 1:
        return Answers()
    return Answers(
        "evmap suggests one successor for this id; HERE names none. It is written as assumed, here "
        "and for every deprecated id with a single suggestion.",
        [Answer(f"Write {connector.successors[0]}", "accept_successors", "on")],
        subject=asked.line.subject,
    )


def _no_successor(asked: _Asked) -> Answers:
    if not asked.is_chosen:
        return Answers()
    return Answers(
        "A suggested successor is written because this review asks for it.",
        [Answer("Undo", "accept_successors", "off", key="u")],
    )


def _party(_asked: _Asked) -> Answers:
    ask = "Country and party of the operator, as EVSE ids begin"
    return Answers("", [Answer("Use this party", "party", "", ask, "DE*ABC")])


def _partner(_asked: _Asked) -> Answers:
    ask = "Partner id of the operator in HERE's v3"
    return Answers("", [Answer("Use this id", "partner", "", ask)])


#: What was said of who may see the locations, and the question while nothing was.
_PUBLIC = {
    None: "May the public see these locations?",
    True: "They are published.",
    False: "They are kept private.",
}


def _publish(asked: _Asked) -> Answers:
    said = asked.tables.options.publish
    buttons = {
        True: Answer("Publish them", "publish", "true"),
        False: Answer("Keep them private", "publish", "false"),
    }
    return Answers(_PUBLIC[said], [one for value, one in buttons.items() if value != said])


#: Required fields that an option can give.
_REQUIRED: dict[str, Callable[[_Asked], Answers]] = {
    "country_code": _party,
    "party_id": _party,
    "publish": _publish,
    "partnerId": _partner,
}


def _required(asked: _Asked) -> Answers:
    make = _REQUIRED.get(asked.args[0].rpartition(".")[2])
    return make(asked) if make is not None else Answers()


def _other_target(asked: _Asked) -> Answers:
    code = asked.args[0]
    guide, current = asked.tables.guide, asked.tables.options.target
    if code not in guide.standards:
        return Answers()
    others = [
        target
        for target in TARGETS
        if target != current and make_target(guide, Options(target=target)).spell_standard(code)
    ]
    return Answers(
        f"Targets that have {code}:",
        [Answer(f"Convert to {target}", "to", target) for target in others],
    )


_MAKERS: dict[str, Callable[[_Asked], Answers]] = {
    "EV201": _successor,
    "EV205": _no_successor,
    "EV301": _status,
    "EV601": _required,
    "EV602": _other_target,
    "EV603": _lacking,
    "EV611": _publish,
}


def _connector(asked: _Asked) -> ConnectorType | None:
    """The connector type that a finding names, or that its first value is."""
    for text in (*asked.args[:1], str(asked.value).strip()):
        if text.isascii() and text.isdigit():
            return asked.tables.guide.connectors.get(int(text[:9]))
    return None


def _pages(finding: Finding, asked: _Asked) -> list[tuple[str, str]]:
    """The pages of the codes that a finding names."""
    guide, first = asked.tables.guide, "".join(asked.args[:1])
    connector = _connector(asked) if finding.code.startswith("EV2") else None
    if connector is not None:
        url = reverse("mappings:connector", args=[connector.v2_id])
        return [(f"Open connector {connector.v2_id}", url)]
    if finding.code == "EV301" and first.upper() in guide.statuses:
        url = reverse("mappings:v2-status", args=[first.upper()])
        return [(f"Open status {first.upper()}", url)]
    if finding.code == "EV602" and first in guide.standards:
        return [(f"Open standard {first}", reverse("mappings:standard", args=[first]))]
    return []
