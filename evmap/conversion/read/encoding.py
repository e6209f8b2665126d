"""Bytes to UTF-8 text: gzip, byte order marks, UTF-16 and UTF-32, what XML declares."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from evmap.conversion.limits import Limits
from evmap.conversion.read.errors import ReadError, TooLarge
from evmap.conversion.read.places import line_and_column

GZIP_MAGIC = b"\x1f\x8b"

#: Bytes of a gzip file that are unpacked at once: what follows the end of a member is copied.
PIECE = 1 << 14

#: Bytes of a large file that are decoded at once.
CHUNK = 1 << 20

#: How files begin that hold no text, what they are, and what to do.
_UNPACK = "Unpack it, and give what is in it: evmap unpacks gzip only."
_NO_RESPONSE = "Give the response itself: JSON, NDJSON or XML."
NO_TEXTS = (
    (b"PK\x03\x04", "a ZIP archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", _UNPACK),
    (b"\xfd7zXZ\x00", "an XZ file", _UNPACK),
    (b"BZh", "a bzip2 file", _UNPACK),
    (b"\x89PNG", "a PNG picture", _NO_RESPONSE),
    (b"\xff\xd8\xff", "a JPEG picture", _NO_RESPONSE),
    (b"GIF8", "a GIF picture", _NO_RESPONSE),
    (b"%PDF-", "a PDF document", _NO_RESPONSE),
)

#: Longer marks first: the UTF-32 mark begins with the UTF-16 one.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


#: Encodings that XML may declare besides UTF-8 and UTF-16.
DECLARED = ("us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252")
_DECLARATION = re.compile(
    rb"\s*<\?xml\s[^>]{0,100}?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']"
)


def to_utf8(data: bytes, limits: Limits) -> tuple[bytes, str]:
    """Return the text of `data` as UTF-8 without a byte order mark, and the encoding it had.

    Raises ReadError for what is no text, or in no Unicode encoding; TooLarge beyond `limits.bytes`.
    """
    if data.startswith(GZIP_MAGIC):
        data = b"".join(unpack(BytesIO(data), limits))
    if limits.bytes is not None and len(data) > limits.bytes:
        raise too_large(limits)
    _refuse_no_text(data)
    encoding, body = _encoding_of(data)
    if encoding == "utf-8":
        _check_utf8(body)
        return body, encoding
    try:
        return body.decode(encoding).encode(), encoding
    except UnicodeError as error:
        raise ReadError(
            f"The text starts like {encoding.upper()}, but byte {getattr(error, 'start', 0)} of "
            "it isn't.",
            "Save it as UTF-8 and try again.",
        ) from error


def _refuse_no_text(data: bytes) -> None:
    for magic, what, advice in NO_TEXTS:
        if data.startswith(magic):
            raise ReadError(f"This is {what}, not text.", advice)


def too_large(limits: Limits) -> TooLarge:
    """The error for text beyond the byte limit."""
    return TooLarge(
        f"The input is larger than {(limits.bytes or 0) / 1024 / 1024:.0f} MB.",
        "Convert it on the command line: evmap convert FILE.",
    )


def unpack(file: BinaryIO, limits: Limits) -> Iterator[bytes]:
    """What a gzip file holds, all of its members, in parts. Raises TooLarge while unpacking."""
    size = members = 0
    packed = file.read(PIECE)
    while packed.startswith(GZIP_MAGIC):
        members += 1
        if limits.members is not None and members > limits.members:
            raise TooLarge(
                f"The gzip file is put together of more than {limits.members:,} files.",
                "Pack it as one, or unpack it first.",
            )
        member = zlib.decompressobj(wbits=31)
        while packed and not member.eof:
            for part in _unpacked(member, packed):
                size += len(part)
                if limits.bytes is not None and size > limits.bytes:
                    raise too_large(limits)
                yield part
            packed = member.unused_data or file.read(PIECE)
        if not member.eof:
            raise ReadError("The gzip file ends too early.", "Fetch or pack it again.")
        if len(packed) < len(GZIP_MAGIC):
            packed += file.read(PIECE)


def _unpacked(member: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    """What a piece of a packed file unpacks to, in parts."""
    try:
        while piece and not member.eof:
            yield member.decompress(piece, 1 << 20)
            piece = member.unconsumed_tail
    except zlib.error as error:
        raise ReadError(
            "The gzip file is damaged.", "Pack it again, or unpack it first."
        ) from error


def _encoding_of(data: bytes) -> tuple[str, bytes]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    if len(data) >= 2 and data[0] == 0 and data[1] != 0:
        return "utf-16-be", data
    if len(data) >= 2 and data[1] == 0 and data[0] != 0:
        return "utf-16-le", data
    return _declared_encoding(data), data


def _declared_encoding(data: bytes) -> str:
    """The encoding that an XML declaration names; UTF-8 for everything else."""
    declared = _DECLARATION.match(data)
    if declared is None:
        return "utf-8"
    name = declared[1].decode().lower()
    if name in ("utf-8", "utf8"):
        return "utf-8"
    if name in DECLARED:
        return name
    raise ReadError(
        f"The XML says that it is {name.upper()}, which evmap does not read.",
        "Save it as UTF-8 and try again.",
    )


def _check_utf8(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        place = error.start
        raise not_utf8(data[place], *line_and_column(data, place)) from error


def not_utf8(byte: int, line: int, column: int) -> ReadError:
    """The error for text with a byte that is not UTF-8, at this place."""
    return ReadError(
        f"Byte 0x{byte:02X} is not UTF-8 text.",
        "Save the file as UTF-8 (it may be Latin-1, or not text at all).",
        line,
        column,
    )


def first_bad_byte(file: BinaryIO) -> int | None:
    """The first byte of a file that is not UTF-8 text; None where all of it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    reached = 0
    while True:
        chunk = file.read(CHUNK)
        pending, _ = decoder.getstate()
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return reached - len(pending) + error.start
        if not chunk:
            return None
        reached += len(chunk)
