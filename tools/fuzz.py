"""Fuzz the converter for some minutes.

    python -m tools.fuzz --minutes 10 [--seed N] [--keep FOLDER]

Each failure is told once, by its place in the code, with the smallest input that was found for it;
`--keep` writes these inputs to files. The exit code is 1 if there was one.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import get_args

from hypothesis import HealthCheck, given, seed, settings

from evmap.conversion.options import Target
from tests.fuzz.checks import check
from tests.fuzz.mutations import inputs

#: Inputs between two looks at the clock.
ROUND = 100


class Run:
    """A run: what was seen, and what failed."""

    def __init__(self, keep: Path | None) -> None:
        self.keep = keep
        self.shapes: Counter[str] = Counter()
        self.failures: dict[str, bytes] = {}
        self._last: bytes = b""

    def round(self, number: int, target: Target) -> None:
        """Try some inputs; hypothesis makes the first that fails as small as it can."""

        @seed(number)
        @settings(
            max_examples=ROUND,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            report_multiple_bugs=False,
        )
        @given(data=inputs())
        def attempt(data: bytes) -> None:
            self._last = data
            self.shapes[check(data, target)] += 1

        try:
            attempt()
        except Exception as error:
            self._fail(error, target)

    def _fail(self, error: Exception, target: Target) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "site-packages" not in frame.filename]
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        what = f"{type(error).__name__} at {place}: {str(error).partition(chr(10))[0][:160]}"
        if what in self.failures:
            return
        self.failures[what] = self._last
        # Hypothesis tries its smallest input last.
        print(f"\n{target}: {what}\n  input: {self._last[:600]!r}", flush=True)
        if self.keep is not None:
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / f"{len(self.failures):03}-{target}.bin").write_bytes(self._last)


def main() -> int:
    """Run until the time is up."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path)
    given_options = parser.parse_args()
    run = Run(given_options.keep)
    targets: tuple[Target, ...] = get_args(Target)
    number, end = given_options.seed, time.monotonic() + given_options.minutes * 60
    print(f"seed {number}")
    while time.monotonic() < end:
        run.round(number, targets[number % len(targets)])
        number += 1
    shapes = ", ".join(f"{shape} {count:,}" for shape, count in run.shapes.most_common())
    print(f"{run.shapes.total():,} inputs: {shapes}. Failures: {len(run.failures)}.")
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main())
