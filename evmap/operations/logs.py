"""How lines of the log look: for people, or one JSON object each. No input can forge a line."""

from __future__ import annotations

import logging

from pythonjsonlogger.json import JsonFormatter as Base

from evmap.masking import harmless


class Expected(logging.Filter):
    """Takes the traceback from refusals: nobody has to mend a page that somebody may not see."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take it from what Django logs of an answer below 500, and keep the record."""
        if record.name.startswith("django.") and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True


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
