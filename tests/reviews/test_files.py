"""Several files in one review: a line for each, one shown."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evmap.api.work import packed
from evmap.conversion import WEB, Options, TooLarge, fixture_guide
from evmap.conversion import convert as core_convert
from evmap.conversion.reports.contract import Report, make_report
from evmap.reviews.payload import Payload
from evmap.reviews.work import made
from evmap.samples import SAMPLES
from tests.conversion import support
from tests.pages.conftest import Seen
from tests.reviews.conftest import Convert


def send(client: Client, files: dict[str, bytes], **data: Any) -> Seen:
    """Send files by their names."""
    given = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post("/convert/", data | {"file": given}, follow=True)
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


def test_each_file_has_a_line_and_a_broken_one_says_why(three: Seen) -> None:
    lines = three.texts(".files li")
    assert [line.split()[0] for line in lines] == ["ac.json", "broken.json", "counts.json.gz"]
    buckets = report("counts").buckets
    assert f"{buckets['lost'].findings} lost" in lines[2]
    assert "18" in lines[1]
    assert "This is not JSON" in lines[1]


def test_the_figures_of_all_files_are_those_of_the_report(three: Seen, client: Client) -> None:
    (link,) = (one for one in three.links(".desk-tools a") if one.endswith("download/report/"))
    whole = client.get(link).json()
    decide, lost, nothing = (whole["buckets"][name]["findings"] for name in whole["buckets"])
    (told,) = three.texts(".files > p")
    assert told.endswith(
        f"grade {whole['score']['grade']}, {decide} to decide, {lost} lost, "
        f"{nothing} with nothing to do."
    )


def test_the_first_that_can_be_read_is_shown_and_another_may_be_chosen(
    three: Seen, client: Client
) -> None:
    assert three.heading == "ac.json"
    (link,) = three.links(".files a")
    page = Seen(client.get(link))
    assert page.heading == "counts.json.gz"
    for tab in page.links(".tabs a"):
        assert Seen(client.get(tab)).heading == "counts.json.gz"


def test_downloads_are_of_the_file_that_is_shown(three: Seen, client: Client) -> None:
    page = Seen(client.get(three.links(".files a")[0]))
    first = next(link for link in page.links(".desk-tools a") if "download/document" in link)
    written = json.loads(client.get(first).getvalue())
    assert [place["name"] for place in written["items"]] == [
        "Zuiderstroom P+R Weiland",
        "Zuiderstroom Marktplein",
    ]


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


def test_so_do_the_seconds_that_they_take() -> None:
    groups = [support.group(str(n % 70), chargeCapacity=f"{n} kW") for n in range(999)]
    stations = [support.station(*groups, id=str(n), poolId=str(n)) for n in range(5)]
    payload = Payload("a.json", data=support.encode(support.answer(*stations)))
    guide = packed(fixture_guide())
    begin = time.thread_time()
    made("x" * 43, [payload], (guide, Options()))
    seconds = time.thread_time() - begin
    limits = msgspec.structs.replace(WEB, seconds=3 * seconds)
    with pytest.raises(TooLarge, match="takes more seconds than"):
        made("x" * 43, [payload] * 8, (guide, Options(limits=limits)))


def test_one_file_has_no_list_of_files(convert: Convert) -> None:
    assert convert(file=SAMPLES["ac"].read()).soup.select(".files") == []
