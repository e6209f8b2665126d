"""Words and figures that all formats for people share."""

from __future__ import annotations

from typing import Any

import msgspec

from evmap.conversion.counts import GONE
from evmap.conversion.findings.line import Example, FindingLine
from evmap.conversion.reports.contract import Report
from evmap.conversion.reports.parts import counts_of, is_spared_part

#: What a number of findings in a bucket is followed by.
AFTER = {"decide": "to decide", "lost": "lost", "nothing": "with nothing to do"}


def number(count: int) -> str:
    """A number with commas between thousands."""
    return f"{count:,}"


def counted(count: int, word: str) -> str:
    """A number and its noun, as in "1 location" and "2 locations"."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def headline(report: Report) -> str:
    """What was converted to what."""
    summary = report.summary
    written = (
        counted(summary.locations, "location"),
        counted(summary.evses, "EVSE"),
        counted(summary.connectors, "connector"),
    )
    records = counted(report.input["records"], "record")
    return f"{records} of v2 ({report.input['shape']}) to {report.target}: {', '.join(written)}."


def verdict(report: Report) -> str:
    """What became of the values, in a sentence or two."""
    fates = report.summary.fates
    gone = sum(count for fate, count in fates.items() if fate in GONE)
    partly = fates["lossy"]
    if not report.summary.leaves:
        return "There were no values to convert."
    if not gone and not partly:
        return f"All {counted(report.summary.leaves, 'value')} arrived complete."
    whole = report.summary.leaves - gone - partly
    told = (
        f"Of {counted(report.summary.leaves, 'value')}, {number(whole)} arrived complete, "
        f"{number(partly)} in part, {number(gone)} not at all"
    )
    spared = sum(count for part, count in counts_of(report).items() if is_spared_part(part))
    return f"{told}; with {number(spared)} of these nothing is lost." if spared else f"{told}."


def found(report: Report) -> str:
    """How many findings there are in each bucket."""
    if not report.findings:
        return "No findings."
    words = [
        f"{number(share.findings)} {AFTER[bucket]}" for bucket, share in report.buckets.items()
    ]
    told = f"{counted(len(report.findings), 'finding')}: {', '.join(words)}."
    decided = sum(bool(finding.decision) for finding in report.findings)
    accepted = sum(bool(finding.accepted) for finding in report.findings) - decided
    answers = {"decided": decided, "accepted": accepted}
    answered = [f"{number(count)} {word}" for word, count in answers.items() if count]
    return f"{told} Of these, {' and '.join(answered)}." if answered else told


def why_accepted(finding: FindingLine) -> tuple[str, str]:
    """What made a finding accepted, in some words, and the reason; nothing where it is open."""
    if finding.decision:
        return f"Decided, {finding.subject} = {finding.decision}", finding.accepted
    return ("Accepted", finding.accepted) if finding.accepted else ("", "")


def inputs_of(report: Report) -> list[tuple[str, str]]:
    """Name of each input that was read, and what it held; nothing where there was only one."""
    return [(file["name"], _held(file)) for file in report.input.get("files", ())]


def _held(file: dict[str, Any]) -> str:
    records = counted(file["records"], "record")
    return f"{records} ({file['shape']}), {number(file['bytes'])} bytes"


def unreadable_of(report: Report) -> list[tuple[str, str]]:
    """Name of each input of which nothing could be read, and why."""
    return [(file["name"], file["error"]) for file in report.input.get("unreadable", ())]


def pattern_text(pattern: str) -> str:
    """A pattern for people; the record itself has an empty one."""
    return pattern or "/"


def place(example: Example) -> str:
    """Line and column; empty where they are not known."""
    if example.line is None:
        return ""
    return f"line {example.line}, column {example.column}"


def value_text(value: Any) -> str:
    """A value as JSON, on one line; empty where there is none to show."""
    if value is None:
        return ""
    return msgspec.json.encode(value).decode()
