"""What is frozen: inputs by name, and what the converter makes of them.

    python -m tests.golden.cases     writes the files and digests anew, after a change that is meant

Documents and reports of the samples are kept as files, of everything else as digests: where one
differs, `python -m tools.compare OTHER_CHECKOUT` shows how.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from evmap.conversion import Options, ReadError, convert
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.codes.examples import sample
from evmap.conversion.options import TARGETS, Target
from evmap.conversion.reports import render
from evmap.conversion.reports.contract import make_report
from evmap.samples import SAMPLES
from tests.support.payloads import payload

HERE = Path(__file__).parent
FILES = HERE / "files"
DIGESTS = HERE / "digests.json"
PAYLOADS = 320


def digested() -> Iterator[tuple[str, bytes, Options]]:
    """(name, input, options but for the target) of all that is kept as digests."""
    for code in CATALOGUE:
        found = sample(code)
        yield code, found.input.data(), found.options
        yield f"{code} near", found.near.data(), found.options
    for number in range(PAYLOADS):
        yield f"payload {number}", payload(number), Options()


def texts(data: bytes, options: Options, target: Target) -> tuple[bytes, bytes]:
    """Document and report; for what cannot be read, nothing and the error."""
    chosen = Options(
        **{name: getattr(options, name) for name in Options.__struct_fields__} | {"target": target}
    )
    try:
        done = convert(data, chosen, name="input")
    except ReadError as error:
        return b"", str(error).encode()
    return done.document, render(make_report(done), "json")


def digest(document: bytes, report: bytes) -> str:
    """A short digest of both."""
    return hashlib.sha256(document + b"\0" + report).hexdigest()[:16]


def digests(data: bytes, options: Options) -> dict[str, str]:
    """Target -> digest of what is made for it."""
    return {target: digest(*texts(data, options, target)) for target in TARGETS}


def files() -> Iterator[tuple[Path, bytes]]:
    """Path and content of every golden file."""
    for sample_ in SAMPLES.values():
        for target in TARGETS:
            document, report = texts(sample_.read(), Options(), target)
            yield FILES / f"{sample_.name}.{target}.json", document
            yield FILES / f"{sample_.name}.{target}.report.json", report


def write() -> None:
    """Write everything anew."""
    for path, content in files():
        path.write_bytes(content)
    found = {name: digests(data, options) for name, data, options in digested()}
    DIGESTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
