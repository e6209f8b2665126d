"""The report as SARIF 2.1.0 (OASIS), for code hosts and editors.

One result for each finding, at its first place; its further places are related locations. Ledger,
output and score are properties of the run.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import quote

import msgspec

from evmap import __version__
from evmap.conversion.codes import CATALOGUE, DEFINITIONS
from evmap.conversion.codes.examples import Example as CodeExample
from evmap.conversion.codes.examples import example
from evmap.conversion.findings.line import Example, FindingLine
from evmap.conversion.reports.contract import Report
from evmap.conversion.reports.words import (
    headline,
    pattern_text,
    unreadable_of,
    value_text,
    verdict,
    why_accepted,
)

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

LEVELS = {"error": "error", "warning": "warning", "notice": "note"}

#: Our fingerprint: code, pattern, fate and message; neither places nor counts.
FINGERPRINT = "evmapFinding/v1"

_PLACEHOLDER = re.compile(r"\{(\d+)\}")

#: What code hosts take in one run (GitHub); evmap stays below it.
MOST_RESULTS = 25_000


def render(report: Report, site: str) -> bytes:
    """The report as a SARIF log with one run."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, site)]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _run(report: Report, site: str) -> dict[str, Any]:
    codes = sorted({finding.code for finding in report.findings})
    findings = report.findings[:MOST_RESULTS]
    return {
        "tool": {
            "driver": {
                "name": "evmap",
                "version": __version__,
                "rules": [_rule(code, site) for code in codes],
            }
        },
        "automationDetails": {
            "id": f"evmap/{report.target}/",
            "description": {"text": headline(report)},
        },
        "invocations": [_invocation(report)],
        "artifacts": _artifacts(report),
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, finding, codes.index(finding.code)) for finding in findings],
        "properties": {
            "format": report.format,
            "target": report.target,
            "verdict": verdict(report),
            "summary": msgspec.to_builtins(report.summary),
            "buckets": msgspec.to_builtins(report.buckets),
            "score": msgspec.to_builtins(report.score),
            "ledger": msgspec.to_builtins(report.ledger),
            "output": msgspec.to_builtins(report.output),
        },
    }


def _invocation(report: Report) -> dict[str, Any]:
    """The run itself; a notification names each input that could not be read."""
    told = [
        {
            "level": "error",
            "message": {"text": literal(error)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri_of(name)}}}],
        }
        for name, error in unreadable_of(report)
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": told}


def _artifacts(report: Report) -> list[dict[str, Any]]:
    """The inputs, each once."""
    sources = report.input.get("files") or [report.input]
    facts = dict.fromkeys((s["name"], s["bytes"], s["sha256"]) for s in sources)
    return [
        {"location": {"uri": uri_of(name)}, "length": length, "hashes": {"sha-256": digest}}
        for name, length, digest in facts
    ]


def _rule(code: str, site: str) -> dict[str, Any]:
    entry = CATALOGUE[code]
    shown = example(code)
    rule = {
        "id": code,
        "name": "".join(word.capitalize() for word in _words(entry.title)),
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.explanation},
        "help": _help(code, shown),
        "defaultConfiguration": {"level": LEVELS[entry.severity]},
        "properties": {
            "tags": ["evmap", entry.area],
            "severity": entry.severity,
            "problem.severity": {"notice": "recommendation"}.get(entry.severity, entry.severity),
            "precision": "very-high",
        },
    }
    if site:
        rule["helpUri"] = f"{site}/findings/{code}/"
    return rule


def _words(title: str) -> list[str]:
    return "".join(c if c.isascii() and c.isalnum() else " " for c in title).split()


def _help(code: str, shown: CodeExample) -> dict[str, str]:
    entry = CATALOGUE[code]
    severity = f"{entry.severity}: {DEFINITIONS[entry.severity]}"
    advice = f"What to do, for example: {shown.advice}"
    pair = (("v2", shown.before), (shown.target, shown.after))
    plain = [f"{name}:\n{text}" for name, text in pair]
    marked = [f"{name}:\n\n```json\n{text}\n```" for name, text in pair]
    return {
        "text": "\n\n".join([entry.explanation, severity, *plain, advice]),
        "markdown": "\n\n".join([entry.explanation, severity, *marked, advice]),
    }


def _result(report: Report, finding: FindingLine, rule: int) -> dict[str, Any]:
    places = finding.examples or [Example("", None, None, None, None)]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": literal(f"{finding.message} {finding.suggestion}")},
        "locations": [_location(report, places[0], finding.pattern)],
        "occurrenceCount": finding.occurrences,
        "partialFingerprints": {FINGERPRINT: fingerprint(finding)},
        "properties": {
            "pattern": pattern_text(finding.pattern),
            "occurrences": finding.occurrences,
            "severity": finding.severity,
            "bucket": finding.bucket,
            "loss": finding.loss,
            "fate": finding.fate,
            "title": finding.title,
            "suggestion": finding.suggestion,
        },
    }
    if finding.subject:
        result["properties"]["subject"] = finding.subject
    if finding.accepted:
        word, reason = why_accepted(finding)
        why = literal(f"{word}: {reason}" if finding.decision else reason)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    if len(places) > 1:
        result["relatedLocations"] = [
            {"id": number, **_location(report, place, finding.pattern)}
            for number, place in enumerate(places[1:], 1)
        ]
    return result


def fingerprint(finding: FindingLine) -> str:
    """What stays the same from run to run, whatever the order of keys and the number of records."""
    parts = (finding.code, finding.pattern, finding.fate or "", finding.message)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _location(report: Report, place: Example, pattern: str) -> dict[str, Any]:
    name, pointer = _named(report, place.v2_pointer)
    region = {"startLine": place.line or 1}
    if place.column is not None:
        region["startColumn"] = place.column
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": uri_of(name)}, "region": region},
        "logicalLocations": [
            {
                "name": pointer.rsplit("/", 1)[-1] or "/",
                "fullyQualifiedName": pointer or "/",
                "decoratedName": pattern_text(pattern),
                "kind": "value",
            }
        ],
    }
    value = value_text(place.value)
    if value:
        location["message"] = {"text": literal(value)}
    return location


def literal(text: str) -> str:
    """A message that holds neither a link nor a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return _PLACEHOLDER.sub(r"{{\1}}", text).replace("](", "] (")


def _named(report: Report, pointer: str) -> tuple[str, str]:
    """The input that a pointer leads into, and the pointer in it."""
    if "files" in report.input:
        name, _, inside = pointer.partition("#")
        return name, inside
    return report.input["name"], pointer


def uri_of(name: str) -> str:
    """The name of an input as a relative URI reference."""
    return quote(name.replace("\\", "/").lstrip("/"), safe="/") or "input.json"
