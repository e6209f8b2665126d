"""`manage.py prepare`: bring the database to the state of the code, before each start."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from evmap.operations.locks import one_at_a_time


class Command(BaseCommand):
    """Migrations, mapping tables, and what has expired; one process at a time."""

    help = (
        "Bring the database and the mapping tables to the state of the code and remove what has "
        "expired. Several may start at once: they take turns. Safe to run again."
    )

    def handle(self, *_args: Any, verbosity: int, **_options: Any) -> None:
        """Do it."""
        with one_at_a_time():
            call_command("migrate", interactive=False, verbosity=max(verbosity - 1, 0))
            call_command("load_mappings", verbosity=verbosity)
        call_command("daily", verbosity=verbosity)
