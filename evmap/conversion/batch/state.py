"""What a run has done already: a small file for each output, in a folder of the output folder.

An entry is written after its output is whole, and says what the output was made from, so a run
that was ended in the middle goes on where it was. It holds the report too: the report of a run
that went on tells of all files.
"""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import msgspec

import evmap
from evmap.conversion.batch.remote import connect, is_remote
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.written import size_of, write_whole
from evmap.conversion.reports.contract import Report

#: The folder of the entries.
FOLDER = ".evmap"
#: The most bytes of an unpacked entry: its report may be long, but not without end.
LARGEST = 1 << 28


class Entry(msgspec.Struct):
    """An output that is whole.

    key: see `key_of`. sha256 and size are those of the input, written and digest (SHA-256) those of
    the output. pools: keys of the pools in it, as 64-bit numbers.
    """

    key: str
    sha256: str
    size: int
    written: int
    report: Report
    pools: bytes
    digest: str = ""


_entry = msgspec.msgpack.Decoder(Entry).decode


def key_of(setup: Setup) -> str:
    """A digest of all that the output depends on beside the input."""
    made_of = (evmap.__version__, setup.options, setup.guide)
    plain = msgspec.to_builtins(made_of, str_keys=True, order="deterministic")
    return hashlib.sha256(msgspec.json.encode(plain)).hexdigest()


def entry_url(folder: str, name: str) -> str:
    """Where the entry of an output with this name (relative to the output folder) stands."""
    digest = hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()
    return f"{folder.rstrip('/')}/{FOLDER}/{digest[:32]}"


def write_entry(url: str, entry: Entry) -> None:
    """Write an entry; it is whole or not there."""
    with write_whole(url, lasting=False) as file:
        file.write(zlib.compress(msgspec.msgpack.encode(entry), 6))


def read_entry(url: str) -> Entry | None:
    """An entry; None where there is none, or none that can be read."""
    try:
        if is_remote(url):
            files, path = connect(url)
            packed: bytes = files.cat_file(path)
        else:
            packed = Path(url).read_bytes()
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(packed, LARGEST)
        if not unpacker.eof:
            return None
        return _entry(plain)
    except (FileNotFoundError, zlib.error, msgspec.MsgspecError):
        return None


def holds(entry: Entry, key: str, source: Source, output: str) -> bool:
    """Whether an output still is what a conversion would make; reads input and output."""
    if entry.key != key or size_of(output) != entry.written or source.size() != entry.size:
        return False
    return Source(output).digest() == entry.digest and source.digest() == entry.sha256
