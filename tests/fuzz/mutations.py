"""Mangled inputs: a sample, and mutations of its values, of its text and of its bytes."""

from __future__ import annotations

import copy
import gzip
import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.codes.examples import sample
from tests.conversion.test_xml import ANSWER as XML

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "evmap" / "samples", ROOT / "tests" / "data" / "v2")

#: Values of every type and size, where another one was expected.
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 36, 10**25, 1e300, 5e-324, 0.1, -0.0),
    *("", " ", "x", "36", "NaN", "true", "2020-02-30T25:61:61Z", "24:00:00", "0:00", "16A", "V DC"),
    *("\x00", "\ud800", "é" * 300, "\u202e", "=1+1", "<b>", "A" * 3000, "../..", "DE*ICT*E1"),
    "9" * 40,
    *([], {}, [[]], [{}], {"": ""}, [None, 1, "a"], {"a": {"b": []}}, {"id": "31"}, [{"id": 31}]),
)  # fmt: skip
#: Keys that mean something somewhere.
KEYS = (
    *("id", "poolId", "state", "evStations", "evStation", "connectors", "connector", "stations"),
    *("connectorType", "typeId", "evses", "pools", "position", "latitude", "period", "from"),
    "price",
    *("connectorStatuses", "cpoEvseId", "", "a/b~c", "ключ", "\ud83d", "x" * 300),
)  # fmt: skip
#: Pieces of text that break readers.
TOKENS = (
    *(b"NaN", b"-Infinity", b"1e999", b"-1e-999", b"0" * 50, b"9" * 5000, b"1.", b"\\u"),
    b"\\ud800",
    *(b"[" * 70, b"]" * 70, b'{"a":' * 70, b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\n"),
    *(b",", b":", b'"', b"\\", b"//", b"'", b"{}", b"[]", b"null", b"<", b"</a>", b"&amp;"),
    b"\r\n",
    *(b'"id":1,', b'"poolId":"x",', b'"evStations":{},', b'"state":"X","state":"Y",', b" " * 2000),
)  # fmt: skip

_MEMBER = re.compile(rb'"[^"\\]{1,40}"\s*:\s*(?:"[^"\\]*"|[-0-9.eE]+|true|false|null)')
_SCALAR = re.compile(rb"(?<=:)\s*(?:\"[^\"\\]*\"|[-0-9.eE]+|true|false|null)")

#: One mutation: its name, and two numbers that say where and with what.
Step = tuple[str, int, int]


@lru_cache(maxsize=1)
def bases() -> list[bytes]:
    """All samples: those of the site, of the tests, of the catalogue; as lines, as list, as XML."""
    files = [path.read_bytes() for folder in FOLDERS for path in sorted(folder.glob("*.json"))]
    codes = [sample(code).input.data() for code in CATALOGUE]
    stations = _stations(files)
    lines = b"\n".join(json.dumps(one).encode() for one in stations)
    listed = json.dumps(stations).encode()
    return [*files, *codes, lines, listed, XML.encode()]


def _stations(files: list[bytes]) -> list[Any]:
    found: list[Any] = []
    for data in files:
        try:
            value = json.loads(data)
        except ValueError:
            continue
        if isinstance(value, dict) and "evStations" in value:
            found += value["evStations"]["evStation"]
    return found


# --- Values ---


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        members = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, member in members:
            yield holder, key
            if isinstance(member, (dict, list)):
                waiting.append(member)


def _change(value: Any, name: str, where: int, what: int) -> None:
    """Change one value of a document in place."""
    places = list(_places(value))
    if not places:
        return
    holder, key = places[where % len(places)]
    if name == "delete":
        del holder[key]
    elif name == "key":
        if isinstance(holder, dict):
            holder[KEYS[what % len(KEYS)]] = holder.pop(key)
    elif name == "other":
        source, from_key = places[what % len(places)]
        holder[key] = copy.deepcopy(source[from_key])
    else:
        holder[key] = CHANGES[name](holder[key], what)


def _replace(_value: Any, what: int) -> Any:
    return copy.deepcopy(VALUES[what % len(VALUES)])


def _wrap(value: Any, what: int) -> Any:
    return [value] if what % 2 else {KEYS[what % len(KEYS)]: value}


def _unwrap(value: Any, _what: int) -> Any:
    if not value or not isinstance(value, (dict, list)):
        return value
    return next(iter(value.values())) if isinstance(value, dict) else value[0]


def _many(value: Any, what: int) -> Any:
    return value * (what % 20) if isinstance(value, list) else value


def _text(value: Any, _what: int) -> Any:
    return json.dumps(value)


def _deep(value: Any, what: int) -> Any:
    for _ in range(what % 80):
        value = [value] if what % 3 else {"a": value}
    return value


CHANGES: dict[str, Callable[[Any, int], Any]] = {
    "replace": _replace,
    "wrap": _wrap,
    "unwrap": _unwrap,
    "many": _many,
    "text": _text,
    "deep": _deep,
}
IN_VALUES = ("delete", "key", "other", *CHANGES)


# --- Text and bytes ---


def _flip(data: bytes, where: int, what: int) -> bytes:
    at = where % len(data)
    return data[:at] + bytes([data[at] ^ (1 << what % 8)]) + data[at + 1 :]


def _byte(data: bytes, where: int, what: int) -> bytes:
    at = where % len(data)
    return data[:at] + bytes([what % 256]) + data[at + 1 :]


def _cut(data: bytes, where: int, _what: int) -> bytes:
    return data[: where % len(data)]


def _take_out(data: bytes, where: int, what: int) -> bytes:
    at = where % len(data)
    return data[:at] + data[at + what % 50 :]


def _insert(data: bytes, where: int, what: int) -> bytes:
    at = where % len(data)
    return data[:at] + TOKENS[what % len(TOKENS)] + data[at:]


def _repeat_key(data: bytes, where: int, what: int) -> bytes:
    members = list(_MEMBER.finditer(data))
    if not members:
        return data
    one, other = members[where % len(members)], members[what % len(members)]
    key = one[0].partition(b":")[0]
    value = other[0].partition(b":")[2] if what % 3 else b'{"a": [1, {"b": null}], "c": []}'
    return data[: one.start()] + key + b":" + value + b"," + data[one.start() :]


def _token_for_value(data: bytes, where: int, what: int) -> bytes:
    values = list(_SCALAR.finditer(data))
    if not values:
        return data
    one = values[where % len(values)]
    return data[: one.start()] + TOKENS[what % len(TOKENS)] + data[one.end() :]


def _twice(data: bytes, _where: int, what: int) -> bytes:
    return data + (b"\n", b"", b",", b" ")[what % 4] + data


def _one_line(data: bytes, _where: int, _what: int) -> bytes:
    return data.replace(b"\n", b"")


def _lines(data: bytes, where: int, what: int) -> bytes:
    bare = data.replace(b"\n", b"")
    return b"\n".join([bare, TOKENS[where % len(TOKENS)], bare, b""][: 2 + what % 3])


def _encode(data: bytes, _where: int, what: int) -> bytes:
    names = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp1252")
    text = data.decode(errors="replace")
    return text.encode(names[what % len(names)], errors="replace")


def _pack(data: bytes, where: int, what: int) -> bytes:
    packed = bytearray(gzip.compress(data, compresslevel=1, mtime=0))
    packed[9] = 3  # the system: other releases of Python write another one
    return bytes(packed[: where % len(packed)] if what % 3 == 0 else packed)


IN_BYTES: dict[str, Callable[[bytes, int, int], bytes]] = {
    "flip": _flip,
    "byte": _byte,
    "cut": _cut,
    "take out": _take_out,
    "insert": _insert,
    "repeat key": _repeat_key,
    "token for value": _token_for_value,
    "twice": _twice,
    "one line": _one_line,
    "lines": _lines,
    "encode": _encode,
    "pack": _pack,
}


def mangled(base: bytes, steps: list[Step]) -> bytes:
    """A sample after some mutations: those of values first, for text that is no JSON is none."""
    data = base
    inner = [step for step in steps if step[0] in IN_VALUES]
    if inner:
        try:
            value = json.loads(data)
        except ValueError:
            value = None
        if isinstance(value, (dict, list)):
            for step in inner:
                _change(value, *step)
            data = json.dumps(value, indent=1 if inner[0][1] % 2 else None).encode()
    for name, where, what in steps:
        if name in IN_BYTES and data:
            data = IN_BYTES[name](data, where, what)
    return data


_NUMBER = st.integers(0, 2**32 - 1)
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(st.sampled_from((*IN_VALUES, *IN_BYTES)), _NUMBER, _NUMBER), min_size=1, max_size=8
)


@st.composite
def inputs(draw: st.DrawFn) -> bytes:
    """A mangled input."""
    return mangled(draw(st.sampled_from(bases())), draw(STEPS))
