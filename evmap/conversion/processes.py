"""Work shared by processes of this machine, with the results in order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

#: Results that each process may be ahead of the one who takes them.
AHEAD = 3


def in_processes(
    workers: int,
    start: Callable[[Task], None],
    task: Task,
    work: Callable[[int, int], Result],
    ranges: Iterable[tuple[int, int]],
) -> Iterator[Result]:
    """Run `work` on each range in one of `workers` processes; yield the results in order.

    `start` is called with `task` in each process first. An error of `work` is raised here.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    with ProcessPoolExecutor(workers, context, initializer=start, initargs=(task,)) as pool:
        waiting: deque[Future[Result]] = deque()
        for each in ranges:
            waiting.append(pool.submit(work, *each))
            if len(waiting) > AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
