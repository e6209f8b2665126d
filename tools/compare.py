"""Compare what two checkouts make of thousands of payloads, in all four targets.

    python -m tools.compare OTHER_CHECKOUT [--count 5000] [--first 0] [--show 3] [--target v3]

Documents, reports and errors must be equal to the byte, but for what DECIDED lists and explains.
Both checkouts run in this Python environment. The exit code is 1 if something else differs.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evmap.conversion.options import TARGETS
from tests.support.payloads import payload

HERE = Path(__file__).resolve().parent.parent

#: What each checkout runs, with the folder of payloads, targets and where to write as arguments.
#: Only names that both checkouts have may stand in it.
RUN = """
import sys, json
from pathlib import Path
from evmap.conversion import Options, ReadError, convert
from evmap.conversion.reports import render
from evmap.conversion.reports.contract import make_report
folder, targets, out = Path(sys.argv[1]), sys.argv[2].split(","), open(sys.argv[3], "w")
for file in sorted(folder.iterdir()):
    data = file.read_bytes()
    for target in targets:
        options = Options(target=target, accept_successors=int(file.stem) % 3 == 0)
        try:
            done = convert(data, options, name="payload")
            report = render(make_report(done), "json")
            found = {"document": done.document.decode(), "report": report.decode()}
        except ReadError as error:
            found = {"error": str(error)}
        out.write(json.dumps([int(file.stem), target, found]) + "\\n")
"""

Found = dict[str, str]


#: What is decided to differ from the checkout before, in words and as a test of both outcomes. It
#: goes with the commit after: what stands here excuses faults too.
DECIDED: tuple[tuple[str, Callable[[Found, Found], bool]], ...] = ()


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--target", default=",".join(TARGETS))
    arguments = parser.parse_args()
    numbers = range(arguments.first, arguments.first + arguments.count)
    with tempfile.TemporaryDirectory(prefix="evmap-compare-") as folder:
        payloads = Path(folder, "payloads")
        payloads.mkdir()
        for number in numbers:
            (payloads / f"{number:09}").write_bytes(payload(number))
        return compare(payloads, arguments.other.resolve(), arguments.target, arguments.show)


def compare(payloads: Path, other: Path, targets: str, show: int) -> int:
    """Run both checkouts, and tell what differs."""
    outs = []
    running = []
    for number, checkout in enumerate((other, HERE)):
        out = payloads.parent / f"{number}.jsonl"
        command = [sys.executable, "-c", RUN, str(payloads), targets, str(out)]
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        running.append(subprocess.Popen(command, cwd=checkout, env=environment))
        outs.append(out)
    codes = [process.wait() for process in running]
    if any(codes):
        return 1
    compared = different = 0
    excused: Counter[str] = Counter()
    with outs[0].open() as before, outs[1].open() as after:
        for old, new in zip(before, after, strict=True):
            compared += 1
            if old == new:
                continue
            number, target, was = json.loads(old)
            now = json.loads(new)[2]
            reason = next((why for why, applies in DECIDED if applies(was, now)), None)
            if reason is not None:
                excused[reason] += 1
                continue
            different += 1
            if different <= show:
                print(f"--- payload {number}, {target}\n{_difference(was, now)}")
    for reason, times in excused.items():
        print(f"{times} times: {reason}")
    print(f"{compared} conversions compared, {different} differ")
    return 1 if different else 0


def _difference(was: Found, now: Found) -> str:
    lines: list[str] = []
    for name in sorted({*was, *now}):
        old, new = (_lines(found.get(name, "")) for found in (was, now))
        lines += difflib.unified_diff(old, new, f"{name} before", f"{name} now", lineterm="", n=2)
    return "\n".join(line[:300] for line in lines[:60])


def _lines(text: str) -> list[str]:
    try:
        value: Any = json.loads(text)
    except ValueError:
        return text.splitlines()
    return json.dumps(value, indent=1, ensure_ascii=False).splitlines()


if __name__ == "__main__":
    sys.exit(main())
