"""The codes in a text: of a list, of a spreadsheet's column, of JSON, or between other words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec

from evmap.lookup.index import Index


class Piece(msgspec.Struct, frozen=True):
    """A text to look up; `table` and `system` where its place tells what it is."""

    text: str
    table: str = ""
    system: str = ""


#: Longer texts that mean nothing are shown cut.
SHOWN = 80
#: Keys of v2 and v3 documents whose values are codes; None where they are not, in spite of the key.
KEYS: dict[str, tuple[str, str] | None] = {
    "address.state": None,
    "typeId": ("connector", "v2"),
    "legacyId": ("connector", "v2"),
    "connectorTypeIds": ("connector", "v2"),
    "connectortype": ("connector", "v2"),
    "connectorType.id": ("connector", "v2"),
    "connectorTypes.id": ("connector", "v2"),
    "state": ("v2-status", "v2"),
    "standard": ("standard", "v3"),
    "connectorTypes": ("standard", "v3"),
    "status": ("v3-status", "v3"),
}
#: An id where the words before it say that it is one: connectortype=30, "typeId": "31", id 36.
CONNECTOR_IDS = re.compile(
    r"(?:connector[\s_-]?types?|type[\s_-]?id|legacy[\s_-]?id|\bconnector)"
    r"\W{0,6}(?:ids?\b)?\W{0,6}(\d{1,3}(?:\s*,\s*\d{1,3})*)(?![\d.]\d|\w)",
    re.IGNORECASE | re.ASCII,
)
#: The member of a v2 connector type, cut out of a JSON text: "id": "36".
_MEMBER = re.compile(r"""["']?id["']?(?:\s*[:=]\s*|\s+)["']?(\d{1,3})["']?,?""", re.ASCII)
_XML_ID = re.compile(r"<connectorType\b[^<>]{0,200}?\bid\s*=\s*[\"'](\d{1,3})[\"']")
_NUMBER = re.compile(r"\d+", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_CELLS = re.compile(r"[\t;|,]")
#: Words of a name that is looked for as a whole.
WORDS = range(2, 9)


def pieces_of(text: str, index: Index) -> Iterator[Piece]:
    """The pieces of a text, in its order."""
    text = text.lstrip("\ufeff").strip()
    if text[:1] in ("[", "{"):
        try:
            document = msgspec.json.decode(text)
        except (msgspec.DecodeError, ValueError, RecursionError):
            pass  # A text that only begins like JSON, or was cut.
        else:
            yield from _of_document(document, index)
            return
    for line in text.splitlines():
        yield from _of_line(line.strip(), index)


# --- Lists and prose ---


def _of_line(line: str, index: Index) -> Iterator[Piece]:
    if member := _MEMBER.fullmatch(line):
        yield Piece(member[1], "connector")
        return
    line = _unquoted(line)
    if not line:
        return
    if _is_name(line, index):
        yield Piece(line)
        return
    for match in CONNECTOR_IDS.finditer(line):
        yield from (Piece(number, "connector") for number in _NUMBER.findall(match[1]))
    line, ids = CONNECTOR_IDS.subn(" ", line)
    for cell in _cells(line):
        bare = cell.strip("[](){}")
        if _is_name(bare, index):
            yield Piece(bare)
            continue
        yield from _of_prose(cell, index, told=bool(ids))


def _is_name(text: str, index: Index) -> bool:
    """Whether a text as a whole names rows: to the letter, or as words of their names.

    Words that are codes each, such as "31 36", are none.
    """
    if index.find(text):
        return True
    words = text.split()
    if len(words) not in WORDS or all(is_code(word, index) for word in words):
        return False
    return bool(index.phrase(text))


def is_code(word: str, index: Index) -> bool:
    """Whether a word is a code wherever it stands: to the letter, or of letters and digits.

    Between other words `type` and `Tesla` are words, `CCS2` is not.
    """
    is_mixed = not word.isalpha() and word.isalnum()
    return (is_mixed or word.isdecimal() or word in index.exact) and bool(index.find(word))


def _cells(line: str) -> list[str]:
    """The cells of a line; a comma in quotes parts none."""
    cells = _CELLS.split(line)
    if '"' in line:
        separator = next((sign for sign in "\t;|" if sign in line), ",")
        # A cell longer than the module reads, and whatever else is no CSV, is parted as it stands.
        with suppress(csv.Error):
            cells = next(csv.reader([line], delimiter=separator), [])
    return [cell for cell in map(_unquoted, cells) if cell]


def _unquoted(text: str) -> str:
    return text.strip().strip("\"'`").strip()


def _of_prose(cell: str, index: Index, *, told: bool) -> Iterator[Piece]:
    """The codes between other words; where there are none, the cell itself, unless `told`."""
    words = cell.split()
    if len(words) > 1 and all(is_code(word, index) for word in words):
        yield from map(Piece, words)
        return
    found = [
        *((match.start(1), Piece(match[1], "connector")) for match in _XML_ID.finditer(cell)),
        *(
            (match.start(), Piece(match[0]))
            for match in _TOKEN.finditer(cell)
            if match[0] in index.exact
        ),
    ]
    if found:
        yield from (piece for _place, piece in sorted(set(found), key=lambda one: one[0]))
    elif not told:
        yield Piece(cell if len(cell) <= SHOWN else cell[: SHOWN - 1] + "…")


# --- JSON ---


def _of_document(document: Any, index: Index) -> Iterator[Piece]:
    """The codes of a JSON document: of a plain list all values, else those at known keys."""
    if _is_connector_type(document):
        yield Piece(_text(document["id"]), "connector")
        return
    listed = _plain_list(document)
    if listed is not None:
        yield from (Piece(_text(value)) for value in listed if _text(value))
        return
    # Values wait in a stack, so that no depth of a document is too deep.
    waiting: list[tuple[str, str, Any]] = [("", "", document)]
    while waiting:
        parent, key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(key, name, inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(parent, key, inner) for inner in reversed(value)]
        elif piece := _of_value(parent, key, value, index):
            yield piece


def _is_connector_type(document: Any) -> bool:
    """Whether a document is a connectorType alone: {"id": "36", "name": ...}."""
    return (
        isinstance(document, dict)
        and {"id"} <= document.keys() <= {"id", "name"}
        and isinstance(document["id"], str | int)
    )


def _plain_list(document: Any) -> list[Any] | None:
    """A list of texts and numbers, alone or as the only member of an object."""
    if isinstance(document, dict) and len(document) == 1:
        document = next(iter(document.values()))
    if isinstance(document, list) and not any(isinstance(v, dict | list) for v in document):
        return document
    return None


def _of_value(parent: str, key: str, value: Any, index: Index) -> Piece | None:
    text = _text(value)
    path = f"{parent}.{key}"
    place = KEYS.get(path if path in KEYS else key)
    if text and place:
        return Piece(text, *place)
    return Piece(text) if text in index.exact and not isinstance(value, bool) else None


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    text = str(value).strip()
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
