"""What a text holds of v2, and whether that shows that it speaks v2."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from evmap.lookup.text import plain
from evmap.requests.reading import GROUPS
from evmap.scan.names import HOST, RESPONSE, STRONG, Name, Names, is_joined, names

#: Of each name so many places are told, and how many there are.
MOST_PLACES = 20
#: In a program that speaks v2 a text with so many different names of v2 is about v2 as well.
ENOUGH = 3

_SLASH = r"(?:\\?/|%2F)"
_GROUP = rf"(?P<group>{'|'.join(GROUPS)})"
_STEP = r"(?P<step>[^\s\"'`<>?&/\\%]{0,120}?)"
#: The host, with the resource where it follows.
_HOST = re.compile(
    rf"(?:(?<![\w.-])|(?<=%2F))ev-v2(?:\.\w{{1,20}}){{0,4}}\.here\.com(?::\d{{1,5}})?"
    rf"(?:(?:{_SLASH}ev){{1,2}}{_SLASH}{_GROUP}\b(?:{_SLASH}{_STEP}(?![^\s\"'`<>?&/\\%.]))?)?",
    re.IGNORECASE,
)
#: A resource without the host: behind `ev/` it is v2's, else it may be anybody's.
_PATH = re.compile(
    rf"(?<![\w.-])(?P<ev>(?<!/)/?ev/)?{_GROUP}(?:/{_STEP})?\.(?:json|xml)\b", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
#: What programs write before a field's name: getPoolId, set_pool_id, withPoolId.
_ACCESS = re.compile(r"(?:get|set|has|is|with)(?=[A-Z_])_?", re.IGNORECASE)
_QUOTED = re.compile(r"[\"'`](\w{2,20})[\"'`]", re.ASCII)
_QUERY = re.compile(r"[?&](\w{2,20})=", re.ASCII)
#: An id where words say that it is one: `connectortype=31,36`, `["connectorType"]["id"] == "31"`.
_IDS = re.compile(
    r"(?:connector_?types?(?:_?ids?)?|(?<![A-Za-z_])type_?ids?|legacy_?id)(?![A-Za-z\[])"
    r"(?:[^\w\n]|\b(?:id|get|getId|in|int|str|equals|includes|contains)\b){1,24}"
    r"(?P<ids>\d{1,2}\b(?:[\"']?\s?,\s?[\"']?\d{1,2}\b){0,60})(?![.%]\w)",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"\d+", re.ASCII)
_RESPONSE = re.compile(
    r"\s*(?:\{\s*\"(?:hasMore|count|evStations)\"\s*:|(?:<\?xml[^>]*>\s*)?<(?:\w+:)?evStations)"
)
#: Statuses that are no word of other programs, so that they need no quotes, or are not capitals.
_OWN_STATUSES = {"OUT_OF_SERVICE", "OCCUPIED"}

#: Where a name stands.
_Found = tuple[int, Name]


class Hit(msgspec.Struct, frozen=True):
    """A name in a text: how often, and its first places as (line, column), both from 1.

    Columns count characters.
    """

    name: Name
    occurrences: int
    places: tuple[tuple[int, int], ...]


class Seen(msgspec.Struct, frozen=True):
    """What a text holds of v2.

    is_sure: it speaks v2, whatever the rest of the program is about. is_likely: it does if another
    text of the program does.
    """

    hits: tuple[Hit, ...] = ()
    is_sure: bool = False
    is_likely: bool = False


def scan_text(text: str, *, is_data: bool = False) -> Seen:
    """Return what a text holds of v2, by its first places.

    is_data: the text is JSON or XML; where it is a v2 response, it is told as one.
    """
    if is_data and _RESPONSE.match(text) and "evStations" in text:
        return Seen((Hit(RESPONSE, 1, ((1, 1),)),), is_sure=True)
    known = names()
    sure, resources = _requests(text, known)
    words = _words(text)
    different = {name.v2 for _start, name in words if name.kind == "field"}
    found = dict([*words, *_quoted(text, known), *resources, *sure, *_connectors(text, known)])
    return Seen(
        _hits(text, sorted(found.items(), key=lambda one: one[0])),
        is_sure=bool(sure or different & STRONG),
        is_likely=bool(resources) or len(different) >= ENOUGH,
    )


def _requests(text: str, known: Names) -> tuple[list[_Found], list[_Found]]:
    """Requests that are v2's for sure, and those that may be anybody's."""
    sure: list[_Found] = []
    others: list[_Found] = []
    groups = set()
    for match in _HOST.finditer(text):
        groups.add(match.start("group"))
        sure.append((match.start(), _resource(match, known) if match["group"] else HOST))
    for match in _PATH.finditer(text):
        if match.start("group") not in groups:
            (sure if match["ev"] else others).append((match.start(), _resource(match, known)))
    return sure, others


def _resource(match: re.Match[str], known: Names) -> Name:
    group, step = match["group"].lower(), match["step"]
    if step is None:
        return known.resources.get(group, HOST)
    named = f"{group}/{step.lower()}"
    return known.resources.get(named) or known.resources.get(f"{group}/{{id}}", HOST)


def _words(text: str) -> list[_Found]:
    """Fields in the spelling of any language, and statuses that need no quotes."""
    found = []
    for match in _WORD.finditer(text):
        name = _name_of(match[0])
        if name is not None:
            found.append((match.start(), name))
    return found


@lru_cache(maxsize=50_000)
def _name_of(word: str) -> Name | None:
    known = names()
    if word in _OWN_STATUSES or plain(word) == "outofservice":
        return known.statuses["occupied" if word == "OCCUPIED" else "out_of_service"]
    if word in known.v3 or not is_joined(word):
        return None
    if (name := known.fields.get(plain(word))) is not None:
        return name
    access = _ACCESS.match(word)
    return known.fields.get(plain(word[access.end() :])) if access else None


def _quoted(text: str, known: Names) -> Iterator[_Found]:
    """Parameters, statuses and plain words of v2 in quotes."""
    for match in _QUOTED.finditer(text):
        word = match[1]
        name = known.words.get(word)
        if name is None and (word.isupper() or word.upper() in _OWN_STATUSES):
            name = known.statuses.get(word.casefold())
        if name is not None:
            yield match.start(1), name
    for match in _QUERY.finditer(text):
        name = known.words.get(match[1].lower())
        if name is not None:
            yield match.start(1), name


def _connectors(text: str, known: Names) -> Iterator[_Found]:
    for match in _IDS.finditer(text):
        for number in _NUMBER.finditer(text, match.start("ids"), match.end("ids")):
            name = known.connectors.get(int(number[0]))
            if name is not None:
                yield number.start(), name


def _hits(text: str, found: list[_Found]) -> tuple[Hit, ...]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    counts: dict[Name, int] = {}
    places: dict[Name, list[tuple[int, int]]] = {}
    for start, name in found:
        counts[name] = counts.get(name, 0) + 1
        if counts[name] <= MOST_PLACES:
            line = bisect_right(starts, start)
            places.setdefault(name, []).append((line, start - starts[line - 1] + 1))
    return tuple(Hit(name, counts[name], tuple(places[name])) for name in counts)
