"""Compare what two checkouts make of thousands of payloads, in all four targets.

    python -m tools.compare OTHER_CHECKOUT [--count 5000] [--first 0] [--show 3] [--target v3]

Documents, reports and errors must be equal to the byte, but for what ALLOWED lists and explains.
Both checkouts run in this Python environment. The exit code is 1 if something else differs.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
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


def _had(code: str, pattern: str, fate: str) -> Callable[[Any, Any], bool]:
    """Whether the old report had such a finding; `pattern` is its end."""
    return lambda was, _now: any(
        finding["code"] == code and finding["pattern"].endswith(pattern) and finding["fate"] == fate
        for finding in was["findings"]
    )


def _more(code: str, by: int) -> Callable[[Any, Any], bool]:
    """Whether the new report has this code more often (by 1) or less often (by -1)."""
    return lambda was, now: (_number(now, code) - _number(was, code)) * by > 0


def _number(report: Any, code: str) -> int:
    return sum(each["occurrences"] for each in report["findings"] if each["code"] == code)


#: What old reports said that is not true, and how they are told. They are not compared.
MENDED: tuple[tuple[str, Callable[[Any, Any], bool]], ...] = (
    (
        "a house number like the unparsed address, without a street, was called restructured",
        lambda was, now: (
            _had("EV437", "", "restructured")(was, now)
            or _had("EV502", "/streetNumber", "restructured")(was, now)
        ),
    ),
    (
        "the id of a connector like that of its EVSE was called lossy",
        _had("EV606", "Id", "lossy"),
    ),
    ("a phone number that reads like the website was not told to be lost", _more("EV433", 1)),
    (
        "a degree that entrances of several stations share was told several times",
        _more("EV607", -1),
    ),
    (
        "what an EVSE says that is not written, as none of its connectors is, was not told as lost",
        _more("EV509", 1),
    ),
    (
        "restricted access was called dropped where it is written, as the site is private too",
        _had("EV610", "/restrictedAccess", "dropped"),
    ),
    ("a loss was hidden where another value had two findings on its own", _more("EV402", 1)),
    ("a loss was hidden where another value had two findings on its own", _more("EV403", 1)),
    ("a repeated key in an object that stands for a list was told twice", _more("EV103", -1)),
)


def known_pointers(was: Any, now: Any) -> None:
    """Examples tell the right place in v3 also where the target leaves out EVSEs or connectors."""
    for old, new in zip(was["findings"], now["findings"], strict=False):
        for before, after in zip(old["examples"], new["examples"], strict=False):
            places = [_without_numbers(each["v3_pointer"]) for each in (before, after)]
            if before["v3_pointer"] is None or places[0] == places[1]:
                after["v3_pointer"] = before["v3_pointer"]


def _without_numbers(pointer: str | None) -> str:
    return re.sub(r"/\d+", "/*", pointer or "")


def better_examples(was: Any, now: Any) -> None:
    """Examples of what the ledger tells are values of which no other finding tells."""
    for old, new in zip(was["findings"], now["findings"], strict=False):
        if new["code"] in ("EV401", "EV402", "EV403"):
            new["examples"] = old["examples"]


def fuller_examples(was: Any, now: Any) -> None:
    """Examples of one record are the first ones in it, and as many as there is room for."""
    for old, new in zip(was["findings"], now["findings"], strict=False):
        if len(new["examples"]) >= len(old["examples"]) and old["occurrences"] > 1:
            new["examples"] = old["examples"]


def known_rows(was: Any, now: Any) -> None:
    """The ledger tells the places in v3 of a field also where its first value is an empty list."""
    for old, new in zip(was["ledger"], now["ledger"], strict=False):
        if not old["v3"]:
            new["v3"] = []


#: What may differ, and why: each makes the new report like the old one there, in place.
ALLOWED: tuple[Callable[[Any, Any], None], ...] = (
    known_pointers,
    better_examples,
    fuller_examples,
    known_rows,
)


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
            if _alike(was, now):
                continue
            reason = _mend(was, now)
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


def _alike(was: Found, now: Found) -> bool:
    """Whether the two differ only in what ALLOWED explains."""
    if was.keys() != now.keys() or was.get("document") != now.get("document"):
        return False
    if "report" not in was:
        return was == now
    old, new = json.loads(was["report"]), json.loads(now["report"])
    for allow in ALLOWED:
        allow(old, new)
    return bool(old == new)


def _mend(was: Found, now: Found) -> str | None:
    if "report" not in was or "report" not in now or was["document"] != now["document"]:
        return None
    old, new = json.loads(was["report"]), json.loads(now["report"])
    return next((why for why, applies in MENDED if applies(old, new)), None)


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
