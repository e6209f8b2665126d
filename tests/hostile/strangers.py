"""What strangers send beside documents: heads, cookies, addresses, methods, broken lengths."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from urllib.parse import quote

from tests.hostile.requests import FORM, JSON, Request

#: Pages of every kind: published, with a session, with a form, data, API, files.
ADDRESSES = ("/", "/connectors/", "/plan/", "/admin/login/", "/reviews/", "/api/v1/connectors")
#: A session that holds NUL: cookies spell bytes as octal numbers.
NUL_COOKIE = '"' + "\\000" * 32 + '"'
DIGITS = "9" * 5_000
ODD_STEPS = (
    "%00",
    "%ff",
    "%ed%a0%80",
    "%0d%0aX-Forged:1",
    "..%2f..",
    DIGITS,
    "%25s%25n",
    "%3Cb%3E",
)


def strangers() -> Iterator[Request]:
    """All of them."""
    yield from _heads()
    yield from _cookies()
    yield from _addresses()
    yield from _queries()
    yield from _methods()
    yield from _look_up_lists()
    yield from _translations()
    yield from _api_bodies()
    yield from _raw()


def _get(name: str, path: str, **headers: str) -> Request:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Request(name, path, None, named)


def _heads() -> Iterator[Request]:
    heads = {
        "Range": ("bytes=0-", "bytes=-1", f"bytes={DIGITS}-", f"bytes=-{DIGITS}", "bytes=5-2"),
        "Accept": ("*/*;q=" + DIGITS, ",".join(["a/b"] * 900), ";;;;", "text/html;q=nan"),
        "Accept-Language": ("de;q=" + DIGITS, ",".join(["en"] * 900), "x" * 4_000, "../../etc"),
        "Accept-Encoding": ("gzip;q=" + DIGITS, "gzip," * 900, "*;q=0", "br;q=1e999"),
        "If-None-Match": ('W/"' + "a" * 4_000 + '"', '"' * 4_000, ",".join(['"a"'] * 900)),
        "If-Modified-Since": ("Mon, 01 Jan 99999 00:00:00 GMT", "x" * 4_000, "0", "-1"),
        "HX-Request": ("true", "false", "\xff"),
        "HX-Current-URL": ("http://[", "//\u2100.example".encode().decode("latin-1"), "x" * 4_000),
        "Referer": ("http://[", "javascript:alert(1)", "x" * 4_000),
        "Origin": ("http://[", "null", "\xff"),
        "X-Request-ID": ("a" * 64, "a\x1b[31m", "x" * 4_000, "%0a%0dforged"),
        "X-Forwarded-For": ("1.2.3.4", "::1%eth0", "x" * 4_000, ",".join(["1.1.1.1"] * 500)),
        "X-Forwarded-Host": ("evil.example", "[", "a:b:c"),
        "X-Forwarded-Proto": ("https", "javascript", "\xff"),
        "X-Forwarded-Prefix": ("/evil", "//evil"),
        "Authorization": ("Basic " + "x" * 4_000, "Bearer \xff", "Digest a=b"),
        "Content-Length": ("",),
        "Cookie": ("a" * 6_000, ";" * 6_000, "=;=;=", "\xff=\xff"),
        "Host": ("[", "a:b", "evil.example", "localhost:99999", "localhost:" + DIGITS, "\xff"),
    }
    for name, values in heads.items():
        for number, value in enumerate(values):
            for path in ADDRESSES[:3]:
                yield Request(f"{name} {number}: {path}", path, None, {name: value})
    for path in ("/robots.txt", "/favicon.ico", "/static/staticfiles.json"):
        for number, value in enumerate(heads["Range"]):
            yield _get(f"range {number}: {path}", path, Range=value)


def _cookies() -> Iterator[Request]:
    names = ("sessionid", "csrftoken", "reviews", "messages", "django_language")
    values = {
        "NUL": NUL_COOKIE,
        "octal": '"' + "\\377" * 60 + '"',
        "long": "x" * 4_000,
        "signed": "a:b:c",
        "signed oddly": "\\073:\\054:" + DIGITS[:500],
        "compressed": ".eJw:1abcde:" + "A" * 43,
    }
    for name in names:
        for said, value in values.items():
            for path in ("/plan/", "/reviews/", "/admin/", "/connectors/", "/convert/"):
                yield _get(f"cookie {name} {said}: {path}", path, Cookie=f"{name}={value}")


def _addresses() -> Iterator[Request]:
    places = (
        *("/connectors/{}/", "/standards/{}/", "/statuses/v2/{}/", "/statuses/v3/{}/"),
        *("/fields/{}/", "/findings/{}/", "/plan/{}/", "/reviews/{}/", "/reviews/{}/findings/"),
        *("/reviews/{}/download/report/", "/static/{}", "/static/{}/", "/admin/{}/", "/{}"),
        *("/api/v1/connectors/{}", "/api/v1/standards/{}", "/api/v1/statuses/v2/{}"),
        *("/api/v1/fields/{}", "/api/v1/findings/{}", "/api/v1/schemas/{}", "/api/v1/{}"),
        *("/admin/mappings/note/{}/change/", "/.well-known/{}", "/lookup.{}", "/plan.{}"),
    )
    for place in places:
        for step in ODD_STEPS:
            path = place.format(step)
            yield _get(f"GET {place[:40]} {step[:20]}", path)
    yield _get("many steps", "/" + "a/" * 3_000)
    yield _get("many dots", "/" + "../" * 2_000 + "etc/passwd")
    yield _get("many slashes", "/" * 4_000)
    yield _get("two slashes", "//evil.example/%2e%2e")


def _queries() -> Iterator[Request]:
    names = (
        *("q", "codes", "from", "sort", "page", "per_page", "fate", "target", "note", "sample"),
        *("finding", "format", "to", "status", "party", "offset", "limit", "code", "next"),
    )
    places = (
        *("/lookup/", "/lookup.csv", "/connectors/", "/fields.json", "/plan/", "/convert/"),
        *("/api/v1/lookup", "/api/v1/search", "/api/v1/fields", "/admin/login/", "/findings.md"),
    )
    values = ("%00", "%ed%a0%80", DIGITS[:3_900], "http://%5B", "%0d%0aX:%201", "a&{0}=b&{0}=%00")
    for place in places:
        for name in names:
            for number, value in enumerate(values):
                path = f"{place}?{name}={value.format(name)}"
                yield _get(f"{place}?{name} {number}", path)
        yield _get(f"{place} many parameters", f"{place}?" + "&".join(["a=1"] * 1_500))
        yield _get(f"{place} many names", f"{place}?" + "&".join(f"a{n}" for n in range(1_200)))
        yield _get(f"{place} one, often", f"{place}?" + "&".join(["q=1"] * 900))


def _methods() -> Iterator[Request]:
    for method in ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "X" * 20, "get"):
        for path in (*ADDRESSES, "/api/v1/convert", "/reviews/none/delete/", "/metrics"):
            yield Request(f"{method[:8]} {path}", path, b"x=1", {"Content-Type": FORM}, method)


def _look_up_lists() -> Iterator[Request]:
    lists = {
        "formulas": "=1+1\n+1\n-1\n@x\n\t=1\n\r=1\n＝1\n|x\n%1",
        "markup": "<script>alert(1)</script>\n'\"><img src=x onerror=alert(1)>",
        "tabs": "\t" * 9_000,
        "codes": ",".join(map(str, range(1_900))),
        "one code": "36\n" * 3_000,
        "typing errors": "\n".join(f"IEC_62196_T{n}x" for n in range(1_900)),
        "long words": "\n".join("a" * 900 + str(n) for n in range(100)),
        "nested": "[" * 5_000 + "]" * 5_000,
        "nested objects": '{"a":' * 4_000,
        "digits": "9" * 9_000,
        "odd digits": "٣٦\n²\n𝟛𝟞\n½\n३६",
        "exponents": "1e999999999\n1e-999999999\n0x24\n3_6\n36.0",
        "controls": "\x1b[31m\x07\n\u202e36\n\ufeff36\n\u200b36",
        "ligatures": "ﬃ" * 3_000,
        "capital sharp s": "ẞ" * 3_000,
        "joined": "e" + "\u0301" * 9_000,
    }
    for name, text in lists.items():
        body = b"codes=" + quote(text).encode()
        for path in ("/lookup/", "/lookup.csv", "/lookup.json", "/lookup.md"):
            yield Request(f"list of {name}: {path}", path, body, {"Content-Type": FORM})
        plain = {"Content-Type": "text/plain"}
        yield Request(f"list of {name}: API", "/api/v1/lookup", text.encode(), plain)
        yield _get(f"search {name}", f"/api/v1/search?q={quote(text[:60])}")
        yield _get(f"box {name}", f"/lookup/?q={quote(text[:900])}", HX_Request="true")


def _translations() -> Iterator[Request]:
    requests = {
        "no host": "http://[/stations.json?prox=1,2,3",
        "odd host": "http://℀.com/stations.json?prox=1,2,3",
        "port": "http://a:99999999/stations.json?prox=1,2,3",
        "numbers": f"stations.json?prox={'9' * 9_000},1,1",
        "exponents": "stations.json?prox=1e1,1e1,1e308",
        "nan": "stations.json?prox=nan,inf,-inf",
        "corridor": "stations.json?corridor=" + "1,2;" * 4_000 + "5",
        "parameters": "stations.json?prox=1,2,3&" + "&".join(["connectortype=31"] * 1_000),
        "names": "stations.json?prox=1,2,3&" + "&".join(f"a{n}=1" for n in range(2_000)),
        "ids": "stations/bulk.json?id=" + ",".join(f"abcdef{n}" for n in range(1_500)),
        "percents": "stations.json?prox=" + "%25" * 6_000,
        "markup": "stations.json?prox=1,2,3&<script>alert(1)</script>=1",
        "keys": "curl -H 'X-Api-Key: secret' 'https://u:p@h/stations.json?prox=1,2,3&apiKey=s'",
        "at signs": "://" + "@" * 19_000,
        "bearer": "Bearer " * 2_800,
        "quotes": "apiKey" + "'" * 19_000,
        "spaces": "stations" + " " * 19_000 + "?",
        "amps": "stations?" + "&amp;" * 3_900,
        "lines": "stations \\\n" * 1_900,
    }
    for name, text in requests.items():
        body = b"url=" + quote(text).encode()
        yield Request(f"translate {name}: page", "/request/", body, {"Content-Type": FORM})
        sent = json.dumps({"request": text, "url": text}).encode()
        yield Request(f"translate {name}: API 2", "/api/v1/request", sent, {"Content-Type": JSON})
        sent = json.dumps({"request": text}).encode()
        yield Request(f"translate {name}: API", "/api/v1/request", sent, {"Content-Type": JSON})
        yield _get(f"translate {name}: box", f"/lookup/?q={quote(text[:1500])}")


def _api_bodies() -> Iterator[Request]:
    bodies = {
        "many codes": json.dumps({"codes": list(range(1_000))}),
        "far more codes": json.dumps({"codes": ["x" * 9] * 90_000}),
        "no codes": '{"codes":[]}',
        "nested": '{"codes":' + "[" * 900_000,
        "a long number": '{"codes":[' + "9" * 900_000 + "]}",
        "an exponent": '{"codes":[1e400,-1e400,1e-400]}',
        "a long code": json.dumps({"codes": ["x" * 1_900_000]}),
        "long text": json.dumps({"text": "36 " * 600_000}),
        "NUL": '{"codes":["\\u0000"],"system":"\\u0000"}',
        "half": '{"codes":["\\udc00"]}',
        "half a name": '{"\\udc00":1,"codes":["36"]}',
        "names": json.dumps({f"k{n}": n for n in range(90_000)}),
        "twice": '{"codes":["36"],"codes":["31"]}',
        "not an object": '"' + "x" * 1_900_000 + '"',
        "BOM": "\ufeff{}",
        "two BOMs": "\ufeff\ufeff{}",
        "true": '{"codes":[true,null,{"a":1},[1]],"text":1}',
    }
    for name, text in bodies.items():
        for path in ("/api/v1/lookup", "/api/v1/request", "/api/v1/revert", "/api/v1/convert"):
            yield Request(f"body of {name}: {path}", path, text.encode(), {"Content-Type": JSON})
    for name, data in {
        "bytes": b"\xff\xfe\x00",
        "packed": gzip.compress(b'{"codes":["36"]}'),
    }.items():
        for path in ("/api/v1/lookup", "/api/v1/request"):
            headers = {"Content-Type": JSON, "Content-Encoding": "gzip"}
            yield Request(f"body of {name}: {path}", path, data, headers)
    queries = (
        *("target=x", "status=%00", "status=OFFLINE%3DREMOVED&" * 60, "party=%00", "name=%00"),
        *("partner_id=" + "x" * 5_000, "part=%ff", "publish=2", "name=" + "%f0%9f%98%80" * 300),
        *("party=" + "DE" * 1_900, "status=" + "=" * 3_900, "accept_successors=" + DIGITS[:3_900]),
    )
    for query in queries:
        for path in ("/api/v1/convert", "/api/v1/revert"):
            yield Request(f"{path}?{query[:24]} {len(query)}", f"{path}?{query}", b"{}")


def _raw() -> Iterator[Request]:
    """Requests that no client library would send."""
    host = b"Host: localhost\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n"
    chunked = b"Transfer-Encoding: chunked\r\n"
    post = b"POST /api/v1/convert HTTP/1.1\r\n" + host
    raws = {
        "no length": post + b"\r\n{}",
        "a long length": post + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n{}",
        "a large length": post + b"Content-Length: 99999999999999999999\r\n\r\n{}",
        "a short length": post + b"Content-Length: 1\r\n\r\n{}GET / HTTP/1.1\r\n" + host + b"\r\n",
        "a length with a sign": post + b"Content-Length: +2\r\n\r\n{}",
        "a length in other digits": post + b"Content-Length: \xd9\xa2\r\n\r\n{}",
        "two lengths": post + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "length and chunks": post + b"Content-Length: 2\r\n" + chunked + b"\r\n0\r\n\r\n",
        "a chunk of a long size": post + chunked + b"\r\n" + b"f" * 5_000 + b"\r\n",
        "a chunk of no size": post + chunked + b"\r\n-1\r\n{}\r\n0\r\n\r\n",
        "a chunk with 0x": post + chunked + b"\r\n0x2\r\n{}\r\n0\r\n\r\n",
        "a chunk with notes": post + chunked + b"\r\n2;" + b"a=b;" * 2_000 + b"\r\n{}\r\n0\r\n\r\n",
        "many chunks": post + chunked + b"\r\n" + b"1\r\n[\r\n" * 20_000 + b"0\r\n\r\n",
        "trailers": post + chunked + b"\r\n2\r\n{}\r\n0\r\n" + b"A: b\r\n" * 500 + b"\r\n",
        "gzip and chunks": post + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "an unknown coding": post + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        "bare line ends": b"GET / HTTP/1.1\nHost: localhost\n\n",
        "no version": b"GET /\r\n\r\n",
        "an odd version": b"GET / HTTP/1.99\r\n" + host + b"\r\n",
        "version 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "a star": b"OPTIONS * HTTP/1.1\r\n" + host + b"\r\n",
        "a whole address": b"GET http://evil.example/connectors/ HTTP/1.1\r\n" + host + b"\r\n",
        "a broken address": b"GET http://[/connectors/ HTTP/1.1\r\n" + host + b"\r\n",
        "a connection": b"CONNECT localhost:25 HTTP/1.1\r\n" + host + b"\r\n",
        "bytes in the path": b"GET /\xff\xfe/\x80 HTTP/1.1\r\n" + host + b"\r\n",
        "a space in the path": b"GET /a b HTTP/1.1\r\n" + host + b"\r\n",
        "a fragment": b"GET /#<script>alert(1)</script> HTTP/1.1\r\n" + host + b"\r\n",
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        "no host": b"GET / HTTP/1.1\r\n\r\n",
        "two hosts": b"GET / HTTP/1.1\r\n" + host + b"Host: evil.example\r\n\r\n",
        "a folded head": b"GET / HTTP/1.1\r\n" + host + b"X-A: b\r\n c: d\r\n\r\n",
        "a head with a low line": b"GET / HTTP/1.1\r\n" + host + b"SCRIPT_NAME: /evil\r\n\r\n",
        "a head with NUL": b"GET / HTTP/1.1\r\n" + host + b"X-A: a\x00b\r\n\r\n",
        "a head without a name": b"GET / HTTP/1.1\r\n" + host + b": b\r\n\r\n",
        "many heads": b"GET / HTTP/1.1\r\n" + host + b"X-A: b\r\n" * 5_000 + b"\r\n",
        "a long head": b"GET / HTTP/1.1\r\n" + host + b"X-A: " + b"b" * 90_000 + b"\r\n\r\n",
        "expectations": post + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
        "another expectation": post + b"Expect: the-worst\r\nContent-Length: 2\r\n\r\n{}",
        "an upgrade": b"GET / HTTP/1.1\r\n"
        + host
        + b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "a kind without a type": post + b"Content-Type: ;;;\r\nContent-Length: 2\r\n\r\n{}",
        "a kind of its own": post + b'Content-Type: \xff/\xff;a="\r\nContent-Length: 2\r\n\r\n{}',
        "an edge that is long": _edge(b"x" * 5_000),
        "an edge that is odd": _edge(b"\xff\x00"),
        "no edge": _edge(b""),
        "an edge in quotes": _edge(b'"a b\\"c"'),
        "a form cut off": b"POST /lookup/ HTTP/1.1\r\n"
        + host
        + form
        + b"Content-Length: 9\r\n\r\na",
        "a proxy's line": b"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\nGET / HTTP/1.1\r\n" + host + b"\r\n",
        "pipelined": (b"GET /healthz HTTP/1.1\r\n" + host + b"\r\n") * 200,
    }
    for name, raw in raws.items():
        yield Request(f"raw: {name}", "/", raw, method="raw")


def _edge(edge: bytes) -> bytes:
    body = b"--" + edge + b"\r\n\r\n--" + edge + b"--\r\n"
    return (
        b"POST /convert/ HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: multipart/form-data; boundary=" + edge + b"\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body) + body
    )
