"""Parsing JSON that may be anything: duplicate keys, NaN, endless digits, broken text.

The fast reader (:mod:`evmap.conversion.read.records`) takes what is as documented. Everything
else comes here: slower, but nothing escapes it.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from evmap.conversion.limits import Limits
from evmap.conversion.read import jsontext
from evmap.conversion.read.budget import check_values
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.places import line_and_column

#: Integers with more digits than this stay text: Python refuses to convert them anyway.
MAX_DIGITS = 4000


class Repeated(dict[str, Any]):
    """A JSON object in which keys occur again.

    `earlier`: (key, how often it had occurred before, value) of each value that its key lost to a
    later one.
    """

    __slots__ = ("earlier",)
    earlier: list[tuple[str, int, Any]]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to other processes with the earlier values."""
        return _repeated, (dict(self), self.earlier)

    def __bool__(self) -> bool:
        """Say whether anything stands in the object."""
        return bool(len(self) or self.earlier)


def _repeated(members: dict[str, Any], earlier: list[tuple[str, int, Any]]) -> Repeated:
    found = Repeated(members)
    found.earlier = earlier
    return found


class NotANumber:
    """A number literal that is no JSON number (NaN, Infinity) or has too many digits."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


def parse(text: bytes, limits: Limits, offset_text: bytes | None = None, offset: int = 0) -> Any:
    """Parse one JSON value. Objects that repeat a key come as :class:`Repeated`.

    `offset_text` and `offset` say where `text` stands in the whole input, for line and column.
    Raises ReadError for malformed text, nesting beyond `limits.depth`, too many values.
    """
    whole = text if offset_text is None else offset_text
    check_values(text, limits)
    _check_depth(text, limits, whole, offset)
    try:
        return json.loads(
            text.decode(),  # told what it is: json would guess at UTF-16 where there are NULs
            object_pairs_hook=_members,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=NotANumber,
        )
    except UnicodeDecodeError as error:
        what = f"byte 0x{text[error.start]:02x} is not UTF-8"
        raise malformed(whole, offset + error.start, what) from error
    except json.JSONDecodeError as error:
        position, message = _like_python_3_11(error)
        place = offset + len(error.doc[:position].encode())
        raise malformed(whole, place, _plain(message)) from error


def malformed(text: bytes, place: int, what: str) -> ReadError:
    """The error for text that is not JSON at byte `place`."""
    line, column = line_and_column(text, place)
    advice = _likely_cause(text, place)
    return ReadError(f"This is not JSON: {what}.", advice, line, column)


def _like_python_3_11(error: json.JSONDecodeError) -> tuple[int, str]:
    """Position and message of an error; Python 3.13 has others for a comma before a bracket."""
    if not error.msg.startswith("Illegal trailing comma"):
        return error.pos, error.msg
    bracket = error.pos + 1
    while error.doc[bracket] in " \t\r\n":
        bracket += 1
    wanted = "property name enclosed in double quotes" if error.doc[bracket] == "}" else "value"
    return bracket, f"Expecting {wanted}"


def _plain(message: str) -> str:
    """Python's words for what is wrong, without the place that they end with."""
    return message[:1].lower() + message[1:].removesuffix(" at").removesuffix(" starting")


_HEADERS = "Leave out the headers: the response begins with its first bracket."
_ADDRESS = "This is an address: fetch it, and convert what it returns."
#: What stands where JSON does not go on -> what to do.
_ADVICE = {
    b"'": "JSON strings stand in double quotes; Python's json.dumps writes them so.",
    b"//": "JSON has no comments: leave them out.",
    b"/*": "JSON has no comments: leave them out.",
    b"http://": _ADDRESS,
    b"https://": _ADDRESS,
    b"http/": _HEADERS,
    b"* ": _HEADERS,  # as curl --verbose tells of the connection
    b"> ": _HEADERS,
    b"< ": _HEADERS,
}


def _likely_cause(text: bytes, place: int) -> str:
    """What is wrong, or what to do."""
    before = text[max(0, place - 200) : place].rstrip()
    here = text[place : place + 8].lower()
    if place >= len(text.rstrip()):
        return "The text ends too early: part of it is missing. Fetch or save it again."
    if before.endswith(b",") and here[:1] in b"]}":
        return "Remove the comma before the closing bracket."
    found = next((advice for begin, advice in _ADVICE.items() if here.startswith(begin)), "")
    if not found and not text[:place].strip():
        return "A response begins with a bracket: { or [ in JSON, < in XML."
    return found or "Mend it there, or save the response again as it came."


def _check_depth(text: bytes, limits: Limits, whole: bytes, offset: int) -> None:
    if text.count(b"[") + text.count(b"{") <= limits.depth:
        return
    depth = 0
    for token, start, _ in jsontext.structure(text):
        if token in b"[{":
            depth += 1
            if depth > limits.depth:
                line, column = line_and_column(whole, offset + start)
                raise ReadError(
                    f"Lists and objects are nested more than {limits.depth} deep.",
                    "No v2 response is; check where this text comes from.",
                    line,
                    column,
                )
        else:
            depth -= 1


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    found = _repeated({}, [])
    seen: Counter[str] = Counter()
    for key, value in pairs:
        if key in found:
            found.earlier.append((key, seen[key], found[key]))
            seen[key] += 1
        found[key] = value
    return found


def _decimal(text: str) -> Any:
    try:
        return Decimal(text)
    except InvalidOperation:
        return NotANumber(text)


def _integer(text: str) -> Any:
    return int(text) if len(text) <= MAX_DIGITS else NotANumber(text)
