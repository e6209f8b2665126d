"""Processes that are killed, stopped, replaced, or start together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from tests.faults.support import (
    SMALL,
    Answer,
    Ground,
    ask,
    frozen,
    in_background,
    kill,
    large_document,
    lives,
    master,
    serving,
    thaw,
    tree,
    until,
    workers,
    write_note,
)
from tests.faults.support import has_note as noted
from tests.support.site import ROOT


def a_worker_killed_in_a_conversion(ground: Ground) -> str:
    """Its client's connection is cut, others go on, its children end, it is replaced."""
    with serving(ground.site()) as site:
        write_note(site)
        waiting = in_background(lambda: ask(site, "/api/v1/convert", large_document()))
        child = frozen(site)
        parent = next(pid for pid in workers(site) if child in tree(pid))
        kill(parent)
        assert waiting().status == 0
        thaw(child)
        began = time.monotonic()
        until(lambda: ask(site, "/connectors/36/").status == 200, "a page")
        until(lambda: not lives(child), "the end of the child that converted")
        until(lambda: len(workers(site)) == 2, "a new worker")
        assert ask(site, "/api/v1/convert", SMALL).status == 200
        assert noted(site)
        return f"pages after {time.monotonic() - began:.1f} s, no process left over"


def a_child_killed_in_a_conversion(ground: Ground) -> str:
    """Its client is told, nobody else notices."""
    with serving(ground.site()) as site:
        waiting = in_background(lambda: ask(site, "/api/v1/convert", large_document()))
        kill(frozen(site))
        answer = waiting()
        assert answer.status == 413, answer
        assert "more memory than there is" in answer.text
        assert ask(site, "/api/v1/convert", SMALL).status == 200
        return "413 that says why; the next conversion works"


def a_client_that_leaves(ground: Ground) -> str:
    """Its conversion ends."""
    with serving(ground.site()) as site:
        document = large_document()
        waiting = in_background(lambda: ask(site, "/api/v1/convert", document, seconds=3))
        child = frozen(site)
        assert waiting().status == 0
        began = time.monotonic()
        until(lambda: not lives(child), "the end of the child that converted", 5)
        return f"its process ended after {time.monotonic() - began:.1f} s"


def the_end_under_load(ground: Ground) -> str:
    """SIGTERM: what runs is answered, then everything ends."""
    with serving(ground.site()) as site:
        document = large_document()
        waiting = [in_background(lambda: ask(site, "/api/v1/convert", document)) for _ in "12"]
        time.sleep(1.5)
        pids = tree(master(site))
        began = time.monotonic()
        assert site.process is not None
        site.process.terminate()
        statuses = [wait().status for wait in waiting]
        assert statuses == [200, 200], statuses
        assert site.process.wait(timeout=30) == 0
        until(lambda: not any(map(lives, pids)), "the end of all processes")
        return f"2 of 2 conversions answered, all ended in {time.monotonic() - began:.1f} s"


def new_workers_under_load(ground: Ground) -> str:
    """HUP: workers are replaced, and no request is lost."""
    with serving(ground.site()) as site:
        statuses: list[int] = []
        end = time.monotonic() + 12

        def ask_on() -> Answer:
            while time.monotonic() < end:
                statuses.append(ask(site, "/api/v1/convert", SMALL).status)
            return Answer(200)

        asking = [in_background(ask_on) for _connection in range(4)]
        for _ in range(2):
            time.sleep(4)
            os.kill(master(site), signal.SIGHUP)
        for wait in asking:
            wait()
        assert set(statuses) == {200}, {status: statuses.count(status) for status in statuses}
        return f"{len(statuses)} of {len(statuses)} requests answered"


def three_that_start_at_once(ground: Ground) -> str:
    """On an empty database all of them prepare it, one after the other."""
    site = ground.site()
    command = [sys.executable, "manage.py", "prepare", "--verbosity", "0"]
    running = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=site.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(3)
    ]
    outputs = [process.communicate(timeout=120)[0] for process in running]
    codes = [process.returncode for process in running]
    assert codes == [0, 0, 0], outputs
    site.manage("migrate", "--check")
    site.manage("load_mappings", "--check")
    return "3 of 3 ended well"


def eight_at_once_for_three_tokens(ground: Ground) -> str:
    """Processes share the limits of a client: nobody gets what another took."""
    rate = {"EVMAP_RATE_REVIEW": "1", "EVMAP_RATE_LOOKUP": "1"}
    with serving(ground.site(**rate)) as site:
        asked = [in_background(lambda: ask(site, "/lookup/", b"codes=36")) for _ in range(60)]
        statuses = [wait().status for wait in asked]
        # 40 at once; in a minute one more.
        assert statuses.count(200) in (40, 41), statuses
        assert statuses.count(429) == 60 - statuses.count(200)
        return f"{statuses.count(200)} of 60 answered, the limit is 40 at once"
