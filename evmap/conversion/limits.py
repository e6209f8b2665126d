"""Limits on input, so that a hostile payload costs little."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Upper bounds for one input.

    bytes: of the text, after decompression; None means no bound (files on the command line).
    depth: nesting of lists and objects. v2 answers stay below 20.
    made: EVSEs made from mere counts, so that a few bytes can't ask for millions.
    values: scalars and containers of a text that is parsed as a whole (one record of a stream).
    """

    bytes: int | None = None
    depth: int = 64
    values: int = 2_000_000
    made: int | None = None


#: For text that comes from people we don't know.
WEB = Limits(bytes=20 * 1024 * 1024, values=1_500_000, made=50_000)

#: For files on one's own machine.
LOCAL = Limits()
