"""What the tests of upload and result share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evmap.reviews.stored import Review, open_review
from tests.pages.conftest import Seen, see

__all__ = ["Convert", "Make", "Seen", "see", "stored"]

Convert = Callable[..., Seen]


@pytest.fixture
def convert(client: Client, db: None) -> Convert:
    """Send the form: `convert(text="...", to="ocpi-2.2.1")`, `convert(file=b"...")`.

    `at` is another address of the form's buttons.
    """

    def send(
        *,
        file: bytes | None = None,
        file_name: str = "answer.json",
        at: str = "/convert/",
        **data: Any,
    ) -> Seen:
        if file is not None:
            data["file"] = SimpleUploadedFile(file_name, file, "application/json")
        return Seen(client.post(at, data, follow=True))

    return send


Make = Callable[..., str]


@pytest.fixture
def make(client: Client, db: None) -> Make:
    """Make a review and return its address: `make(text="...", to="here-v3")`."""

    def send(*, by: Client = client, **data: Any) -> str:
        answer = by.post("/convert/", data or {"sample": "ac"})
        assert answer.status_code == 303, answer.content
        return str(answer["Location"])

    return send


def stored(address: str) -> Review:
    """Return the review at an address, as pages read it."""
    review = open_review(address.split("/")[2])
    assert review is not None
    return review
