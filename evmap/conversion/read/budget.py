"""What one input may ask for, checked before anything is made of it (see `Limits`).

Numbers of values are upper bounds, counted in the text: of its commas and opening brackets.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from evmap.conversion.limits import Limits
from evmap.conversion.read import jsontext
from evmap.conversion.read.errors import ReadError, TooLarge
from evmap.conversion.v2 import Pool, Station

ADVICE = "Send it in parts, or convert it on your machine: evmap convert FILE has no limit."

#: An object of which nothing is kept.
_objects = msgspec.json.Decoder(list[msgspec.defstruct("_Object", [], gc=False)])  # type: ignore[misc]


def holds_more(text: bytes, most: int | None) -> bool:
    """Whether JSON text holds more values than `most`, at the cost of counting."""
    if most is None or len(text) <= most:
        return False
    return _values(text) > most and _values(jsontext.without_strings(text)) > most


def _values(text: bytes) -> int:
    return text.count(b",") + text.count(b"[") + text.count(b"{") + 1


def check_total(text: bytes, limits: Limits) -> None:
    """Raise TooLarge for an input with more than `limits.total` values."""
    if holds_more(text, limits.total):
        raise TooLarge(f"The document holds more than {limits.total:,} values.", ADVICE)


def check_values(text: bytes, limits: Limits) -> None:
    """Raise ReadError for text with more than `limits.values`, which is parsed as a whole."""
    if holds_more(text, limits.values):
        raise ReadError(
            f"One JSON text holds more than {limits.values:,} values.",
            "Split it, or write one record a line (NDJSON).",
        )


def check_list(text: bytes, limits: Limits) -> None:
    """Raise ReadError for a list of more than `limits.values` entries that are not all records."""
    if not holds_more(text, limits.values):
        return
    try:
        entries = len(_objects.decode(text))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        check_values(text, limits)  # holds no list of objects: as any other text
        return
    if entries > limits.values:
        raise ReadError(
            f"One list holds more than {limits.values:,} entries.",
            "Write one record a line (NDJSON).",
        )


def check_records(number: int, limits: Limits) -> None:
    """Raise TooLarge for an input of more than `limits.records`."""
    if limits.records is not None and number > limits.records:
        raise TooLarge(f"The document holds more than {limits.records:,} records.", ADVICE)


def check_stations(number: int, limits: Limits) -> None:
    """Raise TooLarge for a pool of too many stations."""
    if limits.stations is not None and number > limits.stations:
        raise TooLarge(f"One pool has more than {limits.stations:,} stations.", ADVICE)


def check_location(texts: Sequence[bytes], limits: Limits) -> None:
    """Raise TooLarge for a location of too many stations, or with too many values in all."""
    check_stations(len(texts), limits)
    if limits.location is None or sum(map(len, texts)) <= limits.location:
        return
    if holds_more(b",".join(texts), limits.location):
        raise TooLarge(f"One location has more than {limits.location:,} values.", ADVICE)


def check_record(record: Station | Pool, limits: Limits) -> None:
    """Raise TooLarge for a pool with too many stations, a station with too many connectors."""
    if limits.stations is None or limits.connectors is None:
        return
    if isinstance(record, Station):
        numbers = [len(record.connectors.connector or ()) if record.connectors else 0]
    else:
        stations = record.stations or ()
        check_stations(len(stations), limits)
        numbers = [sum(len(e.connectors or ()) + 1 for e in s.evses or ()) for s in stations]
    if max(numbers, default=0) > limits.connectors:
        raise TooLarge(f"One station has more than {limits.connectors:,} connectors.", ADVICE)


class Clock:
    """The processor's time that a conversion has taken."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.seconds
        self._start = time.thread_time()

    def check(self) -> None:
        """Raise TooLarge once it took longer than `limits.seconds`."""
        if self._seconds is not None and time.thread_time() - self._start > self._seconds:
            raise TooLarge("The conversion takes more seconds than it may have.", ADVICE)
