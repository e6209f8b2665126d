"""Limits on input, so that a hostile payload costs little: one budget for each request."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Upper bounds for one input. None means no bound, as for files on one's own machine.

    Whatever can be counted in the text is counted there, before any object is made of it.

    bytes: of the text, after decompression.
    members: of a gzip file, which may be many packed files one after the other.
    depth: nesting of lists and objects. v2 responses stay below 20.
    values: scalars and containers of a text that is parsed as a whole (one record of a stream).
    total: the same of the whole input.
    markup: elements and attributes of XML, each of which takes more memory than a value of JSON.
    records: of the input, and what stands in the place of one.
    location: values of all records that make one location.
    stations: of one pool.
    connectors: v2 connectors (groups of like plugs) of one station.
    made: EVSEs made from mere counts, so that a few bytes can't ask for millions.
    seconds: of the processor for one conversion.
    """

    bytes: int | None = None
    members: int | None = None
    depth: int = 64
    values: int = 2_000_000
    total: int | None = None
    markup: int = 2_000_000
    records: int | None = None
    location: int | None = None
    stations: int | None = None
    connectors: int | None = None
    made: int | None = None
    seconds: float | None = None


#: For text that comes from people we don't know. 20 MB of ordinary stations hold 7,000 records and
#: a million values, and take half a second; a pool has some ten stations, a station some ten
#: connectors.
WEB = Limits(
    bytes=20 * 1024 * 1024,
    members=1_000,
    values=1_500_000,
    total=1_500_000,
    markup=500_000,
    records=50_000,
    location=100_000,
    stations=1_000,
    connectors=5_000,
    made=50_000,
    seconds=4.0,
)

#: For files on one's own machine.
LOCAL = Limits()
