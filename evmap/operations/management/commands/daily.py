"""`manage.py daily`: remove what has expired."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from evmap.operations import rates


class Command(BaseCommand):
    """Reviews, sessions and counts of requests that have expired."""

    help = "Remove reviews, sessions and counts of requests that have expired. Run it daily."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Remove them and say what."""
        call_command("purge_reviews", stdout=self.stdout)
        call_command("clearsessions")
        self.stdout.write("Expired sessions removed.")
        self.stdout.write(f"Counts of requests removed: {rates.forget()}.")
