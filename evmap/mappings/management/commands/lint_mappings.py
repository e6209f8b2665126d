"""`manage.py lint_mappings`: check the fixture files."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evmap.mappings.files import FixtureError
from evmap.mappings.lint import lint


class Command(BaseCommand):
    """Prints one line per problem; exits with 1 when there are any."""

    help = "Check the fixture files of the mapping tables. Needs no database."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        """Check, and say what has to be put right."""
        try:
            problems = lint()
        except FixtureError as error:
            raise CommandError(str(error)) from error
        for problem in problems:
            self.stdout.write(str(problem))
        if problems:
            raise CommandError(f"{len(problems)} problems in the fixture files.")
        self.stdout.write("The fixture files are in order.")
