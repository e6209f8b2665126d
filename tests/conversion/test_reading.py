"""Every shape, wrapping and encoding of the input; what is not v2 is named."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from evmap.conversion import TARGETS, ReadError, TooLarge, convert
from evmap.conversion.batch.source import Source
from evmap.conversion.limits import LOCAL, Limits
from evmap.conversion.read import encoding as encodings
from evmap.conversion.read.encoding import to_utf8
from evmap.conversion.read.jsonp import without_call
from tests.conversion import support
from tests.conversion.support import answer, ccs, encode, locations, run, station, status

ONE = station(ccs(status("A")))
TWO = station(ccs(status("B")), poolId="pool-2", id="station-2")
POOL = {"id": "pool-1", "stations": [{"evses": [{"cpoId": "A", "connectors": [{"typeId": "34"}]}]}]}
OTHER = {**POOL, "id": "pool-2"}


def _uids(value: Any) -> list[list[str]]:
    return [[evse["uid"] for evse in found.get("evses", ())] for found in locations(run(value))]


@pytest.mark.parametrize(
    ("value", "shape", "records", "uids"),
    [
        (answer(ONE, TWO), "stations", 2, [["A"], ["B"]]),
        ({"hasMore": True, "count": 2, **answer(ONE, TWO)}, "stations", 2, [["A"], ["B"]]),
        ({"hasMore": False, **answer(ONE)}, "stations", 1, [["A"]]),
        ({"hasMore": False, **answer()}, "stations", 0, []),
        ({"evStations": {"evStation": ONE}}, "stations", 1, [["A"]]),
        (ONE, "station", 1, [["A"]]),
        ([ONE, TWO], "list", 2, [["A"], ["B"]]),
        ({"pools": [POOL, OTHER]}, "evses-bulk", 2, [["A"], ["A"]]),
        ({"pools": POOL}, "evses-bulk", 1, [["A"]]),
        ([POOL, OTHER], "list", 2, [["A"], ["A"]]),
        (POOL, "pool", 1, [["A"]]),
        ({"stations": POOL["stations"]}, "pool", 1, [["A"]]),
        ({"stations": [ONE, TWO]}, "stations", 2, [["A"], ["B"]]),
        ({"hasMore": False, "stations": [ONE]}, "stations", 1, [["A"]]),
        ({"stations": {"station": [ONE, TWO]}}, "stations", 2, [["A"], ["B"]]),
        ({"stations": {"station": ONE}}, "stations", 1, [["A"]]),
        ({"hasMore": False, "count": 0, "stations": []}, "stations", 0, []),
        ({"hasMore": False, "count": 0, "evStations": None}, "stations", 0, []),
        ([{"hasMore": True, **answer(ONE)}, answer(TWO)], "list", 2, [["A"], ["B"]]),
    ],
)
def test_every_documented_shape_is_read(
    value: Any, shape: str, records: int, uids: list[list[str]]
) -> None:
    conversion = run(value)
    assert (conversion.input.shape, conversion.input.records) == (shape, records)
    assert _uids(value) == uids
    for target in TARGETS:
        support.check_ledger(support.check_both_ways(encode(value), target), value)


@pytest.mark.parametrize(
    "form",
    [
        b"callback(%s);",
        b"/**/ jQuery123_4(%s)",
        b"\n  my.own$call ( %s ) ;\n",
        b"/**/ typeof cb === 'function' && cb(%s);",
    ],
)
def test_jsonp_is_read_as_its_argument(form: bytes) -> None:
    text = form % encode(answer(ONE))
    conversion = run(text)
    assert conversion.input.shape == "stations"
    assert [[evse["uid"] for evse in found["evses"]] for found in locations(conversion)] == [["A"]]
    assert without_call(text).strip() == encode(answer(ONE))
    assert len(without_call(text)) == len(text)


def test_places_in_jsonp_are_those_of_the_text() -> None:
    text = b"\ncb(" + encode({"evStations": {"evStation": [{"poolId": "p", "colour": 1}]}}) + b")"
    (finding,) = [f for f in support.report(run(text)).findings if f.code == "EV101"]
    (example,) = finding.examples
    assert (example.line, example.column) == (2, text.index(b"1}"))


@pytest.mark.parametrize("text", [b"callback(1", b"a b(1)", b"(1)", b"1(2)", b"/* cb(1) */", b"{}"])
def test_what_is_no_jsonp_stays_as_it_is(text: bytes) -> None:
    assert without_call(text) == text


@pytest.mark.parametrize("separator", [b"\n", b"\r\n", b"\n\n  \n"])
@pytest.mark.parametrize(
    "lines", [(ONE, TWO), (answer(ONE), answer(TWO)), (answer(ONE), TWO), (POOL, OTHER)]
)
def test_ndjson_gives_ndjson(lines: tuple[Any, ...], separator: bytes) -> None:
    data = separator.join(encode(line) for line in lines) + b"\n"
    conversion = run(data)
    assert conversion.input.shape == "ndjson"
    assert len(conversion.document.splitlines()) == 2
    assert [json.loads(line)["id"] for line in conversion.document.splitlines()] == [
        found["id"] for value in lines for found in locations(run(value))
    ]
    support.check_ledger(conversion, list(lines))


def test_a_pool_that_comes_back_on_a_later_line_is_one_location() -> None:
    again = station(ccs(status("C")), id="station-3")
    data = b"\n".join(encode(line) for line in (ONE, TWO, again))
    assert _uids(data) == [["A", "C"], ["B"]]


def test_a_bad_line_is_a_finding_and_the_others_are_converted() -> None:
    data = b"\n".join([encode(ONE), b'{"poolId": ', encode(TWO), b'{"a": 1}', b"[1]"])
    conversion = run(data)
    assert _uids(data) == [["A"], ["B"]]
    (first, *others) = [f for f in support.report(conversion).findings if f.code == "EV108"]
    places = {(e.line, e.v2_pointer) for f in (first, *others) for e in f.examples}
    assert places == {(2, "/1"), (4, "/3"), (5, "/4/0")}


TEXT = encode(answer(ONE))

#: Name -> (bytes, the encoding that a finding names).
ENCODINGS: dict[str, tuple[bytes, str | None]] = {
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + TEXT, None),
    "UTF-16 with a mark": (TEXT.decode().encode("utf-16"), "UTF-16-LE"),
    "UTF-16 little-endian": (TEXT.decode().encode("utf-16-le"), "UTF-16-LE"),
    "UTF-16 big-endian": (TEXT.decode().encode("utf-16-be"), "UTF-16-BE"),
    "UTF-32 with a mark": (TEXT.decode().encode("utf-32"), "UTF-32-LE"),
    "gzip": (gzip.compress(TEXT), None),
    "gzip of UTF-16": (gzip.compress(TEXT.decode().encode("utf-16")), "UTF-16-LE"),
    "gzip of two members": (gzip.compress(TEXT[:50]) + gzip.compress(TEXT[50:]), None),
    "blanks around": (b"\n\n   " + TEXT + b"\n \t\n", None),
}


@pytest.mark.parametrize(
    "behind", [b"", b"\0" * 9, b"no gzip", gzip.compress(b"", mtime=0), b"\x1f"]
)
def test_a_packed_file_and_packed_bytes_hold_the_same(behind: bytes, tmp_path: Path) -> None:
    packed = gzip.compress(TEXT) + behind
    file = tmp_path / "packed.gz"
    file.write_bytes(packed)
    with Source(str(file)).unpacked() as plain:
        assert (plain.read(0, plain.size()), "utf-8") == to_utf8(packed, LOCAL) == (TEXT, "utf-8")


@pytest.mark.parametrize(("data", "encoding"), ENCODINGS.values(), ids=ENCODINGS)
def test_every_encoding_and_gzip_give_the_same_document(data: bytes, encoding: str | None) -> None:
    conversion = run(data)
    assert conversion.document == run(answer(ONE)).document
    told = [f.message for f in support.report(conversion).findings if f.code == "EV110"]
    assert len(told) == (encoding is not None)
    assert all((encoding or "") in message for message in told)
    support.check_ledger(conversion, answer(ONE))


def _collapsed() -> Any:
    group = ccs(status("A"))
    group["connectorStatuses"] = {"connectorStatus": status("A")}
    found = station(group, contacts={"phone": {"value": "+49 1"}})
    found["connectors"] = {"connector": group}
    return {"evStations": {"evStation": found}}


@pytest.mark.parametrize("piece", [1, 2, 3, 1000])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"", None),
        ("Größe €".encode(), None),
        (b"\xc3", 0),
        (b"ab\xff\xffcd", 2),
        (b"x\xe2\x82\xacy\xe2\x82z", 5),
    ],
)
def test_the_first_byte_that_is_no_utf_8_is_found_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch, text: bytes, place: int | None, piece: int
) -> None:
    monkeypatch.setattr(encodings, "CHUNK", piece)
    assert encodings.first_bad_byte(io.BytesIO(text)) == place


def test_the_column_of_a_byte_counts_characters() -> None:
    with pytest.raises(ReadError, match="line 2, column 3"):
        convert(b'{"a":\n' + "é1".encode() + b"\xff}")


def test_lists_of_one_that_stand_as_one_object_are_read() -> None:
    conversion = run(_collapsed())
    assert locations(conversion)[0]["help_phone"] == "+49 1"
    assert _uids(_collapsed()) == [["A"]]
    support.check_ledger(conversion, _collapsed())
    found = {pattern for code, pattern in support.codes(conversion) if code == "EV106"}
    base = "/evStations/evStation"
    assert found == {
        f"{base}/contacts/phone",
        f"{base}/connectors/connector",
        f"{base}/connectors/connector/connectorStatuses/connectorStatus",
    }


@pytest.mark.parametrize(
    "value",
    [
        {"hasMore": False, "count": 0},
        {"evStations": {}},
        {"count": 0, "evStations": {}},
        {"hasMore": False, "count": 0, "evStations": {"evStation": []}},
    ],
)
def test_an_answer_without_stations_is_an_answer(value: Any) -> None:
    conversion = run(value)
    assert locations(conversion) == []
    assert conversion.input.shape == "stations"
    support.check_ledger(conversion, value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"items": [], "missingItems": []}, "v3"),
        ({"id": "here:evcp:charginglocation:x", "location": {}, "evses": []}, "v3 location"),
        ({"data": [], "status_code": 1000}, "OCPI"),
        ({"Type": "Unauthorized", "Message": ["..."]}, "error response"),
        ({"error": "Forbidden", "error_description": "..."}, "error response"),
        (
            {"title": "x", "status": 404, "code": "E", "cause": "y", "action": "z"},
            "error response of v3",
        ),
        ({"items": [{"title": "A", "resultType": "place"}]}, "HERE Search"),
        (
            {"title": "A", "id": "x", "resultType": "place", "address": {}, "position": {}},
            "HERE Search",
        ),
        ({"id": "P", "evses": [], "coordinates": {}}, "location of OCPI"),
        ({"evStations": {"stations": []}}, "evStation"),
        ({"evStation": []}, "evStations"),
        ({"hasMore": False, "count": 3}, "evStations"),
        ({"hasMore": False}, "evStations"),
        ({"a": 1, "b": 2}, "a, b"),
        ([], "empty"),
        ([1, 2], "no v2 stations"),
        (None, "null"),
        (True, "true or false"),
        ("x", "a string"),
        (7, "a number"),
        ({}, "no v2 response"),
    ],
)
def test_what_is_not_v2_is_named(value: Any, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        run(value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'{"evStations": {"evStation": [}}', 1, 31),
        (b'{\n "evStations":\n  {"evStation": [1,]}}', 3, 20),
        (b'{"evStations": {"evStation": [{"name": "\xe9"}]}}', 1, 41),
        ('{"name": "äöü", x}'.encode(), 1, 17),
        (b'{"poolId": "x', 1, 12),
        (b"<evStations>", 1, 13),
        (b"\n <a></b>", 2, 7),
        (b"{'poolId': 1}", 1, 2),
    ],
)
def test_malformed_text_is_refused_with_line_and_column(
    data: bytes, line: int, column: int
) -> None:
    with pytest.raises(ReadError) as caught:
        run(data)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("key", ["stations", "pools"])
def test_a_response_with_an_empty_list_loses_nothing(key: str) -> None:
    conversion = support.check_both_ways(encode({key: []}), "v3")
    assert support.locations(conversion) == []
    assert not support.report(conversion).findings
    support.check_ledger(conversion, {key: []})


def test_an_entry_of_a_list_that_is_refused_leaves_the_others() -> None:
    deep = '{"evStations": {"evStation": [], "x": ' + "[" * 70 + "]" * 70 + "}}"
    text = f"[{json.dumps(ONE)}, {deep}]".encode()
    conversion = run(text)
    assert len(support.locations(conversion)) == 1
    assert ("EV108", "/*") in support.codes(conversion)


def test_more_bytes_than_the_limit_are_too_large_before_and_after_unpacking() -> None:
    limits = Limits(bytes=1000)
    with pytest.raises(TooLarge):
        run(encode(answer(*[ONE] * 10)), limits=limits)
    with pytest.raises(TooLarge):
        run(gzip.compress(encode(answer(*[ONE] * 10))), limits=limits)


def test_a_finding_points_at_line_and_column_of_the_users_own_text() -> None:
    text = json.dumps(answer(station(ccs(status("Ä", "BROKEN")))), indent=2, ensure_ascii=False)
    (finding,) = [f for f in support.report(run(text.encode())).findings if f.code == "EV302"]
    (example,) = finding.examples
    lines = text.splitlines()
    assert example.line is not None
    assert example.column is not None
    assert lines[example.line - 1][example.column - 1 :].startswith('"BROKEN"')
    pointer = "/evStations/evStation/0/connectors/connector/0/connectorStatuses/connectorStatus/0"
    assert (example.v2_pointer, example.value) == (f"{pointer}/state", "BROKEN")


def test_each_value_of_a_repeated_key_has_a_fate_and_a_place_of_its_own() -> None:
    text = (
        '{"poolId": "p",\n "name": "first",\n "name": {"x": 1, "y": [2]},\n "name": "last",\n'
        ' "address": {"city": "A", "city": "B"}}'
    )
    conversion = run(text.encode())
    (written,) = support.locations(conversion)
    assert (written["name"], written["city"]) == ("last", "B")
    assert support.fates(conversion)["/name"] == {"same": 1, "invalid": 1}
    assert support.fates(conversion)["/name/x"] == {"invalid": 1}
    assert support.fates(conversion)["/name/y/*"] == {"invalid": 1}
    assert support.fates(conversion)["/address/city"] == {"restructured": 1, "invalid": 1}
    assert support.report(conversion).summary.leaves == 7
    told = [
        (finding.pattern, finding.fate, place.line, place.column)
        for finding in support.report(conversion).findings
        if finding.code == "EV103"
        for place in finding.examples
    ]
    assert sorted(told) == [
        ("/address/city", "invalid", 5, 22),
        ("/name", "invalid", 2, 10),
        ("/name", "invalid", 3, 10),
    ]


def test_the_stations_of_a_list_that_is_written_over_are_counted() -> None:
    text = (
        b'{"evStations":{"evStation":[{"poolId":"a"},{"poolId":"b"}]},"evStations":{"evStation":['
    )
    conversion = run(text + b'{"poolId":"c"}]}}')
    assert [one["id"] for one in support.locations(conversion)] == ["c"]
    assert support.report(conversion).summary.leaves == 3
    assert support.report(conversion).summary.fates["invalid"] == 2
