"""What to do when a program that some tests need is not on the machine."""

from __future__ import annotations

import os

import pytest


def required(variable: str) -> bool:
    """Say whether the environment insists: `EVMAP_REQUIRE_BROWSER=1` and the like."""
    return os.environ.get(variable, "") not in {"", "0"}


def skip_or_fail(message: str, variable: str) -> None:
    """Skip the running test, or fail it where the environment insists."""
    if required(variable):
        pytest.fail(f"{message} {variable} is set, so this is a failure.", pytrace=False)
    pytest.skip(message)
