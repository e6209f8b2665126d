from __future__ import annotations

import pytest
from django.test import Client


def test_a_request_gets_an_id(client: Client) -> None:
    first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))
    assert len(first) == 32
    assert first != second


def test_an_id_from_a_proxy_is_kept(client: Client) -> None:
    response = client.get("/healthz", headers={"X-Request-ID": "0af7651916cd43dd.1"})
    assert response["X-Request-ID"] == "0af7651916cd43dd.1"


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "with blank in it", "line\nbreak-in-it", "ümlaute-ü"]
)
def test_an_id_that_could_forge_log_lines_is_replaced(client: Client, given: str) -> None:
    response = client.get("/healthz", headers={"X-Request-ID": given})
    assert response["X-Request-ID"] != given
    assert len(response["X-Request-ID"]) == 32


@pytest.mark.django_db
@pytest.mark.parametrize("spelled", ["\\000", "\\012", "\\033", "\\377"])
def test_a_cookie_that_spells_what_none_of_ours_has_is_passed_over(
    client: Client, spelled: str
) -> None:
    # PostgreSQL refuses NUL: as a session it made every page an error.
    head = {"Cookie": f'sessionid="{spelled * 32}"; reviews="{spelled}"; messages="{spelled}"'}
    for path in ("/plan/", "/reviews/", "/connectors/"):
        assert client.get(path, headers=head).status_code == 200


@pytest.mark.django_db
def test_the_cookies_of_the_site_are_not(admin_client: Client) -> None:
    assert admin_client.get("/admin/").status_code == 200
