"""What the user gave: a file, pasted text or a sample, carried from page to page.

Nothing is stored on the server, so a result page holds the payload itself, packed: the bytes as
they came, gzipped, in base64. That keeps line ends, encodings and digests as they were.
"""

from __future__ import annotations

import base64
import binascii
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import msgspec

from evmap.conversion import Limits, ReadError, TooLarge
from evmap.conversion.read.encoding import gunzip, to_utf8
from evmap.samples import SAMPLES, Sample

#: Names are shown and go into reports; longer ones are cut.
LONGEST_NAME = 120


@dataclass(frozen=True)
class Payload:
    """The bytes to convert and the name they go by; `sample` where it is one of ours."""

    data: bytes
    name: str = ""
    sample: Sample | None = None
    pasted: bool = False

    @property
    def title(self) -> str:
        """Return what the page calls it."""
        if self.sample:
            return f"Sample “{self.sample.title}”"
        return self.name or "Pasted text"

    @property
    def room(self) -> int:
        """Return about how many bytes it has as text; packed ones have up to ten times as many."""
        packed = self.data.startswith(b"\x1f\x8b")
        return len(self.data) * (10 if packed else 1)

    def packed(self) -> str:
        """Return the bytes in a form that a hidden field can carry."""
        return base64.b64encode(gzip.compress(self.data, compresslevel=3, mtime=0)).decode()

    def utf8(self, limits: Limits) -> bytes:
        """Return the text as UTF-8. Raise ReadError where it is none, TooLarge too."""
        return to_utf8(self.data, limits)[0]

    def text(self, limits: Limits) -> str:
        """Return the payload as text for reading, as far as it is text."""
        try:
            data = self.utf8(limits)
        except ReadError:
            data = self.data
        return data.decode(errors="replace")


def of_sample(sample: Sample) -> Payload:
    """Return one of our samples."""
    return Payload(sample.read(), sample.file_name, sample)


def of_text(text: str) -> Payload:
    """Return pasted text, with the line ends that it was pasted with.

    Browsers send every line end as CR LF; nearly all were LF.
    """
    return Payload(text.replace("\r\n", "\n").encode(errors="replace"), pasted=True)


def of_packed(
    packed: Sequence[str], names: Sequence[str], limits: Limits, *, pasted: bool
) -> list[Payload]:
    """Return what `Payload.packed` made. Raise ReadError where it did not, TooLarge too."""
    found = []
    room = limits
    for text, name in zip_longest(packed, names[: len(packed)], fillvalue=""):
        data = _unpacked(text, room)
        if room.bytes is not None:
            room = msgspec.structs.replace(room, bytes=room.bytes - len(data))
        found.append(Payload(data, name[:LONGEST_NAME], pasted=pasted))
    return found


def _unpacked(packed: str, limits: Limits) -> bytes:
    try:
        data = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data.startswith(b"\x1f\x8b"):
        raise ReadError("The page did not send the document along.", "Choose or paste it again.")
    return gunzip(data, limits)


def refuse_large(size: int, limits: Limits) -> None:
    """Raise TooLarge where a document has more bytes than the site takes."""
    if limits.bytes is not None and size > limits.bytes:
        raise TooLarge(
            f"There are {size / 1024 / 1024:.1f} MB; this site takes "
            f"{limits.bytes / 1024 / 1024:.0f} MB at most.",
            "Send it in parts, or convert it on your machine: evmap convert FILE has no limit.",
        )


__all__ = ["SAMPLES", "Payload", "of_packed", "of_sample", "of_text", "refuse_large"]
