"""The report as one HTML file to mail: no script, nothing loaded, light and dark, for print too."""

from __future__ import annotations

from html import escape
from pathlib import Path

from evmap import __version__
from evmap.conversion.findings.buckets import WORDS, is_spared
from evmap.conversion.findings.line import Example, FindingLine
from evmap.conversion.findings.score import Term
from evmap.conversion.reports.contract import LedgerLine, Report
from evmap.conversion.reports.html_parts import (
    Cell,
    code,
    fate_mark,
    figure,
    items,
    ledger_bar,
    part_mark,
    table,
)
from evmap.conversion.reports.parts import counts_of, parted
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
from evmap.glossary import BUCKETS

_FOLDER = Path(__file__).resolve().parent

#: Nothing is loaded or run, whatever got into the file.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report, site: str) -> bytes:
    """The report as a self-contained HTML document."""
    title = f"{report.input['name'] or 'v2 response'} to {report.target}"
    style = (_FOLDER / "report.css").read_text(encoding="utf-8")
    lines = (_FOLDER / "lines.svg").read_text(encoding="utf-8")
    body = "\n".join(
        (
            f"<h1>{escape(title)}</h1>",
            f'<p class="soft">{escape(headline(report))}</p>',
            _verdict(report),
            _unreadable(report),
            "<h2>What became of the v2 values</h2>",
            ledger_bar(counts_of(report), "v2 values by fate"),
            _findings(report, site),
            _score(report),
            _ledger(report),
            _output(report),
            _source(report),
        )
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · evmap report</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n{lines}<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _verdict(report: Report) -> str:
    grade = report.score.grade
    return (
        f'<div class="verdict grade-{grade}"><span class="grade">'
        f'<span class="hidden">Grade </span>{grade}</span>'
        f"<div><p><strong>{escape(report.score.meaning)}</strong></p>"
        f"<p>{escape(verdict(report))} {escape(found(report))}</p></div></div>"
    )


def _unreadable(report: Report) -> str:
    rows = [("", [Cell(escape(name)), Cell(escape(why))]) for name, why in unreadable_of(report)]
    title = "Inputs that could not be read"
    return f"<h2>{title}</h2>\n{table(title, ('Input', 'Why'), rows)}" if rows else ""


# --- Findings ---


def _findings(report: Report, site: str) -> str:
    blocks = ["<h2>Findings</h2>"]
    if not report.findings:
        blocks.append("<p>None.</p>")
    heads = ("Code", "What happened", "Where", "Times", "First place", "What to do")
    for bucket, word in WORDS.items():
        rows = [
            (f"finding-{place}", _finding(finding, site))
            for place, finding in enumerate(report.findings, 1)
            if finding.bucket == bucket
        ]
        if rows:
            blocks.append(f"<h3>{word}</h3>")
            blocks.append(f'<p class="soft small">{escape(BUCKETS[word])}</p>')
            blocks.append(table(word, heads, rows))
    return "\n".join(blocks)


def _finding(finding: FindingLine, site: str) -> list[Cell]:
    name = code(finding.code)
    if site:
        name = f'<a href="{escape(site + finding.reference)}">{name}</a>'
    title = escape(finding.title)
    severity = f'<span class="severity severity-{finding.severity}">{finding.severity}</span>'
    spared = is_spared(finding.fate, finding.loss)
    fate = f"<br>{fate_mark(finding.fate, spared=spared)}" if finding.fate else ""
    word, reason = why_accepted(finding)
    why = f"<br><em>{escape(word)}: {escape(reason)}</em>" if word else ""
    return [
        Cell(name, "tight"),
        Cell(
            f"{severity} <strong>{title}</strong><br>{escape(finding.message)}{fate}{why}", "what"
        ),
        Cell(code(pattern_text(finding.pattern)), "where"),
        figure(finding.occurrences),
        Cell(_first(finding.examples), "place"),
        Cell(escape(finding.suggestion)),
    ]


def _first(examples: list[Example]) -> str:
    if not examples:
        return ""
    first, *others = examples
    shown = _place(first)
    if others:
        inside = "".join(f"<li>{_place(example)}</li>" for example in others)
        shown += f"<details><summary>{len(others)} more</summary><ul>{inside}</ul></details>"
    return shown


def _place(example: Example) -> str:
    value = code(value_text(example.value))
    where = escape(place(example)) or code(pattern_text(example.v2_pointer))
    return f"{where}<br>{value}" if value else where


# --- Score ---


def _score(report: Report) -> str:
    score = report.score
    heads = ("What", "Kind", "Findings", "Weight", "Points", "Why")
    rows = [("", _term(term)) for term in score.terms]
    return "\n".join(
        (
            f"<h2>Migration score: {score.grade}, {number(score.points)} points</h2>",
            f"<p>{escape(score.disclaimer)} It counts findings, not their occurrences.</p>",
            table("Migration score", heads, rows),
            *(_behind(term, report.findings) for term in score.terms if term.findings),
        )
    )


def _term(term: Term) -> list[Cell]:
    return [
        Cell(WORDS[term.bucket]),
        Cell(escape(term.kind)),
        figure(term.patterns),
        figure(term.weight),
        figure(term.points),
        Cell(escape(term.reason)),
    ]


def _behind(term: Term, findings: list[FindingLine]) -> str:
    """The findings behind a term, as links."""
    links = "".join(
        f'<li><a href="#finding-{place + 1}">{findings[place].code}</a> '
        f"{escape(findings[place].title)} "
        f"{code(pattern_text(findings[place].pattern))}</li>"
        for place in term.findings
    )
    title = f"{escape(term.kind)}: {counted(term.patterns, 'finding')}"
    return f'<details><summary>{title}</summary><ul class="behind">{links}</ul></details>'


# --- Ledger ---


def _ledger(report: Report) -> str:
    heads = ("v2", "Fate", report.target, "Values")
    rows = [("", _ledger_row(part, line)) for part, line in parted(report)]
    return f"<h2>Ledger: every v2 value</h2>\n{table('Fates of v2 values', heads, rows)}"


def _ledger_row(part: str, line: LedgerLine) -> list[Cell]:
    deprecated = ' <span class="soft small">deprecated</span>' if line.deprecated else ""
    return [
        Cell(code(pattern_text(line.pattern))),
        Cell(part_mark(part) + deprecated),
        Cell(items(line.v3)),
        figure(line.count),
    ]


def _output(report: Report) -> str:
    heads = (report.target, "Origin", "Values")
    rows = [
        ("", [Cell(code(line.pattern)), Cell(escape(line.origin)), figure(line.count)])
        for line in report.output
    ]
    title = f"Ledger: every {report.target} value"
    return f"<h2>{title}</h2>\n{table(f'Origins of {report.target} values', heads, rows)}"


def _source(report: Report) -> str:
    facts = [
        ("Input", f"{escape(report.input['name'])}, {number(report.input['bytes'])} bytes"),
        ("SHA-256", code(report.input["sha256"])),
        ("Made by", f"evmap {escape(__version__)}, {escape(report.format)}"),
    ]
    inside = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    return f'<h2>Source</h2>\n<dl class="facts">{inside}</dl>{_inputs(report)}'


def _inputs(report: Report) -> str:
    lines = "".join(f"<li>{escape(name)}: {escape(held)}</li>" for name, held in inputs_of(report))
    title = counted(len(inputs_of(report)), "input")
    return f"\n<details><summary>{title}</summary><ul>{lines}</ul></details>" if lines else ""
