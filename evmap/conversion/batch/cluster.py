"""Work shared by a Dask cluster: one made for the run, or one that exists."""

from __future__ import annotations

import hashlib
import logging
import pickle
import secrets
import tempfile
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, TypeVar

import evmap
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.workers import (
    AHEAD,
    EngineFailed,
    Listener,
    News,
    WorkerLost,
    ignore,
    speak_to,
)
from evmap.elsewhere import SetupPlugin, call

Job = TypeVar("Job")
Result = TypeVar("Result")

#: Seconds to wait for the first worker; how long for a scheduler, Dask's configuration says.
PATIENCE = 30

#: What is sent to a cluster of others: the converter, without the site.
_SENT = (
    *("__init__.py", "elsewhere.py", "glossary.py", "options.py"),
    *("conversion/**/*.py", "conversion/facts/country_names.json", "conversion/codes/codes.json"),
)


class Cluster:
    """A Dask cluster. To be used in a `with` statement; see `Workers`.

    address: of a scheduler; None makes a cluster of `workers` processes of this machine. Of a
    cluster that exists, all workers are used.
    """

    def __init__(
        self, workers: int, setup: Setup, address: str | None, listener: Listener = ignore
    ) -> None:
        self.setup = setup
        self.address = address
        self.listener = listener
        self._asked = workers
        self._stack = ExitStack()
        self._client: Any = None
        self._digest = secrets.token_hex(8)

    def __enter__(self) -> Cluster:
        import distributed  # noqa: PLC0415 - slow to load

        logging.getLogger("distributed").setLevel(logging.ERROR)
        # On Ctrl-C Dask may cancel what it has not begun, and Tornado logs the NameError of that.
        logging.getLogger("tornado.application").setLevel(logging.CRITICAL)
        speak_to(self.listener)
        try:
            self._client = self._stack.enter_context(self._connect(distributed))
            self._client.wait_for_workers(1 if self.address else self._asked, timeout=PATIENCE)
            self._prepare()
        except (OSError, TimeoutError, ValueError) as error:
            self._stack.close()
            where = self.address or "a cluster of this machine"
            raise EngineFailed(f"--engine dask: {where} cannot be used: {error}") from error
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError, TimeoutError):
            self._client.unregister_worker_plugin(f"evmap-{self._digest}")
        self._stack.close()

    shares_memory = False

    @property
    def number(self) -> int:
        """How many jobs are done at a time, now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def each(
        self, work: Callable[[Setup, Job], Result], jobs: Iterable[Job], *, ordered: bool = True
    ) -> Iterator[Result]:
        """See `Workers`. What a lost worker had is done again by another."""
        import distributed  # noqa: PLC0415

        wait: Any = distributed.wait
        waiting: deque[Any] = deque()
        left = iter(jobs)
        more = True
        try:
            while True:
                room = AHEAD * self.number if more else 0
                while more and len(waiting) < room:
                    job = next(left, _NONE)
                    more = job is not _NONE
                    if more:
                        waiting.append(self._submit(work, job))
                if not waiting:
                    return
                done = waiting[0]
                if not ordered:
                    found = wait(list(waiting), return_when="FIRST_COMPLETED")
                    done = next(iter(found.done))
                waiting.remove(done)
                yield pickle.loads(done.result())  # noqa: S301 - from a worker of ours
                done.release()
        except distributed.KilledWorker as error:
            raise WorkerLost("Workers that worked on the same piece died.") from error
        except CancelledError as error:
            raise WorkerLost(
                "The connection to the scheduler is lost; --resume goes on."
            ) from error
        finally:
            for future in waiting:
                future.cancel()

    def _submit(self, work: Any, job: Any) -> Any:
        return self._client.submit(call, self._digest, pickle.dumps((work, job), 5), pure=False)

    def _connect(self, distributed: Any) -> Any:
        if self.address is not None:
            return distributed.Client(self.address)
        cluster = self._stack.enter_context(
            distributed.LocalCluster(
                n_workers=self._asked,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                # Its address for measurements: any free port, or a second run would warn of 8787.
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                silence_logs=logging.ERROR,
            )
        )
        return distributed.Client(cluster, direct_to_workers=True)

    def _prepare(self) -> None:
        """Bring the converter and the setup to all workers, and to those that join later."""
        topic = f"evmap-{self._digest}"
        if self.address is not None:
            with tempfile.TemporaryDirectory(prefix="evmap-") as folder:
                self._client.upload_file(str(_packed_converter(Path(folder))))
        packed = pickle.dumps(self.setup, 5)
        self._client.register_plugin(
            SetupPlugin(self._digest, packed, topic, ours=self.address is None)
        )
        self._client.subscribe_topic(topic, self._hear)

    def _hear(self, event: tuple[Any, Any]) -> None:
        size, records = event[1]
        self.listener(News(size, records))


_NONE: Any = object()


def _packed_converter(folder: Path) -> Path:
    """The modules of the converter as a zip file that Python can import from."""
    root = Path(evmap.__file__).parent
    files = sorted(file for pattern in _SENT for file in root.glob(pattern))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    path = folder / f"evmap-{digest[:16]}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            packed.write(file, f"evmap/{file.relative_to(root).as_posix()}")
    return path
