"""Accepting findings of a review.

Every finding that has to be decided on has a field for a reason, whose name says what it is about;
a field with a text in it is an entry.
"""

from __future__ import annotations

import base64
import binascii
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from evmap.conversion.findings.accept import (
    DECIDED,
    AcceptError,
    Entry,
    entry_for,
    read_accept,
    write_accept,
)
from evmap.conversion.findings.line import FindingLine
from evmap.reviews.filters import Filter

#: Fields for reasons begin so; the rest of the name is the entry without its reason, as JSON in
#: base64: browsers change quotation marks in names.
PREFIX = "accept:"
#: A file with further ones.
FILE = "accept_file"
#: One reason for all findings that are shown.
FOR_ALL = "accept_reason"
#: Longer reasons are cut.
LONGEST_REASON = 2000

#: What a page says where nothing could be accepted: `?problem=`.
PROBLEMS = {
    "reason": "Nothing was accepted: the reason was empty.",
    "no-file": "No file was chosen.",
    "empty-file": "The file is empty.",
    "large-file": "The file is too large for a list of accepted findings.",
    "no-entries": "The file accepts nothing: it has no entries.",
    "file": "The file is no list of accepted findings. “Accepted findings” under “Download” gives "
    "an example.",
}


class NotAccepted(Exception):
    """Nothing can be accepted; `problem` is the key of PROBLEMS that says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(PROBLEMS[problem])
        self.problem = problem


_decode = msgspec.json.Decoder(dict[str, str | list[str] | None]).decode


def entries_in(request: HttpRequest) -> list[Entry]:
    """Return the entries that a form brings; a file counts before fields, a later one replaces.

    Raise NotAccepted for a wrong file.
    """
    given = request.FILES.get(FILE)
    found = _from_file(given) if isinstance(given, UploadedFile) else {}
    found |= _from_fields(request.POST)
    return list(found.values())


def _from_file(given: UploadedFile[bytes]) -> dict[object, Entry]:
    """The entries of a file. Raise NotAccepted."""
    # Where a document may be sent, this file may not be as large as one.
    data = given.read(settings.EVMAP_MAX_BODY_BYTES + 1)
    if not data:
        raise NotAccepted("empty-file")
    if len(data) > settings.EVMAP_MAX_BODY_BYTES:
        raise NotAccepted("large-file")
    try:
        entries = read_accept(data)
    except AcceptError as error:
        raise NotAccepted("file") from error
    if not entries:
        raise NotAccepted("no-entries")
    return {entry.key: entry for entry in entries}


def _from_fields(data: Mapping[str, object]) -> dict[object, Entry]:
    """The entries of fields with a reason; a field whose name is none of ours is passed over."""
    today = datetime.datetime.now(datetime.UTC).date()
    found: dict[object, Entry] = {}
    for name, value in data.items():
        reason = str(value).strip()
        if reason:
            entry = _entry(name, reason[:LONGEST_REASON], today)
            if entry is not None:
                found[entry.key] = entry
    return found


def _entry(name: str, reason: str, today: datetime.date) -> Entry | None:
    """The entry of a field; None where its name is none of ours."""
    if not name.startswith(PREFIX):
        return None
    try:
        members = _decode(base64.urlsafe_b64decode(name.removeprefix(PREFIX)))
        date = members.pop("date", None) or today
        told = {"code": "", **members, "date": date, "reason": reason}
        return read_accept(write_accept([msgspec.convert(told, Entry)]))[0]
    except (binascii.Error, ValueError, msgspec.MsgspecError, AcceptError):
        return None


def keys_of(name: str) -> object:
    """Return what the entry of a field is about; None where its name is none of ours."""
    entry = _entry(name, "taken back", datetime.datetime.now(datetime.UTC).date())
    return entry.key if entry is not None else None


def field_name(entry: Entry) -> str:
    """Return the name of the field for the reason of an entry."""
    members = {name: value for name, value in entry.members().items() if name != "reason"}
    return PREFIX + base64.urlsafe_b64encode(msgspec.json.encode(members)).decode()


def accept_shown(chosen: Filter, reason: str) -> list[Entry]:
    """Return entries for the errors and warnings that filters show and nobody accepted so far."""
    today = datetime.datetime.now(datetime.UTC).date()
    return [
        entry_for(line, reason, date=today)
        for line in (one.line for one in chosen.found)
        if line.severity in DECIDED and not line.accepted
    ]


@dataclass(frozen=True)
class Decision:
    """The field for one finding; or an entry that is about more than it accepts it."""

    name: str
    is_wider: bool = False


def decision_on(line: FindingLine, entries: Sequence[Entry]) -> Decision | None:
    """Return the field for a finding; None for notices, which nobody has to decide on.

    entries: what the review accepts.
    """
    if line.severity not in DECIDED:
        return None
    entry = entry_for(line, line.accepted)
    own = next((one for one in entries if one.key == entry.key), None)
    if own is not None:
        return Decision(field_name(own))
    return Decision(field_name(entry), is_wider=bool(line.accepted))
