"""Lines of the log: one form each, nothing forged, no traceback where nothing has to be mended."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from evmap.operations.logs import Expected, JsonFormatter, LineFormatter

FORGED = "a\n2026-11-28 20:00:00 INFO forged [0] line\x1b[31m\x85\u2028\u202e"


def record(level: int = logging.WARNING, name: str = "django.request") -> logging.LogRecord:
    try:
        raise PermissionError("not for you")
    except PermissionError:
        made = logging.LogRecord(name, level, "", 0, "Forbidden: %s", (FORGED,), sys.exc_info())
    made.request_id = "0123456789abcdef"
    made.request = object()
    return made


def test_a_refusal_has_no_traceback_and_a_mistake_has_one() -> None:
    for level, name, traceback in (
        (logging.WARNING, "django.request", False),
        (logging.WARNING, "django.security.csrf", False),
        (logging.ERROR, "django.request", True),
        (logging.WARNING, "evmap.rates", True),
    ):
        one = record(level, name)
        assert Expected().filter(one)
        assert ("Traceback" in LineFormatter().format(one)) is traceback


def test_a_line_for_people_is_one_line() -> None:
    one = record()
    Expected().filter(one)
    line = LineFormatter().format(one)
    assert line.isprintable()
    assert "[0123456789abcdef] Forbidden: a\\n2026" in line


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR])
def test_a_line_for_programs_is_one_object(level: int) -> None:
    one = record(level)
    Expected().filter(one)
    told = json.loads(JsonFormatter().format(one))
    assert told["message"] == f"Forbidden: {FORGED}"
    assert (told["level"], told["logger"]) == (logging.getLevelName(level), "django.request")
    assert told["request_id"] == "0123456789abcdef"
    assert ("exc_info" in told) is (level == logging.ERROR)
    assert told.keys() <= {"time", "level", "logger", "request_id", "message", "exc_info"}
