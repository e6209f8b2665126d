"""What a scan found: in a sentence, and as JSON (`evmap-scan/1`), CSV and SARIF."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from evmap import __version__
from evmap.conversion.reports.cells import cell
from evmap.conversion.reports.to_sarif import LEVELS, MOST_RESULTS, SCHEMA, literal, uri_of
from evmap.scan.files import Scan
from evmap.scan.names import Kind

FORMAT = "evmap-scan/1"
COLUMNS = (
    *("file", "line", "column", "kind", "v2", "severity", "fate", "v3", "message", "reference"),
)
#: Kind to what it is called, one and several.
KINDS: dict[Kind, tuple[str, str]] = {
    "request": ("request", "requests"),
    "response": ("response", "responses"),
    "field": ("field", "fields"),
    "status": ("status", "statuses"),
    "connector": ("connector id", "connector ids"),
}
RULES = {
    "request": "A request to v2, which HERE retires",
    "response": "A v2 response in a file",
    "field": "A field of v2",
    "status": "A status that v3 calls otherwise",
    "connector": "A v2 connector id",
}


def summary(found: Scan) -> str:
    """How many files speak v2, and how often."""
    if not found.files:
        return f"{_counted(found.read, 'file', 'files')} read, and none speaks v2."
    counts = Counter(hit.name.kind for file in found.files for hit in file.hits)
    told = ", ".join(_counted(counts[kind], *KINDS[kind]) for kind in KINDS if counts[kind])
    return f"{len(found.files):,} of {_counted(found.read, 'file', 'files')} speak v2: {told}."


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def to_json(found: Scan) -> str:
    """Every hit with its file, and what was passed over."""
    counts = Counter(hit.name.kind for file in found.files for hit in file.hits)
    document = {
        "format": FORMAT,
        "summary": {
            "read": found.read,
            "files": len(found.files),
            "hits": {kind: counts[kind] for kind in KINDS},
        },
        "hits": list(_rows(found)),
        "passed": [{"file": path, "reason": reason} for path, reason in found.passed],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def to_csv(found: Scan) -> str:
    """One row a hit, safe to open in a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([cell(row[column]) for column in COLUMNS] for row in _rows(found))
    return file.getvalue()


def _rows(found: Scan) -> Iterator[dict[str, Any]]:
    for file in found.files:
        for hit in file.hits:
            told = msgspec.structs.asdict(hit.name)
            place = {"file": _readable(file.path), "line": hit.line, "column": hit.column}
            yield place | {name: told[name] for name in COLUMNS if name in told}


def _readable(path: str) -> str:
    """A path whose bytes are no text of this system, as text."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def to_sarif(found: Scan) -> str:
    """A SARIF 2.1.0 log with one run, for code hosts and editors."""
    rows = list(_rows(found))[:MOST_RESULTS]
    rules = [
        {"id": f"v2-{kind}", "shortDescription": {"text": text}} for kind, text in RULES.items()
    ]
    driver = {"name": "evmap scan", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": list(map(_result, rows)),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _result(row: dict[str, Any]) -> dict[str, Any]:
    becomes = f" In v3: {', '.join(row['v3'])}." if row["v3"] else ""
    region = {"startLine": row["line"], "startColumn": row["column"]}
    return {
        "ruleId": f"v2-{row['kind']}",
        "ruleIndex": list(RULES).index(row["kind"]),
        "level": LEVELS[row["severity"]],
        "message": {"text": literal(f"{row['v2']}: {row['fate']}.{becomes} {row['message']}")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri_of(row["file"])},
                    "region": region,
                }
            }
        ],
        "properties": {"fate": row["fate"], "severity": row["severity"]},
    }


FORMATS = {"json": to_json, "sarif": to_sarif, "csv": to_csv}
