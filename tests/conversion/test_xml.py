"""XML answers: the same documents as from JSON, places in the XML, clear errors."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given

from evmap.conversion import LOCAL, TARGETS, Conversion, Limits, ReadError, convert
from tests.conversion import support
from tests.conversion.strategies import ANSWERS, mangled
from tests.conversion.support import run
from tests.conversion.test_properties import SETTINGS
from tests.conversion.test_whole import SAMPLES

ANSWER = """<?xml version="1.0" encoding="UTF-8"?>
<evStationsResult xmlns="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="urn:x x.xsd" hasMore="false" count="1">
  <evStations>
    <!-- the only one -->
    <evStation id="s1" lastUpdateTimestamp="2026-03-12T13:36:40.919Z">
      <poolId>evcp0-x</poolId>
      <name>Stra&#223;e &amp; <![CDATA[<Söhne>]]></name>
      <contacts><phone label="PHONE">+4930123</phone></contacts>
      <position><latitude>52.5199013</latitude><longitude>13.40</longitude></position>
      <totalNumberOfConnectors>1</totalNumberOfConnectors>
      <connectors>
        <connector>
          <connectorType id="31" name="IEC 62196-2 type 2 (Type 2)"/>
          <maxPowerLevel>22.0</maxPowerLevel><fixedCable>0</fixedCable>
          <chargingPoint numberOfConnectors="1"><phases>three</phases></chargingPoint>
        </connector>
      </connectors>
    </evStation>
  </evStations>
