"""The three things that a finding asks of people, and what is lost with it.

Verdict, bar, score, filters, command and reports all count these buckets, in one unit: findings,
with their occurrences beside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.counts import GONE, LOSSES
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.guide import FieldFate

#: decide: a choice was made, or a value is needed. lost: information is gone. nothing: the form
#: changed, another value says the same, or it is about the request.
BUCKETS = ("decide", "lost", "nothing")

#: What people read for them.
WORDS = {"decide": "Decide", "lost": "Lost", "nothing": "Nothing to do"}

#: Fates that lose a value, or a part of it.
_LOSING = LOSSES | GONE

#: What goes with a value of which nothing is lost.
NO_LOSS = frozenset({"elsewhere", "request"})

#: Codes of regular losses by what is lost; the others lose information.
_BY_LOSS = {"elsewhere": "EV404", "request": "EV409"}

#: Codes that the field map alone makes.
REGULAR = frozenset({"EV401", "EV402", "EV403", "EV404", "EV409"})


class Share(msgspec.Struct):
    """How many findings are in a bucket, and at how many places they occur."""

    findings: int = 0
    occurrences: int = 0


def regular_code(regular: FieldFate, fate: str, written: Collection[str]) -> str:
    """The code that tells of a loss which no rule has told.

    regular: what the field map says of the field. fate: that of the value. written: the patterns
    below a location that the output has; what another value says is lost where none has it.
    """
    loss = regular.loss if regular.fate == fate else ""
    if loss == "elsewhere" and regular.said_by and not _is_written(regular.said_by, written):
        loss = "information"
    return _BY_LOSS.get(loss) or ("EV402" if fate == "dropped" else "EV403")


def _is_written(paths: Iterable[str], written: Collection[str]) -> bool:
    return any(path.replace("[]", "/*").replace(".", "/") in written for path in paths)


def bucket_of(code: str, fate: str | None) -> str:
    """The bucket of a finding, as long as nobody accepted it."""
    entry = CATALOGUE[code]
    if entry.bucket:
        return entry.bucket
    if entry.severity == "notice":
        return "nothing"
    return "lost" if entry.severity == "warning" and fate in _LOSING else "decide"


def loss_of(code: str, fate: str | None) -> str | None:
    """What is lost with a finding: information, elsewhere, request; None for nothing."""
    entry = CATALOGUE[code]
    if entry.severity == "notice":
        return entry.loss or None
    return "information" if fate in _LOSING else None


def is_spared(fate: str | None, loss: str | None) -> bool:
    """Whether nothing is lost although the fate is one of a loss."""
    return fate in LOSSES and loss in NO_LOSS


def count_buckets(findings: Iterable[FindingLine]) -> dict[str, Share]:
    """The findings by bucket; every finding is in one of them."""
    found = {bucket: Share() for bucket in BUCKETS}
    for finding in findings:
        share = found[finding.bucket]
        share.findings += 1
        share.occurrences += finding.occurrences
    return found
