"""Bodies: how large, in which encoding, and no error for anything that can be sent."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from pytest_django import Settings

from evmap.operations.bodies import most_bytes

FORM = "multipart/form-data; boundary=edge"
PLAIN_FORM = "application/x-www-form-urlencoded"
SMALL, LARGE = 2_000_000, 20 * 1024 * 1024 + 500_000

#: What Python can decode and no client sends; `hex_codec` and its like are no text at all.
ODD = (
    "utf-7",
    "us-ascii",
    "latin-1",
    "idna",
    "rot13",
    "hex_codec",
    "utf-16",
    "punycode",
    "unicode_escape",
    "undefined",
)
PATHS = ("/", "/lookup/", "/request/", "/convert/", "/admin/login/", "/api/v1/convert")
ALL_PATHS = (*PATHS, "/api/v1/lookup", "/api/v1/revert", "/no-such-page/", "/healthz")


def part(name: str, value: bytes, more: str = "", head: str = "") -> bytes:
    disposition = f'Content-Disposition: form-data; name="{name}"{more}\r\n{head}\r\n'
    return b"--edge\r\n" + disposition.encode("latin-1") + value + b"\r\n"


# --- How large ---


@pytest.mark.parametrize(
    ("path", "kind", "most"),
    [
        ("/convert/", FORM, LARGE),
        ("/convert/record/", FORM, LARGE),
        ("/reviews/some-token/", FORM, LARGE),
        ("/api/v1/convert", "application/json", LARGE),
        ("/api/v1/convert", FORM, LARGE),
        ("/api/v1/revert", "", LARGE),
        ("/convert/", PLAIN_FORM, SMALL),
        ("/convert/", "", SMALL),
        ("/convert/", "text/plain; multipart/form-data", SMALL),
        ("/lookup/", FORM, SMALL),
        ("/", PLAIN_FORM, SMALL),
        ("/admin/login/", PLAIN_FORM, SMALL),
        ("/api/v1/lookup", "application/json", SMALL),
        ("/no-such-page/", FORM, SMALL),
    ],
)
def test_only_documents_may_be_large(path: str, kind: str, most: int) -> None:
    assert most_bytes(path, kind) == most


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "kind", "most"), [("/lookup/", PLAIN_FORM, 2_000), ("/convert/", FORM, 510_000)]
)
def test_the_limit_itself_is_taken_and_one_byte_more_is_not(
    client: Client, settings: Settings, path: str, kind: str, most: int
) -> None:
    settings.EVMAP_MAX_BODY_BYTES, settings.EVMAP_MAX_REQUEST_BYTES = 2_000, 510_000
    for size, taken in ((most, True), (most + 1, False)):
        answer = client.generic("POST", path, b"x" * size, content_type=kind)
        assert (answer.status_code != 413) is taken
    assert answer["Connection"] == "close"


@pytest.mark.parametrize("size", ["-1", "1e3", "１", "+5", "0x10"])
def test_a_length_that_is_no_number_is_refused(client: Client, size: str) -> None:
    assert client.post("/lookup/", CONTENT_LENGTH=size).status_code == 400


# --- In which encoding ---


@pytest.mark.parametrize("path", ALL_PATHS)
@pytest.mark.parametrize("charset", ODD)
def test_another_encoding_is_415_on_every_path(client: Client, path: str, charset: str) -> None:
    answer = client.generic("POST", path, b"a=1", content_type=f"{PLAIN_FORM}; charset={charset}")
    if path == "/healthz":
        return  # Answered before; it reads no body.
    assert answer.status_code == 415
    assert b"UTF-8" in answer.content
    if path.startswith("/api/"):
        assert answer.json()["error"]["code"] == "unsupported_encoding"


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf_8_by_any_of_its_names_is_read(client: Client, charset: str) -> None:
    kind = f"{PLAIN_FORM}; charset={charset}"
    assert client.generic("POST", "/lookup/", b"text=36", content_type=kind).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("charset", ODD)
def test_a_part_of_a_form_in_another_encoding_is_no_error(
    client: Client, path: str, charset: str
) -> None:
    parts = (
        part("text", b"36", head=f"Content-Type: text/plain; charset={charset}\r\n"),
        part("file", b"{}", f"; filename*={charset}''%ff%00a"),
        part("document", b"{}", f"; filename*={charset}''a.json"),
        b"--edge--\r\n",
    )
    answer = client.generic("POST", path, b"".join(parts), content_type=FORM)
    assert 200 <= answer.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--edge",
        b"--edge--",
        b"--edge\r\n\r\n--edge--",
        part("text", b"36"),
        part("text", b"\xff\xfe\x00", head="Content-Transfer-Encoding: base64\r\n") + b"--edge--",
        part("file", b"!", '; filename="a"', "Content-Transfer-Encoding: base64\r\n") + b"--edge--",
        part("", b"x") * 50 + b"--edge--",
        part("x" * 5000, b"x") + b"--edge--",
        part("text", b"x", '; filename=""') + b"--edge--",
        part("file", b"x", '; filename="../../\x00.json"') + b"--edge--",
        part("a", b"x") * 1001 + b"--edge--",
        part("file", b"x", '; filename="a"') * 51 + b"--edge--",
    ],
    ids=range(13),
)
def test_no_form_is_an_error_of_the_site(client: Client, path: str, body: bytes) -> None:
    answer = client.generic("POST", path, body, content_type=FORM)
    assert 200 <= answer.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize(("files", "said"), [(50, False), (51, True)])
def test_a_form_has_fifty_files_at_most(client: Client, files: int, *, said: bool) -> None:
    body = part("files", b"{}", '; filename="a.json"') * files + b"--edge--"
    answer = client.generic("POST", "/convert/", body, content_type=FORM)
    assert (b"more fields or files than this site takes" in answer.content) is said


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=ä", FORM[:30]]
)
def test_a_form_without_its_boundary_is_400(client: Client, kind: str) -> None:
    assert client.generic("POST", "/lookup/", b"x", content_type=kind).status_code == 400


# --- Half characters ---


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/lookup", "/api/v1/request"])
@pytest.mark.parametrize("key", ["text", "url", "id"])
def test_half_a_character_in_json_is_told(client: Client, path: str, key: str) -> None:
    body = f'{{"items":[{{"id":"a","name":"x",\n "{key}":"\\ud800"}}], "{key}":"\\udc00"}}'
    answer = client.post(path, body, content_type="application/json")
    assert answer.status_code in (400, 422)


@pytest.mark.django_db
def test_half_a_character_in_a_location_is_a_finding(client: Client) -> None:
    location = '{"id":"a","name":"\\ud83d\\ude00","address":"x\\ud800y","\\udc00":"\\ud800"}'
    answer = client.post("/api/v1/revert", f'{{"items":[{location}]}}', content_type="text/json")
    assert answer.status_code == 200
    told = {f["code"]: f["examples"][0] for f in answer.json()["report"]["findings"]}
    assert told["RV102"] == {"v3_pointer": "/items/0/address", "value": "x\\ud800y"}
    assert told["RV101"] == {"v3_pointer": "/items/0/\\udc00", "value": "\\ud800"}


@pytest.mark.django_db
def test_half_a_character_in_an_accept_file_has_line_and_column(client: Client) -> None:
    entry = '{"code":"EV101","reason":"\\udc00"}'
    accept = f'{{"format":"evmap-accept/1",\n"entries":[{entry}]}}'
    parts = (
        part("document", b'{"unknown":1,"evStations":{"evStation":[]}}', '; filename="a"'),
        part("accept", accept.encode(), '; filename="b"'),
        b"--edge--\r\n",
    )
    answer = client.generic("POST", "/api/v1/convert", b"".join(parts), content_type=FORM)
    assert answer.status_code == 422
    (told,) = json.loads(answer.content)["error"]["details"]
    assert told["message"].startswith("line 2, column 38: There is half a character")
