"""Conversions and reports as bytes, to be stored and read again: MessagePack of typed values."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from evmap.conversion import Conversion
from evmap.conversion.counts import Examples
from evmap.conversion.findings.finding import Finding
from evmap.conversion.reports.contract import Report, shown


class FileResult(msgspec.Struct, frozen=True):
    """What became of one file: its report, or why it has none."""

    report: Report | None = None
    failure: str | None = None


class Result(msgspec.Struct):
    """What pages need of a conversion beside its report. text: the input as UTF-8."""

    target: str
    document: bytes
    root: str
    text: bytes
    outline: dict[int, tuple[int, int, int]]
    findings: list[Finding]


def pack_result(conversion: Conversion, *, is_xml: bool) -> bytes:
    """Return a conversion as bytes; of its text only the JSON that was made of XML."""
    return msgspec.msgpack.encode(
        Result(
            target=conversion.target,
            document=conversion.document,
            root=conversion.root,
            text=conversion.text if is_xml else b"",
            outline=conversion.outline,
            findings=[
                replace(finding, examples=_plain(finding.examples))
                for finding in conversion.findings
            ],
        )
    )


_result = msgspec.msgpack.Decoder(Result).decode


def unpack_result(packed: bytes, text: bytes) -> Result:
    """Return what was packed. text: the input as UTF-8, as the reader of JSON saw it.

    Raise msgspec.MsgspecError where another version of evmap packed it in another form.
    """
    found = _result(packed)
    found.text = found.text or text
    return found


def _plain(examples: Examples) -> Examples:
    """Examples with values as reports show them: MessagePack has no numbers of any size."""
    return Examples(examples.most, [replace(e, value=shown(e.value)) for e in examples.found])
