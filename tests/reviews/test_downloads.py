"""What a review gives to take along: links, named after the file that was sent."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client

from evmap.conversion import convert
from evmap.conversion.reports import FORMATS, render
from evmap.reviews.texts import pretty
from evmap.samples import SAMPLES
from tests.reviews.conftest import Make, stored

pytestmark = pytest.mark.django_db

AC = SAMPLES["ac"].read()


def name_of(answer: HttpResponseBase) -> str:
    """The name under which a browser saves a response."""
    return answer["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')


def test_the_document_comes_for_reading_or_as_the_converter_writes_it(
    client: Client, make: Make
) -> None:
    address = make(sample="ac")
    document = convert(AC).document
    read = client.get(address + "download/document/")
    assert read.content == pretty(document, ndjson=False)
    assert client.get(address + "download/document/?form=compact").content == document
    assert read["Content-Type"] == "application/json"
    assert read["X-Content-Type-Options"] == "nosniff"


def test_lines_come_as_lines(client: Client, make: Make) -> None:
    station = json.dumps(json.loads(AC)["evStations"]["evStation"][0])
    other = station.replace("evcp0", "evcp1")
    address = make(text=f"{station}\n{other}\n")
    answer = client.get(address + "download/document/")
    assert answer["Content-Type"] == "application/x-ndjson"
    assert len(answer.content.splitlines()) == stored(address).whole.summary.locations
    assert name_of(answer) == "evmap-v3.ndjson"


@pytest.mark.parametrize("name", [*FORMATS, "unknown"])
def test_the_report_comes_in_each_format(client: Client, make: Make, name: str) -> None:
    address = make(sample="ac")
    answer = client.get(f"{address}download/report/?format={name}")
    kind = name if name in FORMATS else "json"
    suffix, content_type = FORMATS[kind]
    assert answer.content == render(stored(address).whole, kind, site="http://testserver")
    assert answer["Content-Type"] == content_type
    assert name_of(answer) == f"ac-report{suffix}"


def test_several_files_make_one_report_and_a_document_each(client: Client) -> None:
    files = [
        SimpleUploadedFile("a.json", AC),
        SimpleUploadedFile("b.json.gz", gzip.compress(SAMPLES["counts"].read())),
    ]
    address = client.post("/convert/", {"file": files})["Location"]
    report = json.loads(client.get(address + "download/report/").content)
    assert report["summary"]["locations"] == 3
    names = [
        [place["name"] for place in json.loads(answer.content)["items"]]
        for answer in (client.get(f"{address}download/document/?file={n}") for n in (1, 2, 9))
    ]
    assert names[0] == names[2] != names[1]
    documents = [client.get(f"{address}download/document/?file={number}") for number in (1, 2)]
    assert list(map(name_of, documents)) == ["a-v3.json", "b-v3.json"]
    back = client.get(f"{address}download/reverted/?file=2")
    assert name_of(back) == "b-v2.json"


def test_the_report_names_the_files_that_could_not_be_read(client: Client) -> None:
    files = [
        SimpleUploadedFile("a.json", AC),
        SimpleUploadedFile("broken.json", SAMPLES["broken"].read()),
    ]
    address = client.post("/convert/", {"file": files})["Location"]
    told = json.loads(client.get(address + "download/report/").content)["input"]
    assert (told["name"], [one["name"] for one in told["files"]]) == ("1 input", ["a.json"])
    ((name, error),) = [tuple(one.values()) for one in told["unreadable"]]
    assert (name, "This is not JSON" in error) == ("broken.json", True)


def test_the_checklist_is_markdown_and_the_accepted_findings_are_a_file(
    client: Client, make: Make
) -> None:
    address = make(sample="ac")
    checklist = client.get(address + "download/checklist/")
    assert checklist["Content-Type"] == "text/markdown; charset=utf-8"
    assert name_of(checklist) == "ac-checklist.md"
    client.post(address + "accept/", {"go": "accept-shown", "accept_reason": "=1+1"})
    taken = json.loads(client.get(address + "download/accepted/").content)
    assert taken["format"] == "evmap-accept/1"
    assert {entry["reason"] for entry in taken["entries"]} == {"=1+1"}
    rows = csv.reader(
        io.StringIO(client.get(f"{address}download/report/?format=csv").content.decode())
    )
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_what_comes_back_from_v3_is_v2(client: Client, make: Make) -> None:
    answer = client.get(make(sample="ac") + "download/reverted/")
    assert "evStations" in json.loads(answer.content)
    assert name_of(answer) == "ac-v2.json"


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("stations.json", "stations-v3.json"),
        ("dump 2026.ndjson.gz", "dump-2026-v3.json"),
        ("a;b$c.json", "a-b-c-v3.json"),
        ("Säulen.json", "S-ulen-v3.json"),
        ("...", "evmap-v3.json"),
        ("x" * 300 + ".json", "x" * 80 + "-v3.json"),
    ],
)
def test_a_name_is_that_of_the_file_as_far_as_every_system_takes_it(
    client: Client, make: Make, sent: str, named: str
) -> None:
    data = gzip.compress(AC) if sent.endswith(".gz") else AC
    file = SimpleUploadedFile("x", data)
    file.name = sent
    assert name_of(client.get(make(file=file) + "download/document/")) == named


def test_there_is_nothing_to_take_along_without_the_link(client: Client) -> None:
    for name in ("document", "report", "checklist", "accepted", "reverted"):
        assert client.get(f"/reviews/{'a' * 43}/download/{name}/").status_code == 404
