"""How gunicorn serves the site. Numbers come from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from evmap.masking import without_tokens

wsgi_app = "evmap.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))

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

# Method and path without the query string, and the request id that the log lines carry.
accesslog = "-"
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms [%({x-request-id}o)s]'


class AccessLogger(Logger):  # type: ignore[misc]
    """Keeps the links of kept reviews out of the access log."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """Return what the line is made of, with the path masked."""
        found: dict[str, Any] = super().atoms(*args)
        found["U"] = without_tokens(str(found.get("U", "")))
        return found


logger_class = AccessLogger
