"""How far a conversion is: a bar on a terminal, lines of a log elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from evmap.conversion.batch.run import FileDone
from evmap.conversion.batch.workers import News

#: Seconds between two lines of the log; a run that is shorter has none.
EVERY = 10.0


class State:
    """How much of a run is done."""

    def __init__(self, files: int, size: int) -> None:
        self.files, self.size = files, size
        self.files_done = self.unreadable = self.skipped = self.findings = self.records = 0
        self.size_done = 0.0
        self.begin = time.monotonic()
        self._under_way = 0.0
        self.show: Callable[[State], Any] = lambda _state: None

    def hear(self, news: News) -> None:
        """Take news of a file under way."""
        self.records += news.records
        self.size_done += news.size
        self._under_way += news.size
        self.show(self)

    def file_done(self, done: FileDone) -> None:
        """Count a file that is done."""
        self.files_done += 1
        self.skipped += done.skipped
        if done.report is None:
            self.unreadable += 1
        else:
            self.findings += sum(done.report.summary.findings.values())
        if done.skipped or done.report is None:
            self.size_done += done.size
        self.show(self)

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self.begin

    @property
    def seconds_left(self) -> float | None:
        """By the rate of what was converted; None before there is one."""
        if not self._under_way or self.seconds < 1:
            return None
        left = self.size - self.size_done
        return max(0.0, left * self.seconds / self._under_way)

    def text(self) -> str:
        """One line: files, records and their rate, findings, time left."""
        rate = self.records / self.seconds if self.seconds else 0
        parts = [
            f"{self.files_done:,} of {self.files:,} files",
            f"{self.records:,} records, {rate:,.0f} a second",
        ]
        if self.files_done:  # they are known when a file is done
            parts.append(f"{self.findings:,} findings")
        if self.skipped:
            parts.insert(1, f"{self.skipped:,} done before")
        if self.unreadable:
            parts.append(f"{self.unreadable:,} unreadable")
        if self.seconds_left is not None:
            parts.append(f"{clock(self.seconds_left)} left")
        return ", ".join(parts)


def clock(seconds: float) -> str:
    """A time span, as in 1:02:03 or 4:05."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def show_progress(state: State) -> Iterator[None]:
    """Show a state while it changes."""
    if sys.stderr.isatty():
        with _bar(state) as state.show:
            yield
    else:
        state.show = _Log()
        yield


class _Log:
    """A line now and then, with a time, for logs that nobody watches."""

    def __init__(self) -> None:
        self._next = time.monotonic() + EVERY

    def __call__(self, state: State) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            print(f"{now} evmap: {state.text()}", file=sys.stderr, flush=True)


@contextmanager
def _bar(state: State) -> Iterator[Callable[[State], Any]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(state.text(), total=state.size or None)
        yield lambda now: bar.update(task, completed=now.size_done, description=now.text())
