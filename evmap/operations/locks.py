"""One at a time among all processes that use one database, whichever machine they run on."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django.db
from django.db import connection

#: The number of our advisory lock in PostgreSQL: the letters "evmap".
NUMBER = int.from_bytes(b"evmap", "big")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other process is here. The lock ends with its process, however that ends."""
    if connection.vendor == "postgresql":
        with _advisory_lock():
            yield
        return
    name = str(connection.settings_dict["NAME"])
    with Path(f"{name}.lock").open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _advisory_lock() -> Iterator[None]:
    """Hold a lock of PostgreSQL on a connection of its own: migrations may close the other one."""
    keeper = django.db.connections.create_connection(connection.alias)
    try:
        with keeper.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
        yield
    finally:
        keeper.close()
