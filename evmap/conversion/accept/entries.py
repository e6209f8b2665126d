"""The file of accepted findings: reading with clear errors, and writing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

import msgspec

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.counts import FATES
from evmap.conversion.small_file import read_small_file

FORMAT = "evmap-accept/1"

#: The most entries that a file may have.
MOST_ENTRIES = 10_000
#: The longest reason, name, pattern or argument, in characters.
LONGEST = 2_000

#: A pattern that begins so stands for every place that ends with the rest of it.
ANYWHERE = "**/"

SCHEMA = Path(__file__).resolve().parent / "accept.schema.json"


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
    """The file."""

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


def accept_schema() -> bytes:
    """Return the JSON Schema of the file."""
    return SCHEMA.read_bytes()
