"""The report as Markdown, for a ticket: verdict, figures, findings, score, ledger.

Everything that came from the input is escaped: it shows as it is and links to nothing and nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evmap.conversion.findings.buckets import WORDS
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.reports.contract import LedgerLine, Report
from evmap.conversion.reports.words import (
    counted,
    found,
    headline,
    inputs_of,
    number,
    pattern_text,
    place,
    unreadable_of,
    value_text,
    verdict,
    why_accepted,
)
from evmap.conversion.shares import shares
from evmap.glossary import BUCKETS, FATES, ORIGINS

_BLANKS = re.compile(r"\s+")
#: Characters that are Markdown anywhere in a line; a low line inside a word is none.
_MARKS = re.compile(r"[\\`*\[\]~]|(?<![^\W_])_|_(?![^\W_])")
#: HTML, the end of a cell, people, tickets, addresses and pictures by name.
_SIGNS = re.compile(r"[&<>|@#]|:(?=\S)|(?<=www)\.", re.IGNORECASE)


#: Inputs that are listed by name.
MOST_INPUTS = 100


def render(report: Report, site: str) -> bytes:
    """The report as GitHub-flavoured Markdown."""
    blocks = [
        f"# evmap: {text(report.input['name'] or 'v2 response')} to {report.target}",
        text(headline(report)),
        f"**Grade {report.score.grade}.** {report.score.meaning}",
        f"{text(verdict(report))} {text(found(report))}",
        *_unreadable(report),
        *_figures(report),
        *_findings(report, site),
        *_score(report),
        *_ledger(report),
        *_source(report),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _unreadable(report: Report) -> list[str]:
    rows = [(text(name), text(error)) for name, error in unreadable_of(report)]
    return ["## Inputs that could not be read", table(("Input", "Why"), rows)] if rows else []


def _source(report: Report) -> list[str]:
    size = number(report.input["bytes"])
    digest = code(report.input["sha256"])
    lines = [f"- {text(name)}: {text(held)}" for name, held in inputs_of(report)]
    more = len(lines) - MOST_INPUTS
    if more > 0:
        others = counted(more, "other")
        lines[MOST_INPUTS:] = [f"- and {others}; the report as JSON has all of them"]
    told = f"{report.format} of {size} bytes with the SHA-256 {digest}."
    return [told, "\n".join(lines)] if lines else [told]


def text(value: str) -> str:
    """Plain text: no character of it is Markdown or HTML."""
    signs = _SIGNS.sub(lambda match: f"&#{ord(match[0])};", _one_line(value))
    return _MARKS.sub(lambda match: f"\\{match[0]}", signs)


def code(value: str) -> str:
    """A code span; a table cell may hold it."""
    value = _one_line(value)
    fence = "`" * (max((len(run) for run in re.findall("`+", value)), default=0) + 1)
    padding = " " if value.startswith("`") or value.endswith("`") else ""
    escaped = value.replace("|", "\\|")
    return f"{fence}{padding}{escaped}{padding}{fence}" if value else ""


def _one_line(value: str) -> str:
    return _BLANKS.sub(" ", value).strip()


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = -1) -> str:
    """A table; the column `numbers` is aligned to the right."""
    lines = [" | ".join(heads)]
    lines.append(" | ".join("---:" if index == numbers else "---" for index in range(len(heads))))
    lines += [" | ".join(row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def _figures(report: Report) -> list[str]:
    fates = [
        (share.name, number(share.count), share.percent, FATES[share.name])
        for share in shares(report.summary.fates)
    ]
    origins = [
        (share.name, number(share.count), share.percent, ORIGINS[share.name])
        for share in shares(report.summary.origins)
    ]
    return [
        "## Values",
        table(("Fate of a v2 value", "Values", "Share", "Meaning"), fates, 1),
        table((f"Origin of a {report.target} value", "Values", "Share", "Meaning"), origins, 1),
    ]


def _findings(report: Report, site: str) -> list[str]:
    if not report.findings:
        return ["## Findings", "None."]
    blocks = ["## Findings"]
    for bucket, word in WORDS.items():
        findings = [finding for finding in report.findings if finding.bucket == bucket]
        if not findings:
            continue
        heads = ("Code", "What", "Where", "Times", "First place", "What to do")
        rows = [_finding(finding, site) for finding in findings]
        blocks += [f"### {word}", BUCKETS[word], table(heads, rows, 3)]
    return blocks


def _finding(finding: FindingLine, site: str) -> tuple[str, ...]:
    name = f"[{finding.code}]({site}{finding.reference})" if site else finding.code
    fate = f" ({finding.fate})" if finding.fate else ""
    word, reason = why_accepted(finding)
    why = f"<br>*{text(word)}:* {text(reason)}" if word else ""
    title = f"{finding.severity.capitalize()}: **{text(finding.title)}**{fate}"
    return (
        name,
        f"{title}: {text(finding.message)}{why}",
        code(pattern_text(finding.pattern)),
        number(finding.occurrences),
        _first(finding),
        text(finding.suggestion),
    )


def _first(finding: FindingLine) -> str:
    if not finding.examples:
        return ""
    first = finding.examples[0]
    return " ".join(filter(None, (place(first), code(value_text(first.value)))))


def _score(report: Report) -> list[str]:
    score = report.score
    rows = [
        (
            WORDS[term.bucket],
            term.kind,
            number(term.patterns),
            number(term.weight),
            number(term.points),
            term.reason,
        )
        for term in score.terms
    ]
    heads = ("What", "Kind", "Findings", "Weight", "Points", "Why")
    details = [
        "\n".join([f"{term.kind}:\n", *(_behind(report.findings[n]) for n in term.findings)])
        for term in score.terms
        if term.findings and term.weight
    ]
    return [
        f"## Migration score: {score.grade}, {number(score.points)} points",
        score.disclaimer,
        table(heads, rows, 2),
        *details,
    ]


def _behind(finding: FindingLine) -> str:
    return f"- {finding.code} {code(pattern_text(finding.pattern))}: {text(finding.message)}"


def _ledger(report: Report) -> list[str]:
    rows = [_ledger_row(line) for line in report.ledger]
    output = [(code(line.pattern), line.origin, number(line.count)) for line in report.output]
    return [
        "## Ledger",
        table(("v2", "Fate", "Values", report.target), rows, 2),
        table((report.target, "Origin", "Values"), output, 2),
    ]


def _ledger_row(line: LedgerLine) -> tuple[str, ...]:
    fate = f"{line.fate}, deprecated" if line.deprecated else line.fate
    places = "<br>".join(code(place) for place in line.v3)
    return code(pattern_text(line.pattern)), fate, number(line.count), places
