"""What the tests of upload and result share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.pages.conftest import Seen, see

__all__ = ["Convert", "Seen", "see"]

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
