"""Send every hostile request to a real site, one after the other.

    python -m tests.hostile [--only WORD] [--every N] [--no-documents] [--write docs/hostile.md]

Of each review that a document makes, its pages are asked for, too. On PostgreSQL:
`python -m tests.support.postgres python -m tests.hostile`.

Exit code 1: one was answered with 5xx or not at all, took more than 5 seconds of the processor or
400 MB over an idle worker, or killed a worker.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from tests.hostile.editors import Editor, sign_in
from tests.hostile.measure import Cost, ask, slowness
from tests.hostile.requests import Request, all_requests, upload
from tests.hostile.reviews import pages_of
from tests.hostile.strangers import strangers
from tests.support.site import LiveSite, running_site

#: Of a quick processor; see `slowness`.
SECONDS = 5.0
MEMORY = 400 * 1024 * 1024
#: An answer may be so many times as large as what was sent; small ones may be any page.
LARGEST, PAGE = 12, 4_000_000
#: A report has 5,000 findings at most, each with its explanation.
REPORT = 10_000_000
KILLED = ("WORKER TIMEOUT", "SIGKILL", "Out of memory", "was sent SIG")


def problem_of(cost: Cost) -> str:
    """What is wrong with an answer; an empty text where nothing is."""
    if not cost.status:
        return "no answer"
    if cost.status >= 500:
        return f"status {cost.status}"
    if cost.cpu > SECONDS and cost.cpu > SECONDS * slowness():
        return f"{cost.cpu:.1f} seconds"
    if cost.memory > MEMORY:
        return f"{cost.memory // 1024 // 1024} MB"
    most = REPORT if "download/report" in cost.name else PAGE
    if cost.answered > max(most, LARGEST * cost.sent):
        return f"an answer of {cost.answered:,} bytes"
    return cost.says


def run(site: LiveSite, requests: Iterable[Request]) -> list[Cost]:
    """Ask all, and tell those that are wrong while it goes on."""
    ask(site, upload("warm", b'{"poolId":"p"}'))
    costs = []
    for request in requests:
        for cost in _asked(site, request):
            costs.append(cost)
            if problem := problem_of(cost):
                print(f"WRONG  {cost.name}: {problem}", flush=True)
    return costs


def _asked(site: LiveSite, request: Request) -> Iterator[Cost]:
    """Ask; where that makes a review, ask for its pages, for which its document was sent."""
    cost = ask(site, request)
    yield cost
    if cost.status == 303 and request.path == "/convert/":
        for one in pages_of(request, cost):
            page = ask(site, one)
            yield replace(page, sent=max(page.sent, cost.sent))


def killed(site: LiveSite) -> list[str]:
    """What the log says of workers that were killed."""
    return [line for line in site.log().splitlines() if any(word in line for word in KILLED)]


def summary(costs: list[Cost]) -> str:
    """The figures, and the ten that cost most, as Markdown."""
    cpu = sorted(costs, key=lambda cost: -cost.cpu)
    memory = max(costs, key=lambda cost: cost.memory)
    wrong = sum(bool(problem_of(cost)) for cost in costs)
    megabytes = MEMORY // 1024 // 1024
    limits = f"{SECONDS:.0f} s of the processor, {megabytes} MB over an idle worker"
    lines = [
        "# Hostile requests: last results",
        "",
        f"`make hostile`, {datetime.now(UTC):%d %B %Y}: {len(costs)} requests, one by one.",
        f"{wrong} were beyond the limits: {limits}, no 5xx, no worker killed.",
        f"Most processor: {cpu[0].cpu:.1f} s ({cpu[0].name}).",
        f"Most memory: {memory.memory // 1024 // 1024} MB ({memory.name}).",
        "",
        "| request | status | CPU s | MB over idle | bytes back |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {cost.name} | {cost.status} | {cost.cpu:.1f} | "
        f"{cost.memory // 1024 // 1024} | {cost.answered:,} |"
        for cost in cpu[:10]
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("--only", default="", help="requests with this word in their name")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th request")
    parser.add_argument("--write", type=Path, help="where to write the results")
    parser.add_argument("--no-documents", action="store_true", help="all but documents")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        editor = Editor(*sign_in(site))
        documents = () if given.no_documents else all_requests()
        # One after the other: all together they would take gigabytes.
        everything = chain(documents, strangers(), editor.requests())
        named = (one for one in everything if given.only in one.name)
        costs = run(site, islice(named, 0, None, given.every))
        dead = killed(site)
    if not costs:
        parser.error(f"no request has “{given.only}” in its name")
    print(summary(costs))
    print("\n".join(dead))
    if given.write is not None:
        given.write.write_text(summary(costs), encoding="utf-8")
    return 1 if dead or any(problem_of(cost) for cost in costs) else 0


if __name__ == "__main__":
    sys.exit(main())
