"""What tests of large files share."""

from __future__ import annotations

import pytest

from evmap.conversion.batch import one, pieces
from evmap.conversion.read import ranges


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stream files of any size, in ranges and pieces that are small."""
    monkeypatch.setattr(one, "STREAM_FROM", 1)
    monkeypatch.setattr(pieces, "LEAST", 7)
    monkeypatch.setattr(ranges, "SMALLEST", 1000)
