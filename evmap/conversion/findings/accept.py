"""Accepted findings: what a team looked at and decided to live with, with a reason each.

They stand in a file that goes from page to command and back (`evmap-accept/1`). An accepted finding
stays in every report and says why it was accepted; it counts neither for `--fail-on` nor in the
score.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal, NoReturn

import msgspec

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.counts import FATES
from evmap.conversion.findings.buckets import REGULAR, bucket_of
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.reports.contract import Accepted, Report, accepted_counts
from evmap.conversion.small_file import read_small_file

FORMAT = "evmap-accept/1"

#: The most entries that a file may have.
MOST_ENTRIES = 10_000
#: The longest reason, name, pattern or argument, in characters.
LONGEST = 2_000

#: A pattern that begins so stands for every place that ends with the rest of it.
ANYWHERE = "**/"

#: Severities that a team has to decide on; notices count for nothing.
DECIDED = ("error", "warning")


class AcceptError(Exception):
    """A file that is none, or an entry that cannot be; the message says where and what."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Findings that are accepted, and why. What is left out does not narrow them.

    code: of the finding. pattern: its place as reports give it, or `**/` and the end of it.
    fate: what became of the values. args: what the finding's message names, in the order of the
    catalogue's {0}, {1} ...; only the first ones need to be given. date, by: when and by whom.
    """

    code: str
    pattern: str | None = None
    fate: str | None = None
    args: tuple[str, ...] = ()
    reason: str
    date: datetime.date | None = None
    by: str | None = None

    @property
    def key(self) -> tuple[str, str | None, str | None, tuple[str, ...]]:
        """Return what the entry is about, without why."""
        return self.code, self.pattern, self.fate, self.args

    def members(self) -> dict[str, Any]:
        """Return the entry as JSON has it: empty members are left out."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        return {name: value for name, value in told.items() if value not in (None, (), [])}

    @property
    def words(self) -> str:
        """Return what the entry is about, for people."""
        where = "anywhere" if self.pattern is None else self.pattern or "/"
        named = [self.fate] if self.fate else []
        named += [f"“{text}”" for text in self.args]
        return f"{self.code} {where}" + (f" ({', '.join(named)})" if named else "")


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: Literal["evmap-accept/1"]
    entries: list[Entry]


msgspec.json.Decoder(_File)  # learns it here, where no two threads meet it at once


def read_accept(data: bytes) -> list[Entry]:
    """Return the entries of a file. Raise AcceptError for what is no such file."""
    found = read_small_file(data, _File, FORMAT, AcceptError)
    if len(found.entries) > MOST_ENTRIES:
        raise AcceptError(f"entries: {len(found.entries):,}, at most {MOST_ENTRIES:,} are read.")
    seen: dict[Any, int] = {}
    for number, entry in enumerate(found.entries):
        _check(number, entry)
        first = seen.setdefault(entry.key, number)
        if first != number:
            _refuse(number, f"is about the same as entries[{first}]: {entry.words}.")
    return found.entries


def _check(number: int, entry: Entry) -> None:
    if entry.code not in CATALOGUE:
        _refuse(number, f"there is no finding {entry.code[:20]}; /findings/ lists all.", ".code")
    if not entry.reason.strip():
        _refuse(number, "say why the finding is accepted.", ".reason")
    if entry.fate is not None and entry.fate not in FATES:
        _refuse(number, f"give one of {', '.join(FATES)}.", ".fate")
    if entry.pattern and not entry.pattern.startswith(("/", ANYWHERE)):
        _refuse(number, f"begin with / or {ANYWHERE}, as in {ANYWHERE}brand.", ".pattern")
    named = len(_NUMBERS.findall(CATALOGUE[entry.code].message))
    if len(entry.args) > named:
        _refuse(number, f"the message of {entry.code} names {named or 'nothing'}.", ".args")
    for text in (entry.reason, entry.pattern or "", entry.by or "", *entry.args):
        if len(text) > LONGEST:
            _refuse(number, f"a text is longer than {LONGEST:,} characters.")


_NUMBERS = re.compile(r"\{\d\}")


def _refuse(number: int, what: str, member: str = "") -> NoReturn:
    raise AcceptError(f"entries[{number}]{member}: {what}")


def write_accept(entries: Sequence[Entry]) -> bytes:
    """Return a file with these entries as indented JSON; empty members are left out."""
    told = {"format": FORMAT, "entries": [entry.members() for entry in entries]}
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


# --- Which findings an entry is about ---

#: What an entry has to say to be about a finding: code, pattern, fate, arguments.
_Key = tuple[str, str | None, str | None, tuple[str, ...]]


