"""A v3 document that is given to convert: what it is, and the way back to v2 right there."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from evmap.conversion import TARGETS, Options, convert
from evmap.operations import children
from evmap.revert import revert
from evmap.reviews.desk import EDITABLE
from evmap.reviews.models import StoredReview
from evmap.samples import SAMPLES
from tests.pages.conftest import Seen
from tests.reviews.conftest import Convert

pytestmark = pytest.mark.django_db

BACK = "/convert/back/"


def v3(to: str = "v3", sample: str = "pool") -> bytes:
    return convert(SAMPLES[sample].read(), Options(target=to)).document  # type: ignore[arg-type]


def press(client: Client, page: Seen, part: str = "") -> HttpResponseBase:
    """Press a button of the form that leads back, as a browser without JavaScript sends it."""
    form = page.one(f'form[action="{BACK}"]')
    sent = {
        str(one["name"]): str(one.get("value", "")) for one in form.select("input[type=hidden]")
    }
    sent["text"] = form.textarea.get_text().removeprefix("\n")  # type: ignore[union-attr]
    return client.post(BACK, {**sent, "part": part} if part else sent)


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("form", ["document", "list", "lines", "gzip", "UTF-16"])
def test_v3_in_any_form_is_given_back_as_v2(
    convert: Convert, client: Client, to: str, form: str
) -> None:
    document = v3(to)
    (locations,) = [one for one in json.loads(document).values() if one]
    lines = "\n".join(json.dumps(one) for one in locations * 2).encode()
    given = {
        "document": document,
        "list": json.dumps(locations).encode(),
        "lines": lines,
        "gzip": gzip.compress(document),
        "UTF-16": document.decode().encode("utf-16"),
    }[form]
    page = convert(file=given, file_name="my v3.json", to="here-v3")
    assert page.status == 400
    assert "It needs no conversion." in page.main
    assert page.texts("#way-back") == ["The way back to v2"]
    answer = press(client, page)
    assert answer.status_code == 200
    suffix = "ndjson" if form == "lines" else "json"
    assert answer["Content-Disposition"] == f'attachment; filename="my-v3-v2.{suffix}"'
    found = answer.getvalue()
    wanted = revert(given).document()
    if form == "lines":
        assert found == wanted
    else:
        assert json.loads(found) == json.loads(wanted)


def test_the_page_tells_what_had_to_be_chosen_and_what_is_left_out(
    convert: Convert, client: Client
) -> None:
    page = convert(file=v3(), file_name="v3.json")
    report = json.loads(press(client, page, "report").getvalue())
    assert report["format"] == "evmap-revert/1"
    assert report["input"]["name"] == "v3.json"
    shown = page.soup.select("section:has(#way-back) li")
    assert len(shown) == len(report["findings"]) > 2
    for line, told in zip(shown, report["findings"], strict=True):
        assert told["message"] in line.get_text()
        assert line.a is not None
        assert line.a["href"] == told["reference"]
    assert f"it has {report['summary']['stations']} station" in page.main


def test_a_document_too_long_for_the_page_is_chosen_once_more(
    convert: Convert, client: Client
) -> None:
    locations = json.loads(v3())["items"]
    text = json.dumps({"items": locations * (EDITABLE // len(json.dumps(locations)) + 2)})
    page = convert(file=text.encode(), file_name="v3.json")
    form = page.one(f'form[action="{BACK}"]')
    assert form.textarea is None
    assert form.select("input[type=file]") != []
    assert len(page.answer.getvalue()) < EDITABLE
    answer = client.post(BACK, {"file": SimpleUploadedFile("v3.json", text.encode())})
    assert json.loads(answer.getvalue()) == json.loads(revert(text.encode()).document())


@pytest.mark.parametrize("given", ["{", '{"id": 1}', '{"data": [1], "status_code": 1000}', "[1]"])
def test_nothing_is_offered_for_what_is_no_v3(convert: Convert, given: str) -> None:
    page = convert(text=given)
    assert page.status == 400
    assert page.texts("#way-back") == []


def test_nothing_is_offered_where_one_of_several_files_is_v3(client: Client) -> None:
    files = [SimpleUploadedFile(name, v3()) for name in ("a.json", "b.json")]
    page = Seen(client.post("/convert/", {"file": files}))
    assert page.status == 400
    assert page.texts("#way-back") == []
    assert (
        client.post(BACK, {"file": [SimpleUploadedFile("a", v3()) for _ in "12"]}).status_code
        == 400
    )


# --- Hostile and oversized ---


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "1", "evses": ' + "[" * 100_000,
        '{"items": [{"id": "<script>alert(1)</script>", "evses": [{"uid": "</textarea>"}]}]}',
        '{"items": ' + "[" * 60 + "]" * 60 + ', "missingItems": []}',
        '{"items": [{"id": "\\ud800", "evses": [], "name": "\\ud800"}], "missingItems": []}',
        '{"items": [{"id": 1e999, "evses": NaN, "coordinates": 1}], "missingItems": []}',
        '{"items": [{}, [], null, 3], "missingItems": []}',
        '{"data": {"id": {"evses": []}, "evses": {}}}',
        '{"id": "1", "evses": [' + ",".join(['{"a": 1}'] * 20_000) + '], "location": 1}',
    ],
)
def test_hostile_documents_are_answered_and_never_run(
    convert: Convert, client: Client, text: str
) -> None:
    page = convert(text=text)
    assert page.status == 400
    assert [one for one in page.soup.select("main script") if "alert" in one.get_text()] == []
    if page.soup.select(f'form[action="{BACK}"] textarea'):
        assert press(client, page).status_code in {200, 400}
    answer = client.post(BACK, {"text": text})
    assert answer.status_code in {200, 400}
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("data", [{}, {"text": ""}, {"text": "x", "sample": "no"}, {"to": "v9"}])
def test_nothing_to_turn_back_is_said(client: Client, data: dict[str, Any]) -> None:
    assert client.post(BACK, data).status_code == 400


def test_v2_is_not_turned_back(client: Client) -> None:
    answer = Seen(client.post(BACK, {"text": SAMPLES["pool"].read().decode()}))
    assert answer.status == 400
    assert "This is a v2 response." in answer.main


def test_what_is_too_large_is_refused(client: Client, settings: Settings) -> None:
    settings.EVMAP_MAX_UPLOAD_BYTES = 1_000
    assert client.post(BACK, {"text": v3().decode()}).status_code == 413
    packed = gzip.compress(b'{"items": [' + b" " * 100_000 + b'], "missingItems": []}')
    assert client.post(BACK, {"file": SimpleUploadedFile("x.gz", packed)}).status_code == 413


def test_a_full_queue_says_when_to_come_back(
    convert: Convert, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object, **_more: object) -> object:
        raise children.Busy("The site converts as many documents as it can.", "Try again soon.")

    page = convert(text=v3().decode())
    monkeypatch.setattr(children, "run", busy)
    answer = press(client, page)
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_forms_of_other_sites_are_refused(client: Client) -> None:
    answer = client.post(BACK, {"text": "[]"}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_a_bare_address_leads_to_the_form(client: Client) -> None:
    assert client.get(BACK)["Location"] == "/convert/"


def test_nothing_is_stored(convert: Convert, client: Client) -> None:

    press(client, convert(text=v3().decode()))
    assert StoredReview.objects.count() == 0
