"""Conversions and reports as bytes, to be stored and read again: MessagePack of typed values.

Reading gives a `Conversion` with all that pages ask of it. Left out are the rows of the field map
and the texts that are stored anyway.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from evmap.conversion import Conversion, ReadError
from evmap.conversion.convert import InputFacts
from evmap.conversion.counts import Counts, Examples, Occurrence, Totals
from evmap.conversion.findings import Finding
from evmap.conversion.read.places import Places
from evmap.conversion.reports.contract import Report, shown
from evmap.reviews.roundtrip import RoundTrip


class Failure(msgspec.Struct, frozen=True):
    """Why a file could not be read."""

    message: str
    advice: str
    line: int | None
    column: int | None

    @classmethod
    def of(cls, error: ReadError) -> Failure:
        """Return what there is to tell of an error."""
        return cls(error.message, error.advice, error.line, error.column)

    def error(self) -> ReadError:
        """Return the error again."""
        return ReadError(self.message, self.advice, self.line, self.column)


class FileResult(msgspec.Struct, frozen=True):
    """What became of one file: its report, or why it has none."""

    report: Report | None = None
    failure: Failure | None = None


class _Result(msgspec.Struct):
    """A conversion without its report. text: of XML, the JSON that was made of it; else empty."""

    input: InputFacts
    target: str
    document: bytes
    root: str
    text: bytes
    outline: dict[int, tuple[int, int, int]]
    totals: Totals
    fates: list[tuple[str, str, int]]
    origins: list[tuple[str, str, int]]
    findings: list[Finding]
    places: list[tuple[str, str, Examples]]


def pack_result(conversion: Conversion, *, is_xml: bool) -> bytes:
    """Return a conversion as bytes."""
    counts = conversion.counts
    return msgspec.msgpack.encode(
        _Result(
            input=conversion.input,
            target=conversion.target,
            document=conversion.document,
            root=conversion.root,
            text=conversion.text if is_xml else b"",
            outline=conversion.outline,
            totals=counts.totals,
            fates=[(*key, number) for key, number in counts.fates.items()],
            origins=[(*key, number) for key, number in conversion.origins.items()],
            findings=[
                msgspec.structs.replace(finding, examples=_plain(finding.examples))
                for finding in conversion.findings
            ],
            places=[
                (key[0], key[1], _plain(examples))
                for key, examples in counts.examples.items()
                if len(key) == 2
            ],
        )
    )


def unpack_result(packed: bytes, text: bytes) -> Conversion:
    """Return a conversion again. text: the input as UTF-8, as the reader of JSON saw it.

    Raise msgspec.MsgspecError where another version of evmap packed it in another form.
    """
    found = msgspec.msgpack.decode(packed, type=_Result)
    counts = Counts(
        totals=found.totals,
        fates=_counter(found.fates),
        examples={(pattern, fate): examples for pattern, fate, examples in found.places},
    )
    text = found.text or text
    return Conversion(
        input=found.input,
        target=found.target,
        document=found.document,
        root=found.root,
        counts=counts,
        origins=_counter(found.origins),
        findings=found.findings,
        text=text,
        places=Places(text),
        outline=found.outline,
    )


def pack_trip(trip: RoundTrip) -> bytes:
    """Return the way back of a conversion as bytes."""
    return msgspec.msgpack.encode(trip)


def unpack_trip(packed: bytes) -> RoundTrip:
    """Return the way back again. Raise msgspec.MsgspecError as `unpack_result`."""
    return msgspec.msgpack.decode(packed, type=RoundTrip)


def _counter(lines: list[tuple[str, str, int]]) -> Counter[tuple[str, str]]:
    return Counter({(pattern, word): number for pattern, word, number in lines})


def _plain(examples: Examples) -> Examples:
    """Examples with values as reports show them: MessagePack has no numbers of any size."""
    return Examples(examples.most, [_shown(each) for each in examples.found])


def _shown(each: Occurrence) -> Occurrence:
    return msgspec.structs.replace(each, value=shown(each.value))
