"""What somebody with an account can send: notes, the plan, figures, the admin."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import quote, urlencode

from tests.hostile.documents import MARKUP
from tests.hostile.requests import FORM, Request, form
from tests.support.site import LiveSite

NAME, PASSWORD = "ada", "correct horse battery"
DIGITS = "9" * 5_000
#: As long as the first line of a request may be.
LONG = "9" * 3_900
#: Texts for every field of a form; no form can carry half a character.
TEXTS = (*MARKUP[:-1], "\0", DIGITS, "²", "x" * 100_000, "\u202e" * 300, "http://[", "-1")
MODELS = (
    *("mappings/note", "mappings/connector", "mappings/statuspair", "plan/decision"),
    *("plan/sighting", "reviews/storedreview", "auth/user", "auth/group"),
)
SUBJECT = "/plan/status/OFFLINE/"


def sign_in(site: LiveSite) -> tuple[str, str]:
    """Sign in; return the cookies, and the token for forms."""
    site.add_superuser(NAME, PASSWORD)
    jar = CookieJar()
    opened = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{site.url}/admin/login/?next=/plan/"
    fields = {"username": NAME, "password": PASSWORD, "next": "/plan/"}
    fields["csrfmiddlewaretoken"] = _token(opened.open(address).read())
    opened.open(address, urlencode(fields).encode()).close()
    token = _token(opened.open(f"{site.url}{SUBJECT}").read())
    return "; ".join(f"{one.name}={one.value}" for one in jar), token


def _token(page: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found[1].decode()


class Editor:
    """Makes the requests of somebody who signed in."""

    def __init__(self, cookies: str, token: str) -> None:
        self._head = {"Cookie": cookies}
        self._token = token

    def requests(self) -> Iterator[Request]:
        """All of them."""
        yield from self._notes()
        yield from self._decisions()
        yield from self._plans()
        yield from self._figures()
        yield from self._admin()
        for path in ("/plan/", "/plan/figures/", "/plan/changes/", "/plan.csv", "/plan/file/"):
            yield self._get(f"afterwards {path}", path)

    def _get(self, name: str, path: str) -> Request:
        return Request(name, path, None, self._head)

    def _post(self, name: str, path: str, /, **fields: str) -> Request:
        body = urlencode({"csrfmiddlewaretoken": self._token, **fields}, errors="replace").encode()
        return Request(name, path, body, {**self._head, "Content-Type": FORM})

    def _file(self, name: str, path: str, part: str, data: bytes, /, **fields: str) -> Request:
        parts = [(part, '; filename="a.json"', data)]
        parts += [(key, "", value.encode()) for key, value in fields.items()]
        made = form(name, path, [("csrfmiddlewaretoken", "", self._token.encode()), *parts])
        return Request(name, path, made.body, {**self._head, **made.headers})

    def _notes(self) -> Iterator[Request]:
        usual = {"table": "connector", "key": "36", "text": "A note."}
        for field in (*usual, "next"):
            for number, text in enumerate(TEXTS):
                given = {**usual, field: text}
                yield self._post(f"note {field} {number}", "/notes/", **given)
        for table in ("connector", "standard", "status", "element", "field"):
            for number, key in enumerate((DIGITS, "9" * 19, "a = b", " = ", "x" * 240, "²")):
                yield self._post(
                    f"note on {table} {number}", "/notes/", table=table, key=key, text="a"
                )

    def _decisions(self) -> Iterator[Request]:
        usual = {"choice": "REMOVED", "reason": "Because.", "version": ""}
        for field in (*usual, "own", "next"):
            for number, text in enumerate(TEXTS):
                given = {**usual, field: text}
                yield self._post(f"decision {field} {number}", SUBJECT, **given)
        own = "/plan/required/ocpi-2.2.1/party_id/"
        for number, text in enumerate(TEXTS):
            more = {"choice": "own", "own": text, "reason": "Because."}
            yield self._post(f"decision of one's own {number}", own, **more)
            yield self._post(
                f"shown {number}", "/plan/shown/", filters=text, keys=text, choice=text
            )
            yield self._get(
                f"shown, read {number}", f"/plan/shown/?q={quote(text[:900])}&sort={number}"
            )
            yield self._post(f"back {number}", "/plan/changes/back/", kind="decision", number=text)
            yield self._post(f"back of {number}", "/plan/changes/back/", kind=text, number="1")
        yield self._post("many filters", "/plan/shown/", filters="a&" * 5_000)

    def _plans(self) -> Iterator[Request]:
        one = {"subject": "status/OFFLINE", "choice": "REMOVED", "reason": "Because."}
        for number, text in enumerate((*TEXTS, "\ud800")):
            for member in (*one, "by", "date", "state", text[:1_000]):
                plan = _plan({**one, member: text})
                yield self._file(f"plan {member[:9]!a} {number}", "/plan/upload/", "file", plan)
            plan = _plan(one, **{text[:1_000]: 1})
            yield self._file(f"plan with {number}", "/plan/upload/", "file", plan)
            yield self._post(f"plan as text {number}", "/plan/upload/", text=text, state="0")
        many = [{**one, "subject": f"status/{number}"} for number in range(5_000)]
        odd = {
            "many subjects": _plan(*many),
            "far more": _plan(*many * 3),
            "nested": b"[" * 1_000_000,
            "nested objects": b'{"a":' * 300_000,
            "digits": b'{"format":' + DIGITS.encode() * 20 + b"}",
            "digits inside": _plan(one).replace(b'"REMOVED"', DIGITS.encode()),
            "exponents": b'{"format": 1e999999999, "decisions": -1e999999999}',
            "UTF-16": _plan(one).decode().encode("utf-16"),
            "UTF-32": _plan(one).decode().encode("utf-32"),
            "BOM": b"\xef\xbb\xbf" + _plan(one),
            "two BOMs": b"\xef\xbb\xbf" * 2 + _plan(one),
            "twice": b'{"format":"evmap-plan/1","format":"evmap-plan/1","decisions":[]}',
            "nothing": b"",
            "NUL": b"\0" * 1_000,
            "names": json.dumps({f"k{n}": n for n in range(90_000)}).encode(),
        }
        for name, data in odd.items():
            yield self._file(f"plan of {name}", "/plan/upload/", "file", data)
            yield self._file(f"plan of {name}, sure", "/plan/upload/", "file", data, state="0")

    def _figures(self) -> Iterator[Request]:
        line: dict[str, object] = {"code": "EV301", "severity": "warning", "occurrences": 1}
        reports = {
            "many findings": _report([line] * 20_000),
            "many subjects": _report([{**line, "subject": f"s{n}"} for n in range(19_000)]),
            "numbers": _report([{**line, "occurrences": 10**12 - 1}] * 15_000),
            "a number": _report([{**line, "occurrences": 10**400}]),
            "no number": _report([{**line, "occurrences": -1}]),
            "half a number": _report([{**line, "occurrences": 1.5}]),
            "records": _report([line], records=10**30),
            "digits": _report([line]).replace(b'"records": 1', b'"records": ' + DIGITS.encode()),
            "nested": b'{"findings":' + b"[" * 900_000,
            "half": _report([{**line, "subject": "\ud800"}]),
            "NUL": _report([{**line, "subject": "\0"}]),
            "long": _report([{**line, "subject": "x" * 1_900_000}]),
            "not UTF-8": b"\xff\xfe",
            "packed": b"\x1f\x8b\x08" + bytes(20),
        }
        for name, data in reports.items():
            yield self._file(f"report of {name}", "/plan/figures/", "report", data)
        for number, text in enumerate(TEXTS):
            made = _report([{**line, "code": text[:99]}])
            yield self._file(f"report of code {number}", "/plan/figures/", "report", made)
            made = _report([line], name=text)
            yield self._file(f"report named {number}", "/plan/figures/", "report", made)
            made = _report([line])
            name = f"source {number}"
            yield self._file(name, "/plan/figures/", "report", made, source=text[:50_000])
        yield self._post("a report without a file", "/plan/figures/", report="x", source="y")

    def _admin(self) -> Iterator[Request]:
        queries = (
            *("q=%00", "q=" + "x" * 3_000, "o=99.-1", "o=" + LONG, "p=-1", "p=" + LONG),
            *("all=1", "e=1", "text__regex=(a%2B)%2B$", "table=%00", "table__exact=%00"),
            *("id=" + LONG, "id__in=%00", "changed_at__gte=x", "changed_at__year=99999999"),
            *("_popup=%00", "_to_field=password", "user__password__startswith=a", "pk=%ff"),
            *("q=" + quote("'; DROP TABLE x; --"), "q=" + "%22" * 900, "_facets=1"),
        )
        fields = ("table", "key", "text", "subject", "choice", "reason", "username", "name")
        for model in MODELS:
            for query in queries:
                yield self._get(f"{model}?{query[:24]}", f"/admin/{model}/?{query}")
            for step in ("%00", "9" * 30, LONG, "_5F", "x/history", "1/history/" + "9" * 30):
                for more in ("", "/change", "/delete", "/history"):
                    path = f"/admin/{model}/{step}{more}/"
                    yield self._get(f"{model} {step[:9]}{more} {len(step)}", path)
            for number, text in enumerate(TEXTS):
                act = {"action": text, "_selected_action": text, "index": text[:5_000]}
                yield self._post(f"{model} action {number}", f"/admin/{model}/", **act)
                given = dict.fromkeys(fields, text)
                yield self._post(f"{model} add {number}", f"/admin/{model}/add/", **given)
        for path in ("r/{0}/{0}/", "autocomplete/?term={0}&app_label=auth", "jsi18n/?language={0}"):
            for step in ("%00", LONG, "9"):
                yield self._get(f"admin {path} {step[:9]}", f"/admin/{path.format(step)}")


def _plan(*decisions: dict[str, str], **more: object) -> bytes:
    return json.dumps({"format": "evmap-plan/1", "decisions": decisions, **more}).encode()


def _report(lines: list[dict[str, object]], *, name: str = "a.json", records: int = 1) -> bytes:
    told = {"name": name, "records": records}
    report = {"format": "evmap-report/1", "target": "v3", "input": told, "findings": lines}
    return json.dumps(report).encode()
