"""Sample v2 answers, written by us: invented names and ids, values as HERE documents them.

Pages, tests and the command line share them. Imports no Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    """A sample: its name in addresses, what it is called, and what it shows."""

    name: str
    title: str
    about: str

    @property
    def file_name(self) -> str:
        """Return the name that the sample has as a file."""
        return f"{self.name}.json"

    def read(self) -> bytes:
        """Return the sample's bytes."""
        return (FOLDER / self.file_name).read_bytes()


SAMPLES: dict[str, Sample] = {
    sample.name: sample
    for sample in (
        Sample("ac", "AC only", "Type 2 and Schuko sockets, opening hours, one plug in use."),
        Sample(
            "dc",
            "DC with two plugs",
            "Each EVSE has CCS2 and CHAdeMO: two v2 groups become one EVSE with two connectors.",
        ),
        Sample(
            "deprecated",
            "Deprecated everything",
            "All deprecated fields, deprecated connector ids, one id that no guide has.",
        ),
        Sample(
            "counts",
            "Counts only",
            "Numbers of connectors, free and in use, without a status of any plug.",
        ),
        Sample(
            "unknown",
            "Unknown fields",
            "Keys that v2 does not have, at every level, and a status that it does not know.",
        ),
        Sample("broken", "Broken JSON", "A comma too many: what an error looks like."),
        Sample(
            "pool",
            "One pool, two stations",
            "Two stations of one pool become one location; two groups share an EVSE.",
        ),
    )
}
