"""Large inputs record by record: all records together are the ledger, and each is found again."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from evmap.conversion import Options
from evmap.conversion import convert as core_convert
from evmap.conversion.reports.contract import make_report
from evmap.reviews.record_list import RecordList, worst_record
from evmap.reviews.records import Records
from evmap.reviews.service import web_limits
from evmap.samples import SAMPLES
from tests.reviews.conftest import Convert, Seen, again

STATIONS: list[dict[str, Any]] = [
    {**station, "poolId": f"{name}-{copy}-{station['poolId']}"}
    for copy in range(3)
    for name in ("ac", "dc", "deprecated", "counts", "unknown", "pool")
    for station in json.loads(SAMPLES[name].read())["evStations"]["evStation"]
]
#: Pools come back later, in between stands what is no station, or hardly one.
SHUFFLED = [*STATIONS[::2], 12, *STATIONS[1::2], {"no": ["station"]}]
TEXTS = {
    "one line": json.dumps(
        {"hasMore": False, "evStations": {"evStation": SHUFFLED}, "x": {"y": 1}}
    ),
    "indented": json.dumps({"evStations": {"evStation": SHUFFLED}}, indent=2, ensure_ascii=False),
    "list": json.dumps(SHUFFLED),
    "lines": "\n".join(json.dumps(station) for station in SHUFFLED),
}


def fates_of(page: Seen) -> Counter[str]:
    """Count the marks in the v2 text by fate."""
    text = BeautifulSoup(
        page.answer.getvalue(), "html.parser", parse_only=SoupStrainer(class_=re.compile("text-v2"))
    )
    return Counter(
        name.removeprefix("fate-")
        for mark in text.select(".v[id]")
        for name in mark["class"]
        if name.startswith("fate-")
    )


@pytest.mark.parametrize(
    ("name", "target"),
    [("one line", "v3"), ("indented", "ocpi-2.2.1"), ("list", "ocpi-2.2.1"), ("lines", "v3")],
)
def test_the_marks_of_all_records_are_the_reports_ledger(
    convert: Convert, name: str, target: str
) -> None:
    data = TEXTS[name].encode()
    report = make_report(core_convert(data, Options(target=target)))  # type: ignore[arg-type]
    page = convert(file=data, to=target)
    count = len(Records(data, web_limits()).list)
    assert count > 20
    assert f"of {count}" in page.texts("#record")[0]
    found: Counter[str] = Counter()
    fields = again(page)
    for number in range(1, count + 1):
        one = convert(at="/convert/record/", **fields | {"go": f"v2:{number}"})
        assert one.status == 200
        found += fates_of(one)
    assert found == Counter({fate: n for fate, n in report.summary.fates.items() if n})


@pytest.mark.parametrize("name", TEXTS)
def test_every_byte_of_a_record_leads_to_it(name: str) -> None:
    records = Records(TEXTS[name].encode(), web_limits())
    for record in records.list:
        for start, stop in record.pieces:
            assert {records.at(start), records.at(stop - 1)} == {record.number}


def test_stations_of_one_pool_are_one_record() -> None:
    records = Records(TEXTS["one line"].encode(), web_limits())
    pieces = Counter(len(record.pieces) for record in records.list if record.kind == "location")
    assert pieces == {1: 19, 2: 3}
    assert [record.kind for record in records.list if record.kind != "location"] == [
        "unreadable",
        "frame",
    ]


def test_the_record_to_look_at_first_has_the_most_errors() -> None:
    data = TEXTS["one line"].encode()
    outline = core_convert(data, Options(), outline=True).outline
    records = Records(data, web_limits())
    first = records.one(worst_record(records, outline))
    assert first.pool.startswith("deprecated-")
    listed = RecordList.of(records, outline, "", "severity")
    ranks = [(line.errors, line.warnings, line.notices) for line in listed.lines]
    assert ranks == sorted(ranks, reverse=True)


def test_records_are_found_by_the_words_of_name_or_id() -> None:
    records = Records(TEXTS["one line"].encode(), web_limits())
    found = RecordList.of(records, {}, "lindenplatz AC-2", "place")
    assert [line.record.name for line in found.lines] == ["Laternenstrom Lindenplatz"]
    assert (found.found, found.left_out) == (1, 0)


def test_a_small_input_is_shown_as_a_whole(convert: Convert) -> None:
    page = convert(file=SAMPLES["pool"].read())
    assert page.soup.select(".records, #record") == []


def test_any_number_leads_to_some_record(convert: Convert) -> None:
    fields = again(convert(file=TEXTS["one line"].encode()))
    for go in ("v2:0", "v2:999999", "v2:x", "at:99999999", "page2:7", "page3:7", "?"):
        assert convert(at="/convert/record/", **fields | {"go": go}).status == 200, go
        assert convert(**fields | {"go": go}).status == 200, go


def test_a_record_without_a_document_is_refused(convert: Convert) -> None:
    for data in ({}, {"packed": "no base64!"}, {"packed": "H4sIAAAA"}):
        assert convert(at="/convert/record/", **data).status == 400


def test_a_record_with_very_many_values_has_pages(convert: Convert) -> None:
    keys = ",".join(f'"k{n}":{n}' for n in range(3100))
    page = convert(file=f'{{"poolId":"p",{keys}}}'.encode())
    assert "Page 1 of 3 of this record." in page.texts(".parts")[0]
    assert 0 < sum(fates_of(page).values()) <= 1500
    last = convert(at="/convert/record/", **again(page) | {"go": "page2:3"})
    assert '"k3099"' in last.texts(".text-v2")[0]


def test_xml_is_shown_as_the_json_that_stands_for_it(convert: Convert) -> None:
    stations = "".join(
        f"<evStation><poolId>p{n}</poolId><name>Hafen {n}</name><colour>blue</colour></evStation>"
        for n in range(400)
    )
    xml = f"<evStationsResult><evStations>{stations}</evStations></evStationsResult>"
    page = convert(file=xml.encode(), file_name="old.xml")
    assert page.texts("#v2-head") == ["v2, as JSON made of your XML"]
    one = convert(at="/convert/record/", **again(page) | {"go": "v2:300"})
    assert one.status == 200
    assert one.texts("#v2-head") == ["v2, as JSON made of your XML"]
    assert '"Hafen 299"' in one.texts(".text-v2")[0]
