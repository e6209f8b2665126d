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
