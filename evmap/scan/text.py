"""The places in a text that speak v2."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from evmap.lookup.pieces import CONNECTOR_IDS
from evmap.lookup.text import plain
from evmap.requests.reading import GROUPS
from evmap.scan.names import ENOUGH, HOST, RESPONSE, Name, Names, is_joined, names

_RESOURCE = rf"(?P<resource>(?:{'|'.join(GROUPS)})(?:/(?:bulk|count))?)"
#: The host, with the resource where it follows.
_HOST = re.compile(
    rf"(?<![\w.-])ev-v2(?:\.\w{{1,20}}){{0,4}}\.here\.com(?:(?:/ev){{1,2}}/{_RESOURCE}\b)?"
)
_PATH = re.compile(rf"(?<![\w.])(?P<ev>/?ev/)?{_RESOURCE}\.(?:json|xml)\b")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
#: `connector[0]` is the first of a list.
_INDEX = re.compile(r"\w\[$")
_NUMBER = re.compile(r"\d+", re.ASCII)
#: What programs write before a field's name: getPoolId, set_pool_id.
_ACCESS = re.compile(r"(?:get|set|has|is)(?=[A-Z_])_?")
_RESPONSE = re.compile(r"<evStation\b|[\"']evStations?[\"']\s*:")

#: A name and where it stands: the first and the last of its characters.
_Found = tuple[int, int, Name]


class Hit(msgspec.Struct, frozen=True):
    """A place in a text; line and column begin with 1, columns count characters."""

    line: int
    column: int
    name: Name


def scan_text(text: str, *, is_data: bool = False) -> list[Hit]:
    """Return where a text speaks v2, in its order; nothing where it is about something else.

    is_data: the text is JSON or XML; a v2 response among those is one hit.
    """
    if is_data and (match := _RESPONSE.search(text)):
        return _placed(text, [(match.start(), match.end(), RESPONSE)])
    known = names()
    found = [*_requests(text, known), *_words(text, known)]
    if sum({name.v2: name.weight for _start, _end, name in found if name.weight}.values()) < ENOUGH:
        return []
    return _placed(text, sorted([*found, *_connectors(text, known)], key=_order))


def _order(found: _Found) -> tuple[int, str]:
    return found[0], found[2].kind


def _requests(text: str, known: Names) -> Iterator[_Found]:
    told = set()
    for match in _HOST.finditer(text):
        told.add(match.start("resource"))
        yield match.start(), match.end(), known.resources.get(match["resource"] or "", HOST)
    for match in _PATH.finditer(text):
        name = known.resources.get(match["resource"])
        if name is not None and match.start("resource") not in told:
            # Without `ev/` before it, `stations.json` may be anybody's.
            yield match.start(), match.end(), name if match["ev"] else replace(name, weight=0)


def _words(text: str, known: Names) -> Iterator[_Found]:
    for match in _WORD.finditer(text):
        word = match[0]
        name = known.statuses.get(word)
        if name is None and is_joined(word):
            name = known.fields.get(plain(word)) or _read(word, known)
        if name is not None:
            yield match.start(), match.end(), name


def _read(word: str, known: Names) -> Name | None:
    """The field that a method reads or writes."""
    access = _ACCESS.match(word)
    return known.fields.get(plain(word[access.end() :])) if access else None


def _connectors(text: str, known: Names) -> Iterator[_Found]:
    for match in CONNECTOR_IDS.finditer(text):
        if _INDEX.search(text, match.start(), match.start(1)):
            continue
        for number in _NUMBER.finditer(text, match.start(1), match.end(1)):
            name = known.connectors.get(int(number[0]))
            if name is not None:
                yield number.start(), number.end(), name


def _placed(text: str, found: list[_Found]) -> list[Hit]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    hits = []
    for start, _end, name in found:
        line = bisect_right(starts, start)
        hits.append(Hit(line, start - starts[line - 1] + 1, name))
    return hits
