"""What is left to do, from a report: the catalogue's advice for the findings at hand.

Findings with the same advice are one task with several places. Notices whose advice is to do
nothing are left out; findings that were decided or accepted are done.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from evmap.conversion.codes import SEVERITIES
from evmap.conversion.counts import GONE
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.reports.contract import LedgerLine, Report
from evmap.conversion.reports.to_markdown import code, table, text
from evmap.conversion.reports.words import counted, headline, number, pattern_text

#: What the tasks of a severity are.
HEADINGS = {
    "error": "Needed: something is missing or can't be trusted",
    "warning": "To choose or to accept: something was chosen, or is lost",
    "notice": "Good to know: only the form changed",
}

#: Advice that begins so is no task.
_NO_TASK = "Nothing to do"


class Place(msgspec.Struct, frozen=True):
    """Where a task applies, how often, and what happened there."""

    pattern: str
    message: str
    occurrences: int
    number: int


class Task(msgspec.Struct):
    """One thing to do. `done` is the reason, where its findings were accepted or decided.

    `decision` is what was decided. The number of a place is that of its finding in the report,
    from 0.
    """

    code: str
    severity: str
    title: str
    advice: str
    done: str
    reference: str
    places: list[Place]
    decision: str = ""

    @property
    def word(self) -> str:
        """Return what made it done."""
        return f"Decided, {self.decision}" if self.decision else "Accepted"

    @property
    def is_due(self) -> bool:
        """Return whether it asks for something; a notice is only good to know."""
        return not self.done and self.severity != "notice"

    @property
    def shared(self) -> str:
        """Return what happened, where it is the same at all places."""
        messages = {place.message for place in self.places}
        return messages.pop() if len(messages) == 1 else ""


def tasks_of(report: Report) -> list[Task]:
    """Return what is to do, the heaviest first, and at the end what is done."""
    found: dict[tuple[str, ...], Task] = {}
    for index, finding in enumerate(report.findings):
        if finding.suggestion.startswith(_NO_TASK) and not finding.accepted:
            continue
        key = (finding.code, finding.suggestion, finding.decision, finding.accepted)
        task = found.setdefault(key, _task(finding))
        place = Place(finding.pattern, finding.message, finding.occurrences, index)
        task.places.append(place)
    return sorted(
        found.values(),
        key=lambda task: (bool(task.done), SEVERITIES.index(task.severity), task.code),
    )


def left_of(tasks: Sequence[Task]) -> str:
    """Return how much is left, as in "6 things to do or to decide, 2 good to know."."""
    due = sum(task.is_due for task in tasks)
    known = sum(not task.done and not task.is_due for task in tasks)
    told = f"{counted(due, 'thing')} to do or to decide"
    return f"{told}, {number(known)} good to know." if known else f"{told}."


def _task(finding: FindingLine) -> Task:
    return Task(
        finding.code,
        finding.severity,
        finding.title,
        finding.suggestion,
        finding.accepted,
        finding.reference,
        [],
        finding.decision,
    )


def checklist(report: Report, *, site: str = "") -> bytes:
    """Return the tasks as a Markdown list to tick off, and where the values are now.

    `site` is where evmap's pages are, without a slash at the end; then codes are links to them.
    """
    tasks = tasks_of(report)
    blocks = [
        f"# Checklist: {text(report.input['name'] or 'v2 response')} to {report.target}",
        f"{text(headline(report))} {left_of(tasks)}",
    ]
    for severity, heading in HEADINGS.items():
        due = [task for task in tasks if task.severity == severity and not task.done]
        blocks += _section(heading, site, due)
    done = [task for task in tasks if task.done]
    blocks += _section("Decided", site, [task for task in done if task.decision])
    blocks += _section("Accepted", site, [task for task in done if not task.decision])
    blocks += _new_places(report)
    return ("\n\n".join(blocks) + "\n").encode()


def _section(heading: str, site: str, tasks: list[Task]) -> list[str]:
    if not tasks:
        return []
    return [f"## {heading}", "\n".join(_lines(task, site) for task in tasks)]


def _lines(task: Task, site: str) -> str:
    name = f"[{task.code}]({site}{task.reference})" if site else task.code
    advice = f"{task.word}: {task.done}" if task.done else task.advice
    box = "x" if task.done else " "
    shared = f" {text(task.shared)}" if task.shared else ""
    lines = [f"- [{box}] **{text(task.title)}** ({name}):{shared} {text(advice)}"]
    for place in task.places:
        what = "" if task.shared else f": {text(place.message)}"
        where = code(pattern_text(place.pattern))
        lines.append(f"  - {where}, {number(place.occurrences)}×{what}")
    return "\n".join(lines)


def _new_places(report: Report) -> list[str]:
    lines = [line for line in report.ledger if line.fate not in GONE and line.v3]
    if not lines:
        return []
    rows = [_new_place(line) for line in lines]
    return [
        "## Where the values are now",
        table(("v2", report.target, "Fate"), rows, 3),
    ]


def _new_place(line: LedgerLine) -> tuple[str, ...]:
    return (
        code(pattern_text(line.pattern)),
        "<br>".join(code(place) for place in line.v3),
        f"{line.fate}, deprecated" if line.deprecated else line.fate,
    )
