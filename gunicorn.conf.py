"""How gunicorn serves the site. Numbers come from the environment."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from evmap.operations import environment as env

try:
    # Read here, so that what is wrong with a setting is one line and no traceback of a worker.
    import evmap.settings  # noqa: F401
    from evmap.operations.server import ServerLog, Worker

    bind = env.text("BIND", "127.0.0.1:8000")
    workers = env.number("WEB_CONCURRENCY", 2, least=1, most=256)
    threads = env.number("WEB_THREADS", 16, least=4, most=256)
except ImproperlyConfigured as wrong:
    sys.exit(f"evmap: {wrong}")

wsgi_app = "evmap.wsgi:application"
worker_class = Worker
logger_class = ServerLog

timeout = 30
graceful_timeout = 20
keepalive = 5
# A worker is replaced now and then, so that memory it never gives back can't pile up.
max_requests = 50_000
max_requests_jitter = 5_000

# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# It would want a writable home directory, and nothing here uses it.
control_socket_disable = True

# Nothing that a client or a proxy sends may move the site to another path, or claim HTTPS: that the
# settings decide (BEHIND_PROXY).
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}

accesslog = "-"

FIGURES = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(_server: Any) -> None:
    """Make the folder in which the processes add their figures up."""
    if env.text("METRICS_TOKEN") and FIGURES not in os.environ:
        os.environ[FIGURES] = tempfile.mkdtemp(prefix="evmap-metrics-", dir=worker_tmp_dir)


def on_exit(_server: Any) -> None:
    """Remove it."""
    folder = os.environ.get(FIGURES, "")
    if "evmap-metrics-" in folder:
        shutil.rmtree(folder, ignore_errors=True)


def post_worker_init(_worker: Any) -> None:
    """Start the processes that convert, so that the first document need not wait for them."""
    from evmap.operations import children  # noqa: PLC0415 - needs the application

    Thread(target=children.warm, daemon=True).start()


def worker_exit(_server: Any, _worker: Any) -> None:
    """End them with their worker."""
    from evmap.operations import children  # noqa: PLC0415 - needs the application

    children.stop()


def child_exit(_server: Any, worker: Any) -> None:
    """Add the figures of a process that has ended to those of the others."""
    if os.environ.get(FIGURES):
        from prometheus_client import multiprocess  # noqa: PLC0415 - an extra

        dead: Any = multiprocess.mark_process_dead
        dead(worker.pid)
