"""`manage.py backup FILE`: a copy of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evmap.operations.backups import BackupError, backup


class Command(BaseCommand):
    """Copies the database into a file, while the site runs."""

    help = "Copy the database into a file. The site may run meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Copy it, and say what was written."""
        try:
            size = backup(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {size:,} bytes. It holds accounts and kept documents.")
