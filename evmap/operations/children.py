"""Heavy work in processes of its own, so that it can be ended and the site stays quick.

    answer = run(function, argument, ..., size=len(document), gone=client_gone(request))

`function` is one of a module (it travels by its name), its arguments and what it returns are values
that can be pickled. It runs in a child process that was forked from a clean one with the converter
loaded; the child is used again by the next call. It ends at once when its time is up or its client
has gone, and gets a MemoryError when it wants more memory than it may have. What the function
raises is raised here.

Every process of the server has one queue for pages and API: `EVMAP_CONVERSIONS` run at once,
`EVMAP_CONVERSIONS_WAITING` wait, and whoever comes then is refused at once. Large documents leave
one place free, so that small ones never wait for them.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from pebble import ProcessExpired, ProcessPool

from evmap.operations.metrics import count_work

Result = TypeVar("Result")

#: From so many bytes on a document is large.
LARGE = 1024 * 1024
#: Seconds between two looks at the client.
LOOK = 0.25
#: Calls after which a child is replaced, so that memory it never gives back can't pile up.
CALLS = 200
#: How much less of the processor a child gets than the process that answers pages.
NICE = 10
#: What a child has loaded before its first call.
LOADED = ["evmap.operations.loaded"]
#: Seconds to wait before another try.
AGAIN = 5

ON_YOUR_MACHINE = (
    "Send it in parts, or convert it on your machine: evmap convert FILE has no limit."
)


class Refused(Exception):
    """Work that was not done, or not to its end: what to answer."""

    status = 503
    again: int | None = AGAIN

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Busy(Refused):
    """The queue is full."""


class TooMuchWork(Refused):
    """It took more time or memory than one conversion may; trying again does not help."""

    status = 413
    again = None


class Gone(Refused):
    """The client left, so nobody reads the answer."""

    status = 499
    again = None


@dataclass(frozen=True)
class Counts:
    """What the queue of this process did so far, for /metrics."""

    running: int
    waiting: int


def run(
    work: Callable[..., Result],
    *arguments: Any,
    size: int = 0,
    gone: Callable[[], bool] = bool,
) -> Result:
    """Return what the work returns. Raise what it raises; Busy, TooMuchWork or Gone.

    size: of the document in bytes, as far as it is known. gone: whether the client has left; asked
    while the work runs.
    """
    begin = time.monotonic()
    how = "done"
    try:
        with queue().place(size, begin + settings.EVMAP_CONVERSION_SECONDS, gone):
            future: Future[Result] = pool().schedule(work, arguments)
            return _result(future, gone)
    except Exception as error:
        how = type(error).__name__ if isinstance(error, Refused) else "error"
        raise
    finally:
        count_work(how, time.monotonic() - begin)


def client_gone(request: HttpRequest) -> Callable[[], bool]:
    """Return a function that says whether the client of a request has closed its connection."""
    connection = request.META.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return bool

    def closed() -> bool:
        try:
            # Asked first: with a timeout set, Python waits for a byte whatever the flags say.
            if not _has_come(connection):
                return False
            return not connection.recv(1, socket.MSG_PEEK)
        except (OSError, ValueError):
            return True

    return closed


def _has_come(connection: socket.socket) -> bool:
    """Whether a byte has come, or the end."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def _result(future: Future[Result], gone: Callable[[], bool]) -> Result:
    end = None
    try:
        while True:
            try:
                return future.result(timeout=LOOK)
            except futures.TimeoutError:
                # The time of the work counts, not that of a child which has to be started for it.
                if end is None and future.running():
                    end = time.monotonic() + settings.EVMAP_CONVERSION_SECONDS - LOOK
                _go_on(end, gone)
    except MemoryError:
        megabytes = settings.EVMAP_CONVERSION_MEMORY // 1024 // 1024
        raise _too_much(f"more than {megabytes:,} MB of memory") from None
    except (ProcessExpired, futures.CancelledError):
        # Ended from outside, by the kernel for its memory for example.
        raise _too_much("more memory than there is") from None
    finally:
        future.cancel()  # Ends the process, if it is not done.