class Matcher:
    """Finds the entry for a finding, and remembers which entries fitted any."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._fitted: set[int] = set()
        self._by_key: dict[_Key, list[int]] = {}
        for number, entry in enumerate(entries):
            self._by_key.setdefault(entry.key, []).append(number)

    def entry_for(self, finding: FindingLine) -> Entry | None:
        """Return the first entry that is about a finding."""
        fitting = [n for key in _keys_of(finding) for n in self._by_key.get(key, ())]
        self._fitted.update(fitting)
        return self.entries[min(fitting)] if fitting else None

    @property
    def unused(self) -> list[Entry]:
        """Return the entries that fitted no finding so far."""
        return [e for number, e in enumerate(self.entries) if number not in self._fitted]


def _keys_of(finding: FindingLine) -> Iterator[_Key]:
    """All that an entry can say to be about a finding."""
    args = args_of(finding.code, finding.message)
    for place in _places_of(finding.pattern):
        for fate in dict.fromkeys((None, finding.fate)):
            for number in range(len(args) + 1):
                yield finding.code, place, fate, args[:number]


def _places_of(pattern: str) -> Iterator[str | None]:
    """A pattern, and what stands for it: nothing, or its end after `**`."""
    yield None
    yield pattern
    anywhere = ANYWHERE.removesuffix("/")
    start = pattern.find("/")
    while start >= 0:
        yield f"{anywhere}{pattern[start:]}"
        start = pattern.find("/", start + 1)


def args_of(code: str, message: str) -> tuple[str, ...]:
    """Return what a finding's message names, read back from the catalogue's sentence.

    Of a message that can be read in several ways, always in the same one.
    """
    numbers, literals = _sentence(code)
    first, last = literals[0], literals[-1]
    if not numbers or not message.startswith(first) or not message.endswith(last):
        return ()
    left = message[len(first) : len(message) - len(last)]
    if len(message) < len(first) + len(last):
        return ()
    found = []
    for literal in literals[1:-1]:
        named, between, left = left.partition(literal)
        if not between:
            return ()
        found.append(named)
    told = dict(zip(numbers, [*found, left], strict=True))
    return tuple(told[number] for number in sorted(told))


def telling_args(code: str, message: str) -> tuple[str, ...]:
    """Return the arguments that tell findings of one code and place apart; none for most codes."""
    if not CATALOGUE[code].by_argument or code in REGULAR:
        return ()
    return args_of(code, message)


@cache
def _sentence(code: str) -> tuple[list[str], list[str]]:
    """The numbers of the arguments that a catalogue's message names, and the texts around them."""
    text, *parts = CATALOGUE[code].message.split("{")
    numbers = [part.partition("}")[0] for part in parts]
    return numbers, [text, *(part.partition("}")[2] for part in parts)]


# --- Entries from findings, and findings with their entries ---


def entry_for(finding: FindingLine, reason: str, *, date: datetime.date | None = None) -> Entry:
    """Return the entry that is about one finding and no other of its report."""
    args = telling_args(finding.code, finding.message)
    short = all(len(text) <= LONGEST for text in args)
    return Entry(
        code=finding.code,
        pattern=finding.pattern if len(finding.pattern) <= LONGEST else None,
        fate=finding.fate,
        args=args if short else (),
        reason=reason,
        date=date,
    )


def renew(
    report: Report,
    entries: Sequence[Entry],
    reason: str,
    *,
    date: datetime.date | None = None,
) -> list[Entry]:
    """Return entries that accept all findings that a team has to decide on.

    Of `entries` those stay, with their reasons, that are about a finding of the report. The others
    of its findings get `reason`, but for those that are decided.
    """
    matcher = Matcher(entries)
    new = [
        entry_for(finding, reason, date=date)
        for finding in report.findings
        if matcher.entry_for(finding) is None
        and not finding.decision
        and finding.severity in DECIDED
    ]
    unused = set(matcher.unused)
    kept = [entry for entry in entries if entry not in unused]
    return [*kept, *{entry.key: entry for entry in new}.values()]


def accept_findings(report: Report, entries: Sequence[Entry]) -> Report:
    """Return the report with the reasons of accepted findings, and the entries that fit none.

    An entry outweighs what a plan or an option decided of the same finding.
    For several inputs, merge their reports before. The findings stay as many as they were.
    """
    matcher = Matcher(entries)
    findings = [_decided(finding, matcher.entry_for(finding)) for finding in report.findings]
    return msgspec.structs.replace(
        report,
        summary=msgspec.structs.replace(report.summary, accepted=accepted_counts(findings)),
        findings=findings,
        accept=Accepted(len(entries), [entry.members() for entry in matcher.unused]),
    )


def _decided(finding: FindingLine, entry: Entry | None) -> FindingLine:
    """The finding with its reason; nothing is left to do about what was accepted."""
    if entry is not None:
        accepted = {"accepted": entry.reason, "decision": "", "bucket": "nothing"}
        return msgspec.structs.replace(finding, **accepted)
    if finding.decision:
        return finding
    bucket = bucket_of(finding.code, finding.fate)
    return msgspec.structs.replace(finding, accepted="", bucket=bucket)


def open_findings(report: Report) -> dict[str, int]:
    """Return the occurrences of findings by severity that nobody accepted."""
    accepted = report.summary.accepted
    return {
        severity: count - accepted.get(severity, 0)
        for severity, count in report.summary.findings.items()
    }