</evStationsResult>
"""

#: What ANSWER is in JSON.
SAME: dict[str, Any] = {
    "hasMore": False,
    "count": 1,
    "evStations": {
        "evStation": [
            {
                "id": "s1",
                "lastUpdateTimestamp": "2026-03-12T13:36:40.919Z",
                "poolId": "evcp0-x",
                "name": "Straße & <Söhne>",
                "contacts": {"phone": [{"label": "PHONE", "value": "+4930123"}]},
                "position": {"latitude": 52.5199013, "longitude": 13.4},
                "totalNumberOfConnectors": 1,
                "connectors": {
                    "connector": [
                        {
                            "connectorType": {"id": "31", "name": "IEC 62196-2 type 2 (Type 2)"},
                            "maxPowerLevel": 22.0,
                            "fixedCable": False,
                            "chargingPoint": {"numberOfConnectors": 1, "phases": "three"},
                        }
                    ]
                },
            }
        ]
    },
}


#: HERE documents XML of these answers; of evses/bulk it documents JSON only.
STATIONS = [path for path in SAMPLES if b'"evStations"' in path.read_bytes()]


def told(conversion: Conversion) -> list[tuple[str, str, int]]:
    """Return code, pattern and number of all findings but that of XML itself."""
    found = ((f.code, f.pattern, f.occurrences) for f in conversion.findings)
    return sorted(one for one in found if one[0] != "EV111")


# --- From JSON to XML and back: what v2's documentation says of the two ---


def to_xml(name: str, value: Any, *, attributes: bool) -> str:
    """Write JSON as v2 would write XML; scalars as attributes or as elements."""
    if isinstance(value, list):
        return "\n".join(to_xml(name, entry, attributes=attributes) for entry in value)
    if not isinstance(value, dict):
        return f"<{name}>{escape(_text(value))}</{name}>"
    outside = {
        key: member
        for key, member in value.items()
        if attributes and not isinstance(member, dict | list) and member is not None
    }
    inside = {key: member for key, member in value.items() if key not in outside}
    tag = "".join(f" {key}={quoteattr(_text(member))}" for key, member in outside.items())
    children = (to_xml(key, member, attributes=attributes) for key, member in inside.items())
    return f"<{name}{tag}>\n{''.join(children)}</{name}>"


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def same_names(value: Any) -> bool:
    """Say whether all keys can be names of elements."""
    if isinstance(value, dict):
        return all(key.isidentifier() and same_names(inner) for key, inner in value.items())
    return all(map(same_names, value)) if isinstance(value, list) else True


@pytest.mark.parametrize("attributes", [False, True])
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("path", STATIONS, ids=lambda path: path.stem)
def test_a_sample_in_xml_gives_the_document_that_it_gives_in_json(
    path: Path, target: str, attributes: bool
) -> None:
    value = json.loads(path.read_bytes(), parse_float=str)
    xml = to_xml("evStationsResult", value, attributes=attributes).encode()
    conversion = run(xml, target=target)
    assert conversion.document == run(path.read_bytes(), target=target).document
    assert [f.occurrences for f in conversion.findings if f.code == "EV111"] == [1]
    support.check_ledger(conversion, json.loads(conversion.text))


@given(ANSWERS | mangled())
@SETTINGS
def test_any_answer_in_xml_is_accounted_for(value: Any) -> None:
    if not same_names(value):
        return
    xml = to_xml("evStationsResult", value, attributes=True)
    try:
        conversion = convert(xml.encode())
    except (ReadError, UnicodeEncodeError):
        return
    support.check_ledger(conversion, json.loads(conversion.text))


# --- One answer, looked at closely ---


def test_attributes_elements_lists_and_types_are_those_of_the_field_map() -> None:
    conversion = run(ANSWER.encode())
    assert json.loads(conversion.text) == SAME
    assert conversion.document == run(json.dumps(SAME).encode()).document
    assert told(conversion) == told(run(json.dumps(SAME).encode()))
    assert b"52.5199013" in conversion.text


def test_lines_and_columns_are_those_of_the_xml() -> None:
    lines = ANSWER.splitlines()
    shown = {
        (finding.code, finding.pattern.rpartition("/")[2]): lines[place.line - 1][
            place.column - 1 :
        ]
        for finding in support.report(run(ANSWER.encode())).findings
        for place in finding.examples
        if place.line and place.column
    }
    assert shown["EV102", "phases"].startswith("three<")
    assert shown["EV409", "count"].startswith('1">')
    assert shown["EV402", "id"].startswith('s1" last')
    assert shown["EV404", "label"].startswith('PHONE">')
    assert shown["EV111", ""].startswith("<?xml")


def test_each_value_stands_on_its_line_of_the_xml_in_the_json_too() -> None:
    xml, read = ANSWER.splitlines(), run(ANSWER.encode()).text.decode().splitlines()
    for word in ("s1", "evcp0-x", "+4930123", "52.5199013", "22.0", "three"):
        (line,) = (number for number, text in enumerate(xml) if word in text)
        assert word in read[line]


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        ("<a/>", {"a": ""}),
        ("<a x='1'/>", {"a": {"x": "1"}}),
        ("<a x='1'>t</a>", {"a": {"x": "1", "value": "t"}}),
        ("<a>1</a><a>2</a>", {"a": ["1", "2"]}),
        ("<a>1</a><b/><a>2</a>", {"a": ["1", "2"], "b": ""}),
        ("<connectors/>", {"connectors": {"connector": []}}),
        ("<connectors><connector/></connectors>", {"connectors": {"connector": [{}]}}),
        ("<distance> 12 </distance>", {"distance": 12}),
        ("<distance>1e400</distance>", None),
        ("<distance>012</distance>", {"distance": "012"}),
        ("<name>\n A  b \n</name>", {"name": "A  b"}),
        ('<name>a"\\b</name>', {"name": 'a"\\b'}),
        (
            "<distance xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>",
            {"distance": None},
        ),
        ("<z:name xmlns:z='urn:z' z:id='x'>n</z:name>", {"name": {"id": "x", "value": "n"}}),
    ],
)
def test_how_an_element_is_read(inside: str, read: Any) -> None:
    conversion = run(f"<evStation><poolId>p</poolId>{inside}</evStation>".encode())
    if read is None:
        assert b"1e400" in conversion.text
    else:
        assert json.loads(conversion.text) == {"poolId": "p", **read}


def test_a_field_that_repeats_and_is_no_list_repeats_its_key() -> None:
    conversion = run(b"<evStation><poolId>p</poolId><name>a</name><name>b</name></evStation>")
    assert conversion.text == b'{"poolId": "p","name": "a","name": "b"}'
    assert "EV103" in {finding.code for finding in conversion.findings}


@pytest.mark.parametrize(
    "text",
    [
        "<evStations><evStation><poolId>p</poolId></evStation></evStations>",
        "<evStation><poolId>p</poolId></evStation>",
        "<evStation poolId='p'/>",
        "<r:evStations xmlns:r='u'><r:evStation poolId='p'/></r:evStations>",
    ],
)
def test_parts_of_an_answer_are_read(text: str) -> None:
    assert json.loads(run(text.encode()).document)["items"][0]["id"] == "p"


def test_an_answer_without_stations_is_one() -> None:
    conversion = run(b'<evStationsResult count="0"><evStations/></evStationsResult>')
    assert json.loads(conversion.document)["items"] == []


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "iso-8859-15"]
)
def test_the_declared_encoding_is_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><evStation poolId="p" name="Straße"/>'
    text = text.replace("utf-8-sig", "utf-8")
    conversion = run(text.encode(encoding))
    assert json.loads(conversion.document)["items"][0]["name"] == "Straße"
    told_encoding = "EV110" in {finding.code for finding in conversion.findings}
    assert told_encoding is not encoding.startswith("utf-8")


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
#: Name -> (XML, a part of the message, the line that is named).
REFUSED: dict[str, tuple[bytes, str, int | None]] = {
    "a bomb of entities": (
        f'<!DOCTYPE x [<!ENTITY l0 "lol">{BOMB}]>\n<x>&l9;</x>'.encode(),
        "declares a document type",
        1,
    ),
    "an entity from outside": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<x>&e;</x>',
        "declares a document type",
        1,
    ),
    "a DTD from outside": (b'<!DOCTYPE x SYSTEM "http://[::1]:1/">\n<x/>', "document type", 1),
    "an entity of HTML": (b"<evStation>\n&auml;</evStation>", "undefined entity", 2),
    "truncated": (ANSWER[:600].encode(), "ends too early", 12),
    "a wrong end": (b"<a>\n<b></a>", "mismatched tag", 2),
    "two roots": (b"<a/>\n<b/>", "junk after document element", 2),
    "a web page": (b"\n<!DOCTYPE html><html></html>", "web page", 2),
    "too deep": (b"<a>" * 200_000, "nested more than 64", 1),
    "too many": (b"<a>" + b"<b/>" * 2000 + b"</a>", "more than 1,000 elements", None),
    "another encoding": (b'<?xml version="1.0" encoding="ebcdic"?><a/>', "EBCDIC", None),
    "undeclared latin-1": ("<evStation>ß</evStation>".encode("latin-1"), "not UTF-8", 1),
    "a declaration that lies": (
        '<?xml version="1.0" encoding="us-ascii"?><a>ß</a>'.encode(),
        "US-ASCII",
        None,
    ),
    "NUL": (b"<a>\0</a>", "not well-formed", 1),
    "half a pair": (b"<a>&#xD83D;</a>", "invalid character", 1),
    "no v2": (b"<rss><channel/></rss>", "no v2 response", None),
    "an error": (b"<error>quota</error>", "error response", None),
}


@pytest.mark.parametrize(("data", "words", "line"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_safe_xml_of_v2_is_refused_with_a_message(
    data: bytes, words: str, line: int | None
) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        run(data, limits=Limits(markup=1000))
    assert time.monotonic() - started < 5
    assert words in str(caught.value)
    assert caught.value.line == line


def test_the_limit_of_bytes_holds() -> None:
    with pytest.raises(ReadError, match="larger than"):
        run(ANSWER.encode(), limits=Limits(bytes=100))


def test_long_tags_texts_and_lines_take_no_long_time() -> None:
    many = " ".join(f'a{number}="1"' for number in range(20_000))
    started = time.monotonic()
    for text in (
        f"<evStation poolId='p' {many}/>",
        f"<evStation poolId='p'>{'<connectors/>' * 20_000}</evStation>",
        f"<evStation poolId='p'><name>{'a&amp;' * 100_000}</name></evStation>",
    ):
        run(text.encode(), limits=LOCAL)
    assert time.monotonic() - started < 30
