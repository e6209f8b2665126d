"""Who does the work of a run: this process, or several of this machine.

A Dask cluster does the same (:mod:`.cluster`). Results come in the order of the jobs, or as they
are done; an error of the work is raised where the jobs come from; what a process that died had to
do is done again by others.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import struct
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.process import BaseProcess
from typing import Generic, NoReturn, Protocol, TypeVar

import msgspec

from evmap.conversion.batch.setup import Setup

Job = TypeVar("Job")
Result = TypeVar("Result")

#: Jobs given out for each worker: the next one waits while one is done.
AHEAD = 3

#: So often processes may die without a job being done; then the run is given up.
MOST_DEATHS = 3

#: Seconds that a process has to clean up when the run ends early.
GRACE = 5

#: Seconds between two looks at the news, and at whether the one who gave the jobs is still there.
LOOK = 0.2


class News(msgspec.Struct, frozen=True):
    """How far a file under way got since the last news, in bytes of it and in records."""

    size: float
    records: int


#: Called with news of a job under way.
Listener = Callable[[News], None]


class WorkerLost(Exception):
    """Processes died again and again on the same work."""


class EngineFailed(Exception):
    """What shares the work cannot be used; the message says why."""


class Workers(Protocol):
    """Something that does jobs. What all jobs need, the setup, is handed over once."""

    @property
    def setup(self) -> Setup:
        """What all jobs need."""
        ...

    @property
    def number(self) -> int:
        """How many jobs are done at a time."""
        ...

    @property
    def shares_memory(self) -> bool:
        """Whether workers see the files that this process made."""
        ...

    def each(
        self, work: Callable[[Setup, Job], Result], jobs: Iterable[Job], *, ordered: bool = True
    ) -> Iterator[Result]:
        """Do `work` on each job; yield the results in the order of the jobs, or as they come."""
        ...


def ignore(_news: News) -> None:
    """Hear nothing."""


class _Speaker:
    """How a job tells news in this process."""

    tell: Listener = staticmethod(ignore)


def tell(news: News) -> None:
    """Give news of the job under way to whoever listens where the jobs come from."""
    _Speaker.tell(news)


def speak_to(listener: Listener) -> None:
    """Let all news of this process go to a listener."""
    _Speaker.tell = staticmethod(listener)


class ThisProcess:
    """This process does all jobs itself."""

    number = 1
    shares_memory = True

    def __init__(self, setup: Setup, listener: Listener = ignore) -> None:
        self.setup = setup
        self.listener = listener

    def each(
        self, work: Callable[[Setup, Job], Result], jobs: Iterable[Job], *, ordered: bool = True
    ) -> Iterator[Result]:
        """See `Workers`."""
        for job in jobs:
            speak_to(self.listener)
            yield work(self.setup, job)


class Processes:
    """Processes of this machine. To be used in a `with` statement.

    They are forked, so they begin with everything that is loaded here.
    """

    shares_memory = True

    def __init__(self, number: int, setup: Setup, listener: Listener = ignore) -> None:
        self.number = number
        self.setup = setup
        self.listener = listener
        self._pool: ProcessPoolExecutor | None = None
        self._wire: _Wire | None = None
        self._made: set[BaseProcess] = set()

    def __enter__(self) -> Processes:
        rare_collections()
        speak_to(self.listener)
        return self

    def __exit__(self, kind: object, *_error: object) -> None:
        self._stop(at_once=kind is not None)

    def each(
        self, work: Callable[[Setup, Job], Result], jobs: Iterable[Job], *, ordered: bool = True
    ) -> Iterator[Result]:
        """See `Workers`."""
        left = iter(jobs)
        waiting: deque[_Given[Job, Result]] = deque()
        deaths = 0
        while True:
            for job in islice(left, AHEAD * self.number - len(waiting)):
                waiting.append(_Given(job, self._give(work, job)))
            if not waiting:
                return
            given = self._next(waiting, ordered=ordered)
            try:
                result = given.future.result()
            except BrokenProcessPool:
                deaths += 1
                if deaths >= MOST_DEATHS:
                    raise WorkerLost("Processes that worked on the same piece died.") from None
                self._stop(at_once=True)
                for each in waiting:
                    if not each.is_done:
                        each.future = self._give(work, each.job)
                continue
            deaths = 0
            waiting.remove(given)
            yield result

    def _next(self, waiting: deque[_Given[Job, Result]], *, ordered: bool) -> _Given[Job, Result]:
        """The first job, or the first that is done; news are heard meanwhile."""
        wanted = [waiting[0].future] if ordered else [given.future for given in waiting]
        while not (done := wait(wanted, LOOK, FIRST_COMPLETED).done):
            self._hear()
        self._hear()
        return next(given for given in waiting if given.future in done)

    def _give(self, work: Callable[[Setup, Job], Result], job: Job) -> Future[Result]:
        with warnings.catch_warnings():
            # Threads here only draw the progress bar; the new processes need no lock of theirs.
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                with _uninterrupted():
                    return self._submit(work, job)
            except BrokenProcessPool as error:  # died since; told where the result is asked for
                lost: Future[Result] = Future()
                lost.set_exception(error)
                return lost

    def _submit(self, work: Callable[[Setup, Job], Result], job: Job) -> Future[Result]:
        if self._pool is not None:
            return self._pool.submit(_work, work, job)
        self._wire = _Wire()
        self._pool = ProcessPoolExecutor(
            self.number,
            multiprocessing.get_context("fork"),
            _begin,
            (self.setup, self._wire, os.getpid()),
        )
        others = set(multiprocessing.active_children())
        future = self._pool.submit(_work, work, job)  # makes all processes
        self._made = set(multiprocessing.active_children()) - others
        return future

    def _hear(self) -> None:
        for news in self._wire.receive() if self._wire is not None else ():
            self.listener(news)

    def _stop(self, *, at_once: bool) -> None:
        pool, wire, self._pool, self._wire = self._pool, self._wire, None, None
        if pool is None or wire is None:
            return
        with _uninterrupted():
            if at_once:
                _end(self._made)
            pool.shutdown(wait=True, cancel_futures=True)
        wire.close()


def _end(processes: Collection[BaseProcess]) -> None:
    """End processes; each may clean up first."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(GRACE)
        process.kill()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait while processes are made or ended.

    One that an interrupt kept from being noted would wait for this process to end, and this one
    for it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    here = os.getpid()

    def remember(number: int, _frame: object) -> None:
        if os.getpid() == here:
            came.append(number)
        elif number == signal.SIGTERM:
            os._exit(1)  # a new process that has not begun

    ends = (signal.SIGINT, signal.SIGTERM)
    before = {end: signal.signal(end, remember) for end in ends}
    try:
        yield
    finally:
        for end, handler in before.items():
            signal.signal(end, handler if handler is not None else signal.SIG_DFL)
    for number in came:
        signal.raise_signal(number)


