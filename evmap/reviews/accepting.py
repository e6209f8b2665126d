"""Accepting findings on a result page. Nothing is stored: all entries travel in the form.

Every finding that has to be decided on has a field for a reason, whose name says what it is about;
a field with a text in it is an entry. Entries that have no field on the page travel as a file.
"""

from __future__ import annotations

import base64
import binascii
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from evmap.conversion.accept import (
    AcceptError,
    Entry,
    accept_findings,
    entry_for,
    read_accept,
    write_accept,
)
from evmap.conversion.accept.making import DECIDED
from evmap.conversion.reports.contract import FindingLine, Report
from evmap.reviews.filters import Filter

#: Fields for reasons begin so; the rest of the name is the entry without its reason, as JSON in
#: base64: browsers change quotation marks in names.
PREFIX = "accept:"
#: The other entries, and a file with further ones.
REST, FILE = "accept_rest", "accept_file"
#: One reason for all findings that are shown.
FOR_ALL = "accept_reason"

_decode = msgspec.json.Decoder(dict[str, str | list[str] | None]).decode


@dataclass(frozen=True)
class Entries:
    """What was accepted so far, and what is wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    problem: str = ""


def entries_in(request: HttpRequest) -> Entries:
    """Return the entries that a form brings; a file counts before fields, a later one replaces."""
    found: dict[object, Entry] = {}
    problem = ""
    for source, data in _files(request):
        try:
            found |= {entry.key: entry for entry in read_accept(data)}
        except AcceptError as error:
            problem = f"{source}: {error}"
    found |= _from_fields(request.POST)
    return Entries(list(found.values()), problem)


def _files(request: HttpRequest) -> list[tuple[str, bytes]]:
    rest = str(request.POST.get(REST, ""))
    files = [("The accepted findings of this page", rest.encode())] if rest else []
    given = request.FILES.get(FILE)
    if isinstance(given, UploadedFile) and given.size:
        files.append(((given.name or "The file")[:120], given.read()))
    return files


def _from_fields(data: Mapping[str, object]) -> dict[object, Entry]:
    """The entries of fields with a reason; a field whose name is none of ours is passed over."""
    today = datetime.datetime.now(datetime.UTC).date()
    found: dict[object, Entry] = {}
    for name, value in data.items():
        reason = str(value).strip()
        if name.startswith(PREFIX) and reason:
            entry = _entry(name.removeprefix(PREFIX), reason[:2000], today)
            if entry is not None:
                found[entry.key] = entry
    return found


def _entry(text: str, reason: str, today: datetime.date) -> Entry | None:
    try:
        members = _decode(base64.urlsafe_b64decode(text))
        date = members.pop("date", None) or today
        told = {"code": "", **members, "date": date, "reason": reason}
        return read_accept(write_accept([msgspec.convert(told, Entry)]))[0]
    except (binascii.Error, ValueError, msgspec.MsgspecError, AcceptError):
        return None


def field_name(entry: Entry) -> str:
    """Return the name of the field for the reason of an entry."""
    members = {name: value for name, value in entry.members().items() if name != "reason"}
    return PREFIX + base64.urlsafe_b64encode(msgspec.json.encode(members)).decode()


def accept_shown(
    report: Report, entries: Sequence[Entry], chosen: Filter, reason: str
) -> list[Entry]:
    """Return the entries, and new ones for the errors and warnings that the filters show."""
    today = datetime.datetime.now(datetime.UTC).date()
    accepted = accept_findings(report, entries)
    new = [
        entry_for(line, reason, date=today)
        for line in accepted.findings
        if line.severity in DECIDED and not line.accepted and chosen.takes(line)
    ]
    return list({entry.key: entry for entry in [*entries, *new]}.values())


@dataclass(frozen=True)
class Decision:
    """The field for one finding: its name, its reason so far; or why it has none.

    `elsewhere` says which wider entry accepts the finding.
    """

    name: str
    reason: str
    elsewhere: str = ""


class Decisions:
    """Which findings have a field, and which entries travel apart."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._by_key = {entry.key: entry for entry in entries}
        self._asked: set[object] = set()

    def on(self, line: FindingLine) -> Decision | None:
        """Return the field for a finding; None for notices, which nobody has to decide on."""
        if line.severity not in DECIDED:
            return None
        entry = entry_for(line, line.accepted)
        own = self._by_key.get(entry.key)
        if own is not None:
            self._asked.add(entry.key)
            return Decision(field_name(own), own.reason)
        wider = "an entry of the file" if line.accepted else ""
        return Decision(field_name(entry), "", wider)

    def rest(self) -> str:
        """Return the entries without a field on the page, as a file; "" for none."""
        left = [entry for key, entry in self._by_key.items() if key not in self._asked]
        return write_accept(left).decode() if left else ""
