"""Databases that are away, full, read-only, empty, or whose clock jumps."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.support import (
    SMALL,
    Ground,
    ask,
    has_note,
    lines_since,
    serving,
    shell,
    until,
    write_note,
)
from tests.support.site import LiveSite

READY = '"status": "ready"'


class NotHere(Exception):
    """A fault that can't be made on this machine; the message says why."""


def gone_and_back(ground: Ground) -> str:
    """503 with one line each while it is away; everything is there when it is back."""
    if ground.server is None:
        raise NotHere("SQLite is a file: see the disk")
    with serving(ground.site()) as site:
        write_note(site)
        assert has_note(site)
        ground.server.stop()
        mark = len(site.log())
        answers = [ask(site, path) for path in ("/connectors/37/", "/api/v1/connectors/37", "/")]
        assert [answer.status for answer in answers] == [503] * 3
        assert {answer.headers["retry-after"] for answer in answers} == {"10"}
        assert ask(site, "/healthz").status == 200
        ready = ask(site, "/readyz")
        assert (ready.status, "not reachable" in ready.text) == (503, True)
        lines = lines_since(site, mark, "ERROR evmap.problems")
        assert len(lines) == 3, site.log()[mark:]
        assert "Traceback" not in site.log()
        ground.server.start()
        began = time.monotonic()
        until(lambda: ask(site, "/readyz").status == 200, "readiness")
        assert has_note(site)
        return f"503 and one line each; ready {time.monotonic() - began:.1f} s after its return"


def no_migrations(ground: Ground) -> str:
    """The site starts, is not ready, names the command, and works after it without a restart."""
    site = ground.site()
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    site.serve("/healthz")
    try:
        ready = ask(site, "/readyz")
        assert (ready.status, "manage.py prepare" in ready.text) == (503, True), ready
        assert ask(site, "/connectors/36/").status == 503
        assert "Traceback" not in site.log(), site.log()
        site.manage("prepare", "--verbosity", "0")
        assert READY in ask(site, "/readyz").text
        assert ask(site, "/connectors/36/").status == 200
        return "503 that names `manage.py prepare`; ready after it"
    finally:
        site.stop()


def read_only(ground: Ground) -> str:
    """Pages and conversions go on; what has to be written is 503; readiness says so."""
    with _read_only_site(ground) as site:
        ready = ask(site, "/readyz")
        # SQLite's log can't even be opened there.
        words = "its file can't be opened" if ground.server is None else "and not written"
        assert (ready.status, words in ready.text) == (503, True), ready
        if ground.server is not None:
            assert ask(site, "/connectors/36/").status == 200
            assert ask(site, "/api/v1/convert", SMALL).status == 200
            assert has_note(site)
        assert "Traceback" not in site.log(), site.log()
        return f"not ready: “{words}”"


@contextmanager
def _read_only_site(ground: Ground) -> Iterator[LiveSite]:
    if ground.server is not None:
        with serving(ground.site()) as site:
            write_note(site)
            shell(
                site,
                "from django.db import connection as c; c.cursor().execute("
                "'ALTER DATABASE postgres SET default_transaction_read_only = on')",
            )
            site.stop()
            site.serve("/healthz")
            yield site
        return
    with _disk(ground.folder, 20) as disk:
        site = LiveSite(ground.folder, f"sqlite:///{disk}/site.sqlite3")
        site.manage("prepare", "--verbosity", "0")
        site.manage("collectstatic", "--no-input", "--verbosity", "0")
        _mount("-o", "remount,ro", str(disk))
        site.serve("/healthz")
        try:
            yield site
        finally:
            site.stop()


def a_full_disk(ground: Ground) -> str:
    """Pages and conversions go on; log-ins are 503; readiness says so; all is well afterwards."""
    if ground.server is not None:
        raise NotHere("PostgreSQL's disk is its own matter; its error is told as SQLite's is")
    with _disk(ground.folder, 8) as disk:
        site = LiveSite(ground.folder, f"sqlite:///{disk}/site.sqlite3", EVMAP_RATE_LOOKUP="60")
        with serving(site):
            write_note(site)
            filler = disk / "filler"
            _fill(filler)
            assert ask(site, "/connectors/37/").status == 200
            assert ask(site, "/api/v1/convert", SMALL).status == 200
            assert ask(site, "/lookup/", b"codes=36").status == 200
            ready = ask(site, "/readyz")
            assert (ready.status, "disk is full" in ready.text) == (503, True), ready
            assert "Traceback" not in site.log(), site.log()
            filler.unlink()
            until(lambda: ask(site, "/readyz").status == 200, "readiness")
            assert has_note(site)
            return "pages and conversions 200, readiness says that the disk is full, then all well"


def a_clock_that_jumps(ground: Ground) -> str:
    """What was counted before the clock was set back locks nobody out."""
    with serving(ground.site(EVMAP_RATE_LOOKUP="60")) as site:
        assert ask(site, "/lookup/", b"codes=36").status == 200
        for hours in (24, -24):
            shell(
                site,
                "from django.db.models import F; from evmap.operations.models import Bucket;"
                f"Bucket.objects.update(full_at=F('full_at') + {hours * 3600})",
            )
            assert ask(site, "/lookup/", b"codes=36").status == 200
        return "a day ahead and a day back: answered as ever"


# --- Disks ---


@contextmanager
def _disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A small disk of its own."""
    disk = folder / "disk"
    disk.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(disk))
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)


def _mount(*arguments: str) -> None:
    if os.geteuid():
        raise NotHere("only root can mount a small disk")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHere(f"a small disk can't be mounted: {done.stderr.strip()}")


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as opened:
        try:
            while True:
                opened.write(b"x" * 4096)
        except OSError:
            pass
