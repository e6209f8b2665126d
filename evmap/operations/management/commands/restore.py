"""`manage.py restore FILE`: put a copy of the database back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from evmap.operations.backups import BackupError, restore
from evmap.operations.locks import one_at_a_time


class Command(BaseCommand):
    """Replaces all that the database holds by a copy, and brings it to this version."""

    help = (
        "Put a copy that `backup` made in the place of all that the database holds, and bring it "
        "to the state of this version. Stop the site before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, and the word that says that it is meant."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_args: Any, file: Path, yes: bool, **_options: Any) -> None:
        """Restore it, and say so."""
        if not yes and input("Replace all that the database holds? Write yes: ") != "yes":
            raise CommandError("Nothing was changed.")
        try:
            with one_at_a_time():
                restore(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("prepare", verbosity=0)
        self.stdout.write(f"{file} is restored. Start the site again.")
