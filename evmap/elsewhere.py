"""What a scheduler and its workers load first: nothing but Python and Dask is needed for it.

A cluster that exists may not have evmap. The converter is sent to it as an archive of its modules,
and each job as bytes, so that only workers open them; they need msgspec.
"""

from __future__ import annotations

import pickle
import signal
from contextlib import suppress
from typing import Any

from distributed import WorkerPlugin

#: Setups by digest, and who hears news; filled in each worker before its first job.
SETUPS: dict[str, Any] = {}


def call(digest: str, packed: bytes) -> bytes:
    """Do a packed job with a setup in a worker; the result is packed too."""
    work, job = pickle.loads(packed)  # noqa: S301 - from the command that was started by the user
    return pickle.dumps(work(SETUPS[digest], job), 5)


class SetupPlugin(WorkerPlugin):
    """Puts a setup into every worker, those that join later among them."""

    idempotent = True

    def __init__(self, digest: str, packed: bytes, topic: str, *, ours: bool) -> None:
        self.name = f"evmap-{digest}"
        self.digest = digest
        self.packed = packed
        self.topic = topic
        self.ours = ours

    def setup(self, worker: Any) -> None:
        """Called by Dask in each worker."""
        from evmap.conversion.batch.workers import rare_collections, speak_to  # noqa: PLC0415

        SETUPS[self.digest] = pickle.loads(self.packed)  # noqa: S301 - as above
        speak_to(lambda news: worker.log_event(self.topic, (news.size, news.records)))
        rare_collections()
        if self.ours:
            # Ctrl-C reaches all processes of a terminal; the command ends its workers itself.
            with suppress(ValueError):  # not the main thread
                signal.signal(signal.SIGINT, signal.SIG_IGN)

    def teardown(self, worker: Any) -> None:
        """Called by Dask at the end."""
        SETUPS.pop(self.digest, None)
