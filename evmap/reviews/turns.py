"""Large documents take turns: the memory of a process then grows with one of them, not with all.

Python converts one at a time in a process anyway, so nobody waits longer for it; small documents
never wait.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: From so many bytes on a document waits for its turn.
LARGE = 1024 * 1024

_turn = threading.Lock()


@contextmanager
def turn_for(size: int) -> Iterator[None]:
    """Wait until no other large document is converted in this process."""
    if size < LARGE:
        yield
        return
    with _turn:
        yield
