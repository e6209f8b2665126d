"""The pages of a review that was made of something hostile, and what is posted to them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from tests.hostile.measure import Cost
from tests.hostile.requests import FORM, Request

SHOWN = (
    *("", "findings/", "fields/", "document/", "roundtrip/", "checklist/", "options/"),
    *(
        "?finding=%00&place=99999999&at=999999999&file=9999",
        "findings/?code=EV000&fate=x&fate=lossy",
    ),
    *("document/?page=99999999&at=-1", "document/?page=%00", "?file=0", "fields/?fate=%ff"),
    *("download/document/", "download/document/?form=compact", "download/report/?format=html"),
    *("download/report/?format=csv", "download/report/?format=markdown", "download/accepted/"),
    *("download/report/?format=sarif", "download/report/?format=%00", "download/checklist/"),
    *("download/reverted/", "download/report/"),
)
#: Where forms shall lead back to.
NEXT = ("http://[", "//℀.example/", "/reviews/\n", "é" * 2_000, "?" + "&" * 1_900, "\0")
POSTED = (
    ("choose/", {"to": "ocpi-2.2.1", "party": "DE*ABC"}),
    ("choose/", {"to": "\0", "party": "\0" * 50, "publish": "maybe"}),
    ("choose/", {"to": "v3", "partner": "\x1b[31m<b>"}),
    ("what-if/", {"to": "here-v3"}),
    ("what-if/", {"status_OFFLINE": "\0"}),
    ("accept/", {"go": "accept-shown", "accept_reason": "<script>alert(1)</script>=1+1"}),
    ("accept/", {"go": "accept-shown", "accept_reason": "\0", "filters": "code=EV301&" * 600}),
    (
        "accept/",
        {"accept:e30=": "x", "accept:": "x", "accept:!!!": "x", "take_back": "accept:e30="},
    ),
    ("name/", {"name": "=cmd|' /C calc'!A0\r\nX-Forged: 1\0"}),
    ("name/", {"name": "\u202e" * 500}),
    ("keep/", {"name": "'\"><img src=x onerror=alert(1)>"}),
    ("figures/", {"source": "\0"}),
    ("edit/", {"text": "\0"}),
    ("edit/", {"sample": "nothing"}),
)


def pages_of(made: Request, cost: Cost) -> Iterator[Request]:
    """What is asked of a review: few pages of most, everything of some."""
    everything = any(word in made.name for word in ("mark", "odd keys", "warm", "exponents"))
    shown = SHOWN if everything else (SHOWN[0], *SHOWN[1:6:2], *SHOWN[13:18])
    for path in shown:
        yield Request(f"{made.name}, {path or 'desk'}", f"{cost.location}{path}")
    if not everything:
        return
    kind = {"Content-Type": FORM}
    for number, (path, fields) in enumerate(POSTED):
        body = urlencode(fields).encode()
        yield Request(f"{made.name}, {path} {number}", f"{cost.location}{path}", body, kind)
    for number, text in enumerate(NEXT):
        sent = {"name": "a", "next": f"{cost.location}{text}" if number > 2 else text}
        body = urlencode(sent).encode()
        yield Request(f"{made.name}, next {number}", f"{cost.location}name/", body, kind)
    for path in ("", "findings/", "download/report/?format=csv", "download/accepted/", "options/"):
        yield Request(f"{made.name}, after, {path}", f"{cost.location}{path}")
    mine = {**kind, "Cookie": cost.cookies}
    yield Request(f"{made.name}, own", "/reviews/", None, mine)
    yield Request(f"{made.name}, delete", f"{cost.location}delete/", b"", mine)
