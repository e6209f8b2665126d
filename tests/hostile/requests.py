"""Hostile requests: documents on page and API, and everything else that strangers can send."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.hostile.documents import MARKUP, heavy_groups, large, odd

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

#: Charsets of which Python knows more than a site may.
CHARSETS = (
    *("utf-7", "utf-16", "idna", "rot13", "hex_codec", "base64_codec", "punycode", "undefined"),
    *("unicode_escape", "zlib_codec", "raw_unicode_escape", "latin-1", "nonsense", "'\"<>"),
)
PAGES = ("/connectors/", "/standards/", "/statuses/", "/elements/", "/fields/", "/findings/")
#: Parameters of lists, with values that are none of theirs.
QUERIES = (
    *("page=0", "page=-1", "page=99999999999999999999", "page=x", "page=%00", "page=1&page=2"),
    *("sort=__class__", "sort=-", "sort=" + "a," * 500, "q=" + "x" * 3_000, "q=%F0%9F", "q=%00"),
    *("per_page=100000000", "q=" + quote("(" * 90), "q=" + quote("%27 OR 1=1"), "facet=..%2f"),
)


@dataclass(frozen=True)
class Request:
    """One request, and a name for it."""

    name: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    #: GET without a body, else POST. `raw`: the body is all that is sent.
    method: str = ""


def all_requests() -> Iterator[Request]:
    """All hostile requests, large documents first."""
    for name, data in large():
        yield from _of_document(name, data)
    for name, data in odd():
        yield from _of_document(name, data)
    yield from _look_ups()
    yield from _lists()
    yield from _charsets()
    yield from _multipart()
    yield from _fields()


def _of_document(name: str, data: bytes) -> Iterator[Request]:
    yield Request(f"{name}: API", "/api/v1/convert", data, {"Content-Type": JSON})
    yield Request(f"{name}: back", "/api/v1/revert", data, {"Content-Type": JSON})
    yield upload(f"{name}: page", data)
    yield form(f"{name}: page, back", "/convert/back/", [_file(data)])


def upload(name: str, data: bytes, file: str = "a.json", /, **fields: bytes) -> Request:
    """A document on the page, as a browser sends it."""
    return form(name, "/convert/", [_file(data, file), *((k, "", v) for k, v in fields.items())])


def _file(data: bytes, name: str = "a.json") -> tuple[str, str, bytes]:
    return ("file", f'; filename="{name}"', data)


def form(name: str, path: str, parts: list[tuple[str, str, bytes]]) -> Request:
    """A form with parts: names, what stands behind them in the head, and contents."""
    edge = f"edge{secrets.token_hex(8)}"
    body = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"{more}\r\n\r\n'.encode()
        + value
        + b"\r\n"
        for key, more, value in parts
    )
    kind = f"multipart/form-data; boundary={edge}"
    return Request(name, path, body + f"--{edge}--\r\n".encode(), {"Content-Type": kind})


def _look_ups() -> Iterator[Request]:
    texts = {
        "a long cell": b'"' + b"x" * 131_072 + b'"',
        "ids": b"36," * 6_000,
        "words": b"x " * 10_000,
        "percent": b"%7b" * 600_000,
        "blanks": b" " * 1_000_000,
        "line ends": b"\n" * 1_000_000,
        "quotation marks": b'"' * 100_000,
        "brackets": b"[{" * 100_000,
        "half a character": b'{"id":"\\ud800"}',
    }
    for name, text in texts.items():
        for path in ("/lookup/", "/request/", "/api/v1/lookup", "/api/v1/request"):
            kind = JSON if "api" in path else FORM
            body = text if "api" in path else b"text=" + text + b"&url=" + text
            yield Request(f"{name}: {path}", path, body, {"Content-Type": kind})
    for mark in MARKUP[:-1]:
        yield Request(f"look up {mark!r}", f"/lookup/?q={quote(mark)}")
        yield Request(f"search {mark!r}", f"/api/v1/search?q={quote(mark)}")


def _lists() -> Iterator[Request]:
    for page in PAGES:
        for query in QUERIES:
            yield Request(f"{page}?{query[:30]}", f"{page}?{query}")


def _charsets() -> Iterator[Request]:
    for charset in CHARSETS:
        for kind in (FORM, JSON, "multipart/form-data; boundary=x"):
            headers = {"Content-Type": f"{kind}; charset={charset}"}
            for path in ("/convert/", "/api/v1/convert"):
                yield Request(f"{charset} {kind[:20]} {path}", path, b"--x--\r\n", headers)


def _multipart() -> Iterator[Request]:
    names = ("../../x", "a" * 5_000, "\x00", "con", "a\r\nX: y", "=1+1.json", "\ud800"[:0], "<b>")
    for name in names:
        yield upload(f"file name {name[:9]!r}", b'{"poolId":"p"}', name)
    yield form("no file", "/convert/", [])
    yield form("60 files", "/convert/", [("file", '; filename="a"', b"{}")] * 60)
    single = heavy_groups(1)
    yield form("30 heavy files", "/convert/", [("file", '; filename="a"', single)] * 30)
    yield form("5,000 fields", "/convert/", [(f"f{n}", "", b"x") for n in range(5_000)])
    yield form("a field of 20 MB", "/convert/", [("text", "", b"[" * 20_000_000)])
    yield form("text of 20 MB", "/convert/", [("text", "", b"[1," * 6_600_000)])
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    yield Request("no end", "/convert/", b'--x\r\nContent-Disposition: form-data; name="a"', kind)
    yield Request("many ends", "/convert/", b"--x--\r\n" * 100_000, kind)
    yield Request("many heads", "/convert/", b"--x\r\n" + b"A: b\r\n" * 100_000, kind)


def _fields() -> Iterator[Request]:
    for key in ("to", "status", "before", "packed", "target", "party", "accept", "name"):
        for value in (b"\x00", b"x" * 200_000, b"../..", b"[]", b"\xff\xfe"):
            yield upload(f"{key} {value[:5]!r}", b'{"poolId":"p"}', **{key: value})
