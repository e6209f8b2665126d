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
        Sample(
            "pool",
            "One pool, two stations",
            "CCS2 and Type 2 groups with the status of each plug; two groups share an EVSE.",
        ),
        Sample(
            "deprecated",
            "Deprecated and unknown",
            "Deprecated fields and connector ids, fields that v2 does not have.",
        ),
        Sample(
            "counts",
            "Counts only",
            "Numbers of connectors, free and in use, without a status of any plug.",
        ),
        Sample("broken", "Broken JSON", "A comma too many: what an error looks like."),
    )
}
