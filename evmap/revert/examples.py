"""Examples of the codes of the way back: a sample that triggers each, and what is made of it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from evmap.conversion.codes.examples import Example, Input, Sample, read_sample, shown
from evmap.revert.codes import CODES
from evmap.revert.revert import Reverted, revert

SAMPLES = Path(__file__).resolve().parent / "samples"


@lru_cache(maxsize=64)
def sample(code: str) -> Sample:
    """The sample of a code: v3 documents. Raises FileNotFoundError for a code without one."""
    return read_sample((SAMPLES / f"{code}.json").read_bytes())


@lru_cache(maxsize=64)
def example(code: str) -> Example:
    """The example of a code, made by the way back."""
    found = sample(code)
    done = run(found.input)
    finding = next(finding for finding in done.findings if finding.code == code)
    return Example(
        source=found.options.target,
        target="v2",
        before=shown(found.input.value, found.before),
        after=shown(msgspec.json.decode(done.document()), found.after),
        message=finding.message,
        advice=CODES[code].advice,
    )


def run(source: Input) -> Reverted:
    """Turn a sample back with the tables of the fixture files."""
    return revert(source.data())
