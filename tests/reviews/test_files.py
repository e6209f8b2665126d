"""Several files in one review: one verdict over all, a line for each, one shown in full."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evmap.conversion import Options
from evmap.conversion import convert as core_convert
from evmap.conversion.reports.contract import Report, make_report
from evmap.samples import SAMPLES
from tests.pages.conftest import Seen, text
from tests.reviews.conftest import Convert, again


def send(client: Client, files: dict[str, bytes], **data: Any) -> Seen:
    """Send files by their names."""
    given = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post("/convert/", data | {"file": given})
    return Seen(answer)


def report(name: str) -> Report:
    return make_report(core_convert(SAMPLES[name].read(), Options()))


@pytest.fixture
def three(client: Client, db: None) -> Seen:
    """A review of three files, the second of which is broken."""
    return send(
        client,
        {
            "ac.json": SAMPLES["ac"].read(),
            "broken.json": SAMPLES["broken"].read(),
            "counts.json.gz": gzip.compress(SAMPLES["counts"].read()),
        },
    )


def test_the_verdict_counts_all_that_can_be_read(three: Seen) -> None:
    summaries = [report(name).summary for name in ("ac", "counts")]
    assert three.status == 200
    assert sum(map(int, three.texts(".numbers strong"))) == sum(s.leaves for s in summaries)
    assert "2 of 3 files : 3 stations became 3 locations" in three.main


def test_each_file_has_a_line_and_a_broken_one_says_why(three: Seen) -> None:
    lines = three.texts(".files tbody tr")
    assert [line.split()[0] for line in lines] == ["ac.json", "broken.json", "counts.json.gz"]
    fates = report("counts").summary.fates
    assert f" {fates['same'] + fates['renamed']} " in lines[2]
    assert "Line 18, column 13: This is not JSON" in lines[1]
    assert "counts nowhere" in lines[1]


def test_the_first_that_can_be_read_is_shown_and_another_may_be_chosen(
    three: Seen, convert: Convert
) -> None:
    assert three.texts(".files .is-shown strong") == ["ac.json"]
    button = three.soup.select_one(".files button")
    assert button is not None
    assert (text(button), str(button["value"])) == ("counts.json.gz", "file:3")
    page = convert(**again_all(three), go="file:3")
    assert page.texts(".files .is-shown strong") == ["counts.json.gz"]
    assert "Zuiderstroom Marktplein" in page.texts(".text-v2")[0]
    assert page.texts(".numbers strong") == three.texts(".numbers strong")


def test_downloads_are_of_the_file_that_is_shown(three: Seen, convert: Convert) -> None:
    page = convert(**again_all(three), go="file:3")
    answer = convert(at="/convert/document/", **again_all(page)).answer
    written = json.loads(answer.content)  # type: ignore[attr-defined]
    assert [place["name"] for place in written["items"]] == [
        "Zuiderstroom P+R Weiland",
        "Zuiderstroom Marktplein",
    ]


def test_a_finding_of_another_file_leads_there(client: Client, db: None) -> None:
    page = send(client, {"ac.json": SAMPLES["ac"].read(), "old.json": SAMPLES["deprecated"].read()})
    first = page.soup.select_one(".first button")
    assert first is not None
    assert (text(first), str(first["value"])) == ("Connector type without a v3 standard", "file:2")


def test_where_no_file_can_be_read_nothing_is_converted(client: Client, db: None) -> None:
    page = send(client, {"a.json": b"{", "b.json": b"["})
    assert page.status == 400
    assert page.texts("#result") == ["Nothing was converted"]


def test_all_files_together_stay_within_the_limit(client: Client, db: None, settings: Any) -> None:
    settings.EVMAP_MAX_UPLOAD_BYTES = 1024 * 1024
    station = b'{"poolId": "p"}' + b" " * 700_000
    packed = gzip.compress(station)
    assert send(client, {"a.json.gz": packed}).status == 200
    assert send(client, {"a.json.gz": packed, "b.json.gz": packed}).status == 413


def test_one_file_has_no_list_of_files(convert: Convert) -> None:
    assert convert(file=SAMPLES["ac"].read()).soup.select(".files") == []


def again_all(page: Seen) -> dict[str, Any]:
    """Return the hidden fields of a result page, those that repeat as lists."""
    found: dict[str, Any] = dict(again(page))
    for name in ("packed", "name"):
        fields = page.soup.select(f"#again input[name={name}]")
        found[name] = [str(field["value"]) for field in fields]
    return found
