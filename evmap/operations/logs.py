"""How lines of the log look: for people, or one JSON object each. No input can forge a line."""

from __future__ import annotations

import logging
import re

from pythonjsonlogger.json import JsonFormatter as Base

#: What moves a cursor, ends a line or turns the direction of writing.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return a text of one line that does nothing to a terminal."""
    return _CONTROL.sub(lambda sign: ascii(sign[0])[1:-1], text)


class LineFormatter(logging.Formatter):
    """One line for people; a traceback follows on lines of its own."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """Return the line."""
        record.message = harmless(record.message)
        return super().formatMessage(record)


class JsonFormatter(Base):
    """One JSON object a line: time, level, logger, request_id, message, what a record adds."""

    def __init__(self) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{request_id}{message}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            # Django puts whole requests and sockets beside its lines.
            reserved_attrs=[*RESERVED, "request", "server_time", "status_code"],
        )


RESERVED = [
    *logging.LogRecord("", 0, "", 0, "", None, None).__dict__,
    *("message", "asctime", "taskName"),
]