class _Given(msgspec.Struct, Generic[Job, Result], eq=False):
    """A job that was given out."""

    job: Job
    future: Future[Result]

    @property
    def is_done(self) -> bool:
        return self.future.done() and not self.future.cancelled() and not self.future.exception()


class _Wire:
    """News from processes: messages so short that they arrive whole, with no lock to hold."""

    _message = struct.Struct("!dq")

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)

    def send(self, news: News) -> None:
        os.write(self._write, self._message.pack(news.size, news.records))

    def receive(self) -> Iterator[News]:
        with suppress(BlockingIOError):
            while text := os.read(self._read, self._message.size * 100):
                yield from (News(*each) for each in self._message.iter_unpack(text))

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)


class _Own:
    """What a worker process has."""

    setup: Setup


def _begin(setup: Setup, wire: _Wire, parent: int) -> None:
    # Ctrl-C reaches all processes; the one who gave the jobs ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _Own.setup = setup
    speak_to(wire.send)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _work(work: Callable[[Setup, Job], Result], job: Job) -> Result:
    signal.signal(signal.SIGTERM, _leave)
    try:
        return work(_Own.setup, job)
    except SystemExit:  # of `_leave`; the pool would keep the process, and give it nothing to do
        os._exit(1)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _leave(_signal: int, _frame: object) -> NoReturn:
    """End this process, with what is under way cleaned up."""
    raise SystemExit


def _end_with(parent: int) -> NoReturn:
    """End this process when the one who gave the jobs is gone."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)


def rare_collections() -> None:
    """Let Python look for unused cycles rarely: a conversion leaves hardly any.

    What is loaded by now is not looked at again, so forked processes go on sharing its memory.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()
