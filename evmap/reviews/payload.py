"""What the user gave: a file, pasted text or a sample; its bytes as they came."""

from __future__ import annotations

import msgspec

from evmap.conversion import Limits, ReadError, TooLarge
from evmap.conversion.read.encoding import GZIP_MAGIC, to_utf8
from evmap.samples import SAMPLES, Sample

#: Names are shown and go into reports; longer ones are cut.
LONGEST_NAME = 120


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """The name that a document goes by, and its bytes; `sample` names it where it is one of ours.

    A review stores the bytes by themselves.
    """

    name: str = ""
    pasted: bool = False
    sample: str = ""
    data: bytes = b""

    @property
    def title(self) -> str:
        """Return what the page calls it."""
        if sample := SAMPLES.get(self.sample):
            return f"Sample “{sample.title}”"
        return self.name or "Pasted text"

    def of(self, data: bytes) -> Payload:
        """Return it with other bytes, or with none."""
        return msgspec.structs.replace(self, data=data)

    def text(self, limits: Limits) -> str:
        """Return the payload as text for reading, as far as it is text."""
        try:
            data = to_utf8(self.data, limits)[0]
        except ReadError:
            data = self.data
        return data.decode(errors="replace")


def room_of(data: bytes) -> int:
    """Return about how many bytes a document has as text; packed ones have ten times as many."""
    return len(data) * (10 if data.startswith(GZIP_MAGIC) else 1)


def of_sample(sample: Sample) -> Payload:
    """Return one of our samples."""
    return Payload(sample.file_name, sample=sample.name, data=sample.read())


def of_text(text: str) -> Payload:
    """Return pasted text, with the line ends that it was pasted with.

    Browsers send every line end as CR LF; nearly all were LF.
    """
    data = text.replace("\r\n", "\n").encode(errors="replace")
    return Payload(pasted=True, data=data)


def refuse_large(size: int, limits: Limits) -> None:
    """Raise TooLarge where a document has more bytes than the site takes."""
    if limits.bytes is not None and size > limits.bytes:
        raise TooLarge(
            f"There are {size / 1024 / 1024:.1f} MB; this site takes "
            f"{limits.bytes / 1024 / 1024:.0f} MB at most.",
            "Send it in parts, or convert it on your machine: evmap convert FILE has no limit.",
        )
