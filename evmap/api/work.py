"""What the API lets a child process do: bytes in, the body of the answer out.

Functions of this module run in a child (see `evmap.operations.children`): no request, no database.
"""

from __future__ import annotations

import pickle
from functools import lru_cache

import msgspec

from evmap.conversion import Guide, Limits, Options, convert
from evmap.conversion.findings.accept import accept_findings, read_accept
from evmap.conversion.reports.contract import make_report
from evmap.revert.report import make_revert_report
from evmap.revert.revert import revert

JSON, NDJSON = "application/json; charset=utf-8", "application/x-ndjson"

#: Content type and body.
Answer = tuple[str, bytes]


@lru_cache(maxsize=2)
def packed(guide: Guide) -> bytes:
    """Return the tables for the way to a child: packed once, and unpacked once in each child."""
    return pickle.dumps(guide)


@lru_cache(maxsize=2)
def unpacked(packed_guide: bytes) -> Guide:
    """Return the tables again, in a child."""
    found: Guide = pickle.loads(packed_guide)  # noqa: S301 - our own server packed it
    return found


def converted(
    data: bytes, accept: bytes | None, name: str, tables: tuple[bytes, Options], part: str
) -> Answer:
    """Convert a v2 answer. Raise ReadError, and AcceptError for a wrong accept file."""
    guide, options = unpacked(tables[0]), tables[1]
    entries = read_accept(accept) if accept is not None else None
    conversion = convert(data, options, guide=guide, name=name)
    report = make_report(conversion)
    if entries is not None:
        report = accept_findings(report, entries)
    told = msgspec.json.encode(report)
    return _parts(conversion.document, told, part, ndjson=conversion.root == "/*")


def reverted(data: bytes, name: str, tables: tuple[bytes, Limits], part: str) -> Answer:
    """Turn v3 locations back into v2. Raise ReadError."""
    guide, limits = unpacked(tables[0]), tables[1]
    found = revert(data, guide=guide, limits=limits)
    report = msgspec.json.encode(make_revert_report(found, name))
    return _parts(found.document(), report, part, ndjson=found.ndjson)


def _parts(document: bytes, report: bytes, part: str, *, ndjson: bool) -> Answer:
    """The parts that are asked for. Spliced, not parsed: digits stay as they were written."""
    if part == "document":
        return NDJSON if ndjson else JSON, document
    if part == "report":
        return JSON, report
    if ndjson:
        document = b"[" + b",".join(document.splitlines()) + b"]"
    return JSON, b'{"report":' + report + b',"document":' + document + b"}"
