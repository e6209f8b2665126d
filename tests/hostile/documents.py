"""Documents that ask for much, or are not what they say: all made here, from a few bytes each."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator

from evmap.samples import SAMPLES

MB = 1 << 20
SAMPLE = next(iter(SAMPLES.values()))
POSITION = '"position":{"latitude":1.5,"longitude":2.5}'
MARKUP = (
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "{{7*7}}{% debug %}",
    "\u202eevil\u0007\u001b[31m",
    "javascript:alert(1)",
    "../../../etc/passwd",
    "' OR 1=1 --",
    "\ud83d",
)


def _record(inner: str, **more: str) -> bytes:
    """A station with something in it."""
    members = {"poolId": '"p"', "id": '"1"', **more}
    text = ",".join(f'"{name}":{value}' for name, value in members.items())
    return f"{{{text},{POSITION}{',' if inner else ''}{inner}}}".encode()


def _answer(stations: str) -> bytes:
    return f'{{"evStations":{{"evStation":[{stations}]}}}}'.encode()


def _station(number: int, pool: str, inner: str = "") -> str:
    return f'{{"id":"{number}","poolId":"{pool}",{POSITION}{inner}}}'


def _groups(group: str, number: int) -> bytes:
    return _record(f'"connectors":{{"connector":[{",".join([group] * number)}]}}')


def _unknown_ids(number: int) -> bytes:
    groups = ",".join(f'{{"connectorType":{{"id":"{1000 + n}"}}}}' for n in range(number))
    return _record(f'"connectors":{{"connector":[{groups}]}}')


def large() -> Iterator[tuple[str, bytes]]:
    """Documents that would take long or much memory."""
    yield "numbers", b"[" + b"1," * 1_490_000 + b"1]"
    yield "numbers, packed", gzip.compress(b"[" + b"1," * 10_000_000 + b"1]")
    yield "empty objects", b"[" + b"{}," * 499_999 + b"{}]"
    yield "small stations", _answer(",".join(f'{{"id":"{n}"}}' for n in range(49_000)))
    yield "more stations", _answer(",".join(f'{{"id":"{n}"}}' for n in range(700_000)))
    yield "one pool", _answer(",".join(_station(n, "p") for n in range(999)))
    yield "one large pool", _answer(",".join(_station(n, "p") for n in range(100_000)))
    yield "many pools", _answer(",".join(_station(n, str(n)) for n in range(49_000)))
    yield "unknown ids", _unknown_ids(4_900)
    yield "more unknown ids", _unknown_ids(300_000)
    yield "empty connectors", _groups("{}", 4_999)
    yield "400,000 connectors", gzip.compress(_groups("{}", 400_000))
    yield "stations of many connectors", _many_connectors()
    yield "one key", _record(",".join(['"a":1'] * 99_000))
    yield "one key, more often", _record(",".join(['"a":1'] * 1_400_000))
    yield "odd keys", _record(",".join(f'"k{n}":1' for n in range(99_000)))
    yield "odd keys everywhere", _odd_everywhere()
    yield "a long name", _record(f'"brand":"{"x" * 19 * MB}"')
    yield "a name of escapes", _record('"brand":"' + '\\"' * 9_000_000 + '"')
    yield "a key of escapes", _record('"' + '\\"' * 9_000_000 + '":1')
    yield "line ends in a list", _record(f'"connectors":[{chr(10) * 19_000_000}]')
    yield "line ends", b"\n" * 20_000_000
    yield "lines of nothing", b"{}\n" * 600_000
    yield "lines of stations", _lines(49_000)
    yield "phones", _record(_list("contacts", "phone", '{"value":"+49"}', 30_000))
    yield "different phones", _four(_phones(24_000))
    yield "many states", _record(_states(20_000))
    yield "many states everywhere", _four(_states(30_000))
    yield "heavy groups everywhere", heavy_groups(9)
    yield "odd keys in each", _four(",".join(f'"k{n}":{n}' for n in range(98_000)))
    yield (
        "blank lines and one name",
        _record(f'"brand":"{"x" * MB}"').replace(b",", b",\n" * 50_000),
    )
    yield "members", gzip.compress(_record("")) + gzip.compress(b"") * 900_000
    bomb = gzip.compress(b"0" * (500 * MB))
    yield "a bomb", bomb
    yield "a bomb in a bomb", gzip.compress(bomb)
    yield "deep lists", b"[" * 5_000_000
    yield "deep objects", b'{"a":' * 1_000_000
    yield "deep in a station", _record('"brand":' + "[" * 60 + "]" * 60)
    yield "digits", _record('"distance":' + "9" * 15_000_000)
    yield "decimals", _record('"distance":0.' + "9" * 15_000_000)
    yield "exponents", _record(",".join(f'"k{n}":1e-99999{n}' for n in range(10_000)))
    yield "made EVSEs", _groups('{"numberOfConnectors":2000000000}', 3)
    yield "quotation marks", b'"' * 20_000_000
    yield "backslashes", b'{"poolId":"' + b"\\" * 20_000_000 + b'"}'
    yield "commas", b"," * 20_000_000
    yield "half characters", _record(",".join(['"\\ud800":"\\udfff"'] * 10_000))
    yield from _xml()


def _xml() -> Iterator[tuple[str, bytes]]:
    one = b"<evStation><poolId>p</poolId><id>1</id></evStation>"
    yield "XML stations", b"<evStations>%s</evStations>" % (one * 100_000)
    yield "XML elements", b"<a>%s</a>" % (b"<b/>" * 4_000_000)
    yield "XML attributes", b"<a %s/>" % b" ".join(b"a%d=''" % n for n in range(1_000_000))
    yield "XML without an end", gzip.compress(b"<a><![CDATA[" + b"]]" * 7_000_000)
    yield "XML lines", b"<a>x%s</a>" % (b"\n" * 19_000_000)
    yield "XML entities", b"<a>%s</a>" % (b"&amp;" * 3_900_000)
    yield "XML depth", b"<a>" * 1_000_000
    yield (
        "XML laughs",
        (b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;">]><a>&c;</a>'),
    )
    yield "XML calls out", b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>'
    yield "XML includes", b'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="/"/></a>'


def _many_connectors() -> bytes:
    groups = f'{{"connector":[{",".join(["{}"] * 4_000)}]}}'
    return _answer(",".join(_station(n, str(n), f',"connectors":{groups}') for n in range(250)))


def _four(inner: str) -> bytes:
    """Four locations with the same in them."""
    return _answer(",".join(_station(n, str(n), f",{inner}") for n in range(4)))


def _phones(number: int) -> str:
    values = ",".join(f'{{"value":"{n}"}}' for n in range(number))
    return f'"contacts":{{"phone":[{values}]}}'


def heavy_groups(number: int) -> bytes:
    """Locations of as many connectors as one may have, all of them different."""
    groups = ",".join(
        f'{{"connectorType":{{"id":"{n % 90}"}},"chargeCapacity":"{n} kW",'
        f'"chargingPoint":{{"voltsRange":"{n}V AC","amps":"{n}"}}}}'
        for n in range(4_999)
    )
    connectors = f',"connectors":{{"connector":[{groups}]}}'
    return _answer(",".join(_station(n, str(n), connectors) for n in range(number)))


def _odd_everywhere() -> bytes:
    odd = ",".join(f'"k{n}":{n}' for n in range(100))
    return _answer(",".join(_station(n, str(n), f",{odd}") for n in range(10_000)))


def _lines(number: int) -> bytes:
    return "\n".join(_station(n, str(n)) for n in range(number)).encode()


def _list(outer: str, inner: str, value: str, number: int) -> str:
    return f'"{outer}":{{"{inner}":[{",".join([value] * number)}]}}'


def _states(number: int) -> str:
    states = ",".join(f'{{"cpoEvseId":"DE*A*E{n}","state":"S{n}"}}' for n in range(number))
    group = f'{{"connectorStatuses":{{"connectorStatus":[{states}]}}}}'
    return f'"connectors":{{"connector":[{group}]}}'


def odd() -> Iterator[tuple[str, bytes]]:
    """Small documents that are not what they say."""
    for number, mark in enumerate(MARKUP):
        yield f"mark {number} in values", _everywhere(mark)
        yield f"mark {number} as keys", _record(f"{json.dumps(mark)}:{json.dumps(mark)}")
    yield from (
        ("nothing", b""),
        ("blanks", b" \r\n\t"),
        ("null", b"null"),
        ("NaN", b"NaN"),
        ("a NUL", b"\x00"),
        ("Latin-1", "{'a': 'ß'}".encode("latin-1")),
        ("UTF-7", b"+AHs-"),
        ("UTF-16 cut off", '{"a":1}'.encode("utf-16") + b"x"),
        ("UTF-32", '{"poolId":"a"}'.encode("utf-32")),
        ("binary", bytes(range(256)) * 100),
        ("a zip", b"PK\x03\x04" + bytes(200)),
        ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("half a gzip", gzip.compress(_record(""))[:-5]),
        ("gzip of nothing", gzip.compress(b"")),
        ("a page", b"<!doctype html><title>502</title>"),
        ("infinite", _record('"distance":Infinity,"x":-Infinity,"y":1e999')),
        ("a key twice", _record('"connectors":{},"connectors":[[]]')),
        ("a pickle", b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00cos\nsystem\n"),
    )
    dice = random.Random(16)  # noqa: S311 - the same documents in every run
    sample = SAMPLE.read()
    for number in range(40):
        yield f"mangled {number}", _mangled(sample, dice)


def _everywhere(mark: str) -> bytes:
    """A sample with a text in place of every text."""
    value = json.loads(SAMPLE.read())

    def marked(inner: object) -> object:
        if isinstance(inner, dict):
            return {key: marked(member) for key, member in inner.items()}
        if isinstance(inner, list):
            return [marked(member) for member in inner]
        return mark if isinstance(inner, str) else inner

    return json.dumps(marked(value)).encode()


def _mangled(data: bytes, dice: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(dice.randint(1, 20)):
        at = dice.randrange(len(found))
        found[at : at + dice.randint(0, 9)] = dice.randbytes(dice.randint(0, 9))
    return bytes(found)
