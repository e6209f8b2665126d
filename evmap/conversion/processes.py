"""Work shared by processes of this machine, with the results in order.

The processes are forked, so they begin with everything that is loaded here. Jobs and results go
through a socket for each; a process that dies is replaced, and its job done again.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import socket
import struct
import sys
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Generic, NoReturn, Protocol, TypeVar

import msgspec

Setup = TypeVar("Setup")
Setup_co = TypeVar("Setup_co", covariant=True)
Job = TypeVar("Job")
Result = TypeVar("Result")

#: Results that each process may be ahead of the one who takes them.
AHEAD = 3

#: A job that has ended so many processes is given up.
MOST_DEATHS = 3

_length = struct.Struct("!Q")

_ENDING = (signal.SIGINT, signal.SIGTERM)

#: Called with news of a job under way.
Listener = Callable[[Any], None]


class WorkerLost(Exception):
    """Processes died again and again on the same job."""


class EngineFailed(Exception):
    """What shares the work cannot be used; the message says why."""


class Pool(Protocol[Setup_co]):
    """Something that does jobs: this process, several of this machine, or a cluster.

    What all jobs need, the setup, is handed over once.
    """

    @property
    def setup(self) -> Setup_co:
        """What all jobs need."""
        ...

    @property
    def workers(self) -> int:
        """How many jobs are done at a time."""
        ...

    @property
    def spool(self) -> str:
        """A folder for long results, where that is quicker than sending them; else empty."""
        ...

    def each(
        self, work: Callable[[Setup_co, Job], Result], jobs: Iterable[Job], *, ordered: bool = True
    ) -> Iterator[Result]:
        """Do `work` on each job and yield the results, in the order of the jobs or as they come.

        An error of `work` is raised.
        """
        ...


def ignore(_news: Any) -> None:
    """Hear nothing."""


class Alone(Generic[Setup]):
    """This process does all jobs itself."""

    workers = 1
    spool = ""

    def __init__(self, setup: Setup, listener: Listener = ignore) -> None:
        self.setup = setup
        self.listener = listener

    def each(
        self, work: Callable[[Setup, Job], Result], jobs: Iterable[Job], *, ordered: bool = True
    ) -> Iterator[Result]:
        """See `Pool`."""
        for job in jobs:
            speak_to(self.listener)
            yield work(self.setup, job)


class _Speaker:
    """How a job tells news in this process."""

    tell: Listener = ignore


def tell(news: Any) -> None:
    """Give news of the job under way to whoever listens where the jobs come from."""
    _Speaker.tell(news)


def speak_to(listener: Listener) -> None:
    """Let all news of this process go to a listener."""
    _Speaker.tell = listener


class _Worker(msgspec.Struct, eq=False):
    pid: int
    link: socket.socket
    job: int = -1
    history: list[int] = msgspec.field(default_factory=list)


class _Round(Generic[Setup, Job, Result]):
    """Jobs on their way through the processes, by number."""

    def __init__(
        self,
        work: Callable[[Setup, Job], Result],
        jobs: Iterable[Job],
        *,
        ordered: bool = True,
        keeps: bool = False,
    ) -> None:
        self.messages: dict[int, bytes] = {}
        self._work = work
        self._jobs = enumerate(jobs)
        self._ordered = ordered
        self._keeps = keeps
        self._more = True
        self._again: deque[int] = deque()
        self._deaths: Counter[int] = Counter()
        self._under_way = 0
        self._done: dict[int, Result] = {}
        self._handed = 0

    def next(self, most: int) -> int | None:
        """The next job to give out, as long as no more than `most` are under way or waited for."""
        if self._again:
            self._under_way += 1
            return self._again.popleft()
        if not self._more or self._under_way + len(self._done) >= most:
            return None
        number, job = next(self._jobs, (-1, None))
        if number < 0:
            self._more = False
            return None
        self.messages[number] = pickle.dumps((self._work, job), 5)
        self._under_way += 1
        return number

    def did(self, number: int, result: Result) -> None:
        """Take the result of a job; one that was done again for what it keeps has none."""
        self._under_way -= 1
        if number >= self._handed:
            self._done[number] = result
        if not self._keeps:
            del self.messages[number]

    def died(self, number: int, history: list[int]) -> None:
        """Note that the process with this job died; it had done those of `history` before."""
        self._under_way -= 1
        self._deaths[number] += 1
        if self._deaths[number] >= MOST_DEATHS:
            raise WorkerLost("Processes that worked on the same piece died.")
        self._again += [*history, number] if self._keeps else [number]

    def ready(self) -> Iterator[Result]:
        """The results whose turn it is."""
        while not self._ordered and self._done:
            yield self._done.pop(next(iter(self._done)))
        while self._handed in self._done:
            self._handed += 1
            yield self._done.pop(self._handed - 1)

    def is_over(self) -> bool:
        """Whether all jobs are done."""
        return not (self._more or self._again or self._done)


class Forked(Generic[Setup]):
    """Processes of this machine. To be used in a `with` statement."""

    spool = ""

    def __init__(self, workers: int, setup: Setup, listener: Listener = ignore) -> None:
        self.workers = workers
        self.setup = setup
        self.listener = listener
        self._links: list[socket.socket] = []
        self._all: list[_Worker] = []

    def __enter__(self) -> Forked[Setup]:
        rare_collections()
        speak_to(self.listener)
        self._all = [self._fork() for _ in range(self.workers)]
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._all:
            self._end(worker)

    def each(
        self, work: Callable[[Setup, Job], Result], jobs: Iterable[Job], *, ordered: bool = True
    ) -> Iterator[Result]:
        """See `Pool`."""
        return self._rounds(_Round(work, jobs, ordered=ordered))

    def each_kept(
        self, work: Callable[[Setup, Job], Result], jobs: Iterable[Job]
    ) -> Iterator[Result]:
        """The same for work that also keeps something in its process, for `gather`.

        What a process has kept dies with it, so all its jobs are done again then.
        """
        for worker in self._all:
            worker.history.clear()
        return self._rounds(_Round(work, jobs, keeps=True))

    def gather(self, work: Callable[[Setup, None], Result]) -> Iterator[tuple[Result, list[int]]]:
        """Do `work` once in each process: its result, and the numbers of the jobs kept there.

        Raises WorkerLost when one of them is no more.
        """
        message = pickle.dumps((work, None), 5)
        for worker in self._all:
            self._give(worker, 0, message)
        for worker in self._all:
            try:
                kind, value = _receive(worker.link)
            except (OSError, EOFError):
                raise WorkerLost("A process died at the end of its work.") from None
            if kind == "error":
                raise value
            worker.job = -1
            yield value, worker.history

    def _rounds(self, round_: _Round[Setup, Job, Result]) -> Iterator[Result]:
        idle = list(self._all)
        while True:
            while idle and (number := round_.next(AHEAD * self.workers)) is not None:
                self._give(idle.pop(), number, round_.messages[number])
            yield from round_.ready()
            if any(worker.job >= 0 for worker in self._all):
                idle += self._take(round_)
            elif round_.is_over():
                return

    def _take(self, round_: _Round[Any, Any, Any]) -> list[_Worker]:
        """Wait for messages of processes at work; return those that have none any more."""
        busy = {worker.link: worker for worker in self._all if worker.job >= 0}
        idle = []
        for link in select.select(list(busy), [], [])[0]:
            worker = busy[link]
            try:
                kind, value = _receive(link)
            except (OSError, EOFError):
                round_.died(worker.job, worker.history)
                idle.append(self._replace(worker))
                continue
            if kind == "news":
                self.listener(value)
                continue
            number, worker.job = worker.job, -1
            if kind == "error":
                raise value
            worker.history.append(number)
            round_.did(number, value)
            idle.append(worker)
        return idle

    def _give(self, worker: _Worker, number: int, message: bytes) -> None:
        worker.job = number
        # One that died meanwhile is noticed where its answer is waited for.
        with suppress(OSError):
            _send(worker.link, message)

    def _fork(self) -> _Worker:
        ours, theirs = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        # Neither process may be interrupted before it knows which of the two it is.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            with warnings.catch_warnings():
                # Threads here only draw the progress bar; the new process needs no lock of theirs.
                warnings.simplefilter("ignore", DeprecationWarning)
                pid = os.fork()
            if not pid:
                self._work(ours, theirs)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        theirs.close()
        self._links.append(ours)
        return _Worker(pid, ours)

    def _work(self, ours: socket.socket, link: socket.socket) -> NoReturn:
        """Be a worker process until there are no more jobs."""
        code = 1
        try:
            # Ctrl-C reaches all processes; the one who gave the jobs ends the others.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, _leave)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
            # Other processes must not be kept waiting by our copies of their links.
            for other in (ours, *self._links):
                other.close()
            speak_to(lambda news: _send(link, pickle.dumps(("news", news), 5)))
            self._serve(link)
        except (OSError, EOFError, SystemExit):
            code = 0  # whoever gave the jobs is gone, or wants no more
        finally:
            os._exit(code)

    def _serve(self, link: socket.socket) -> NoReturn:
        while True:
            work, job = _receive(link)
            try:
                answer = pickle.dumps(("done", work(self.setup, job)), 5)
            except Exception as error:  # raised again where the job came from
                answer = _packed_error(error)
            _send(link, answer)

    def _replace(self, worker: _Worker) -> _Worker:
        self._end(worker)
        new = self._fork()
        self._all[self._all.index(worker)] = new
        return new

    def _end(self, worker: _Worker) -> None:
        if worker.job >= 0:
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGTERM)
        worker.link.close()
        self._links.remove(worker.link)
        with suppress(ChildProcessError):
            os.waitpid(worker.pid, 0)


def rare_collections() -> None:
    """Let Python look for unused cycles rarely: a conversion leaves hardly any.

    What is loaded by now is not looked at again, so forked processes go on sharing its memory.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


def _leave(_signal: int, _frame: object) -> NoReturn:
    """End this process, with what is under way cleaned up."""
    raise SystemExit


def _packed_error(error: Exception) -> bytes:
    try:
        packed = pickle.dumps(("error", error), 5)
        pickle.loads(packed)  # noqa: S301 - our own
    except Exception:  # whatever an exception does in packing
        return pickle.dumps(("error", RuntimeError(f"{type(error).__name__}: {error}")), 5)
    return packed


def _send(link: socket.socket, message: bytes) -> None:
    link.sendall(_length.pack(len(message)))
    link.sendall(message)


def _receive(link: socket.socket) -> Any:
    """The next message. Raises EOFError where the other end is gone."""
    size = _length.unpack(_exactly(link, _length.size))[0]
    return pickle.loads(_exactly(link, size))  # noqa: S301 - from our own process


def _exactly(link: socket.socket, size: int) -> bytearray:
    found = bytearray(size)
    view, read = memoryview(found), 0
    while read < size:
        number = link.recv_into(view[read:])
        if not number:
            raise EOFError
        read += number
    return found
