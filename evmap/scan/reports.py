"""What a scan found: in a sentence, and as JSON (`evmap-scan/1`), CSV and SARIF 2.1.0."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from evmap import __version__
from evmap.conversion.reports.cells import cell
from evmap.conversion.reports.to_sarif import LEVELS, MOST_RESULTS, SCHEMA, literal, uri_of
from evmap.masking import harmless
from evmap.scan.files import Scan
from evmap.scan.names import Kind

FORMAT = "evmap-scan/1"
COLUMNS = (
    *("file", "line", "column", "occurrences", "kind", "v2", "severity", "fate", "v3"),
    *("message", "reference"),
)
#: Kind to what it is called, one and several.
KINDS: dict[Kind, tuple[str, str]] = {
    "request": ("request", "requests"),
    "parameter": ("parameter", "parameters"),
    "response": ("response", "responses"),
    "field": ("field", "fields"),
    "status": ("status", "statuses"),
    "connector": ("connector id", "connector ids"),
}
RULES: dict[Kind, str] = {
    "request": "A request to v2, which HERE retires",
    "parameter": "A parameter of v2 requests",
    "response": "A v2 response in a file",
    "field": "A field of v2",
    "status": "A v2 status",
    "connector": "A v2 connector id",
}
FINGERPRINT = "evmapScan/v1"


def summary(found: Scan) -> str:
    """How many files speak v2, and how often."""
    files = _counted(found.read, "file", "files")
    if not found.files:
        return f"{files} read, and none speaks v2."
    counts = _occurrences(found)
    told = ", ".join(_counted(counts[kind], *KINDS[kind]) for kind in KINDS if counts[kind])
    speak = "speaks" if len(found.files) == 1 else "speak"
    return f"{len(found.files):,} of {files} {speak} v2: {told}."


def _occurrences(found: Scan) -> Counter[Kind]:
    counts: Counter[Kind] = Counter()
    for file in found.files:
        for hit in file.hits:
            counts[hit.name.kind] += hit.occurrences
    return counts


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def to_json(found: Scan) -> str:
    """Every name of every file with its first places, and what was passed over."""
    counts = _occurrences(found)
    document = {
        "format": FORMAT,
        "summary": {
            "read": found.read,
            "files": len(found.files),
            "occurrences": {kind: counts[kind] for kind in KINDS},
        },
        "hits": [
            {**row, "places": [{"line": line, "column": column} for line, column in row["places"]]}
            for row in _rows(found)
        ],
        "passed": [{"file": name_of(path), "reason": why} for path, why in found.passed],
    }
    return _indented(document)


def _indented(document: object) -> str:
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _rows(found: Scan) -> Iterator[dict[str, Any]]:
    for file in found.files:
        for hit in file.hits:
            told = msgspec.structs.asdict(hit.name)
            yield {
                "file": name_of(file.path),
                **{name: told[name] for name in COLUMNS if name in told},
                "occurrences": hit.occurrences,
                "places": hit.places,
            }


def name_of(path: str) -> str:
    """A path as a text of one line, whatever its bytes are."""
    return harmless(path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def to_csv(found: Scan) -> str:
    """A row for each name of each file, with its first place; safe to open in a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in _rows(found):
        line, column = row["places"][0]
        place = {"line": line, "column": column}
        writer.writerow([cell((row | place)[name]) for name in COLUMNS])
    return file.getvalue()


def to_sarif(found: Scan) -> str:
    """A log with one run, for code hosts and editors; a result for each name of each file."""
    # What a host leaves out of a long log are the least severe.
    rows = sorted(_rows(found), key=lambda row: list(LEVELS).index(row["severity"]))
    run = {
        "tool": {"driver": {"name": "evmap", "version": __version__, "rules": _rules()}},
        "automationDetails": {"id": "evmap-scan/", "description": {"text": summary(found)}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _told(found)}],
        "columnKind": "unicodeCodePoints",
        "results": list(map(_result, rows[:MOST_RESULTS])),
    }
    return _indented({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rules() -> list[dict[str, Any]]:
    return [
        {"id": f"v2-{kind}", "shortDescription": {"text": text}} for kind, text in RULES.items()
    ]


def _told(found: Scan) -> list[dict[str, Any]]:
    return [
        {
            "level": "warning",
            "message": {"text": literal(f"Passed over: {reason}.")},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}],
        }
        for path, reason in found.passed
    ]


def _result(row: dict[str, Any]) -> dict[str, Any]:
    becomes = f"In v3: {', '.join(row['v3'])}." if row["v3"] else ""
    words = filter(None, (f"{row['v2']}: {row['fate']}.", becomes, row["message"]))
    first, *others = (_location(row["file"], *place) for place in row["places"])
    identity = "\0".join((row["file"], row["kind"], row["v2"]))
    return {
        "ruleId": f"v2-{row['kind']}",
        "ruleIndex": list(RULES).index(row["kind"]),
        "level": LEVELS[row["severity"]],
        "message": {"text": literal(" ".join(words))},
        "locations": [first],
        "relatedLocations": [{"id": id_, **one} for id_, one in enumerate(others, 1)],
        "occurrenceCount": row["occurrences"],
        "partialFingerprints": {FINGERPRINT: hashlib.sha256(identity.encode()).hexdigest()[:32]},
        "properties": {name: row[name] for name in ("fate", "severity", "reference")},
    }


def _location(path: str, line: int, column: int) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(path)},
            "region": {"startLine": line, "startColumn": column},
        }
    }


def _uri(path: str) -> str:
    """A path as code hosts want it: relative to the folder where the command runs."""
    return uri_of(os.path.relpath(name_of(path)))


FORMATS = {"json": to_json, "sarif": to_sarif, "csv": to_csv}
