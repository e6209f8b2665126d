"""`manage.py load_mappings`: bring the mapping tables to the state of the fixture files."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evmap.mappings.files import FixtureError
from evmap.mappings.lint import lint
from evmap.mappings.loading import Loading, TableChanges, load
from evmap.mappings.models.base import KEY_SEPARATOR, Key


class Command(BaseCommand):
    """Adds, changes and removes rows until the tables say what the files say."""

    help = (
        "Bring the mapping tables to the state of the fixture files. Notes and decisions of "
        "editors are never touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer `--check`."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit with 1 when something would change",
        )

    def handle(self, *, check: bool, verbosity: int, **_options: Any) -> None:
        """Load or check, and say what was done."""
        try:
            if problems := lint():
                lines = "\n".join(map(str, problems))
                raise CommandError(f"{lines}\nThe files are not in order. Nothing was changed.")
            loading = load(check=check)
        except FixtureError as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        if verbosity > 0:
            self._report(loading, everything=verbosity > 1)
        if check and loading:
            raise CommandError(
                "The mapping tables differ from the files. Run: manage.py load_mappings",
                returncode=1,
            )

    def _report(self, loading: Loading, *, everything: bool) -> None:
        for table in loading.tables:
            self.stdout.write(
                f"{table.table}: {table.rows} rows, {len(table.added)} added, "
                f"{len(table.changed)} changed, {len(table.removed)} removed"
            )
            for line in _lines(table, everything=everything):
                self.stdout.write(f"  {line}")
        for note in loading.orphaned_notes:
            self.stdout.write(
                f"Note {note.pk} of {note.author} is kept, but its row is gone: "
                f"{note.table} {note.key}"
            )
        for decision in loading.orphaned_decisions:
            told = f"{decision.subject} = {decision.choice or decision.state}"
            self.stdout.write(f"Decision is kept, but has no effect: {told}")


def _lines(table: TableChanges, *, everything: bool) -> list[str]:
    lines = []
    # A table that comes whole is not listed row by row, unless asked for.
    if everything or len(table.added) < table.rows:
        lines += [f"+ {_name(key)}" for key in table.added]
    for key, fields in table.changed.items():
        lines += [
            f"~ {_name(key)}: {name}: {old!r} -> {new!r}" for name, (old, new) in fields.items()
        ]
    return lines + [f"- {_name(key)}" for key in table.removed]


def _name(key: Key) -> str:
    return KEY_SEPARATOR.join(map(str, key))