def _go_on(end: float | None, gone: Callable[[], bool]) -> None:
    if gone():
        raise Gone("The client has gone.", "")
    if end is not None and time.monotonic() > end:
        raise _too_much(f"longer than {settings.EVMAP_CONVERSION_SECONDS} seconds")


def _too_much(what: str) -> TooMuchWork:
    return TooMuchWork(f"This takes {what}, the most that this site gives.", ON_YOUR_MACHINE)


# --- The queue ---


class Queue:
    """Places for what runs, and a bounded number of those who wait for one."""

    def __init__(self, places: int, waiting: int) -> None:
        self._free = places
        self._large = max(places - 1, 1)
        self._may_wait = waiting
        self._waiting = 0
        self._changed = threading.Condition()

    @contextmanager
    def place(self, size: int, end: float, gone: Callable[[], bool]) -> Iterator[None]:
        """Wait for a place and hold it. Raise Busy where there is no room to wait."""
        large = size >= LARGE
        self._take(large, end, gone)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._large += large
                self._changed.notify_all()

    def counts(self) -> Counts:
        """Return how many wait, and how many places are free."""
        with self._changed:
            return Counts(settings.EVMAP_CONVERSIONS - self._free, self._waiting)

    def _take(self, large: bool, end: float, gone: Callable[[], bool]) -> None:
        with self._changed:
            if not self._has_place(large):
                if self._waiting >= self._may_wait:
                    raise _busy()
                self._waiting += 1
                try:
                    self._wait(large, end, gone)
                finally:
                    self._waiting -= 1
            self._free -= 1
            self._large -= large

    def _wait(self, large: bool, end: float, gone: Callable[[], bool]) -> None:
        while not self._changed.wait_for(lambda: self._has_place(large), LOOK):
            if gone():
                raise Gone("The client has gone.", "")
            if time.monotonic() > end:
                raise _busy()

    def _has_place(self, large: bool) -> bool:
        return self._free > 0 and (not large or self._large > 0)


def _busy() -> Busy:
    return Busy("The site converts as many documents as it can at the moment.", "Try again soon.")


@cache
def queue() -> Queue:
    """Return the queue of this process."""
    return Queue(settings.EVMAP_CONVERSIONS, settings.EVMAP_CONVERSIONS_WAITING)


# --- The children ---


def pool() -> ProcessPool:
    """Return the children of this process. A process that was forked gets its own."""
    return _pool(os.getpid())


@cache
def _pool(_process: int) -> ProcessPool:
    # Forked from a process without threads: a fork of this one could copy a lock that is held.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return ProcessPool(
        max_workers=settings.EVMAP_CONVERSIONS,
        max_tasks=CALLS,
        initializer=_prepare,
        initargs=(os.getpid(), settings.EVMAP_CONVERSION_MEMORY),
        context=context,
    )


def _prepare(server: int, memory: int) -> None:
    """Bound what this child may take, in its first moment."""
    os.nice(NICE)
    threading.Thread(target=_end_with, args=(server,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_size_in_memory() + memory, resource.RLIM_INFINITY))


def _end_with(server: int) -> None:
    """End this child when its server is gone, whatever it is doing."""
    try:
        server_file = os.pidfd_open(server)
    except ProcessLookupError:
        os._exit(1)
    select.select([server_file], [], [])
    os._exit(1)


def _size_in_memory() -> int:
    """The bytes of address space that this process has now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def warm() -> None:
    """Start the children, so that the first document need not wait for them."""
    pool().schedule(bool)


def stop() -> None:
    """End the children of this process, if it has any."""
    if _pool.cache_info().currsize:
        running: Any = pool()
        running.stop()
        running.join(timeout=2)
    _pool.cache_clear()
    queue.cache_clear()
