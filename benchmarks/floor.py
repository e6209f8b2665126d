"""The floor under any conversion in Python: decode and encode the same records, and nothing else.

python -m benchmarks.floor INPUT > OUTPUT
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec


class Stations(msgspec.Struct):
    """The list of an answer, its records undecoded."""

    evStation: list[msgspec.Raw]  # noqa: N815 - v2's name


class Answer(msgspec.Struct):
    """A v2 answer."""

    evStations: Stations  # noqa: N815 - v2's name


def main() -> None:
    """The command."""
    text = Path(sys.argv[1]).read_bytes()
    decode = msgspec.json.Decoder(Any).decode
    encode = msgspec.json.Encoder().encode
    for raw in msgspec.json.decode(text, type=Answer).evStations.evStation:
        sys.stdout.buffer.write(encode(decode(raw)))


if __name__ == "__main__":
    main()
