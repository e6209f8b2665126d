"""`manage.py api_schema`: write the OpenAPI document to docs/, or say whether it is in step."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evmap.api import openapi


class Command(BaseCommand):
    """Writes docs/openapi.json."""

    help = "Write the API's OpenAPI document to docs/openapi.json."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --check."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if the file is not in step"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write the document, or compare it."""
        written = openapi.FILE.read_text(encoding="utf-8") if openapi.FILE.is_file() else ""
        if written == openapi.text():
            self.stdout.write("docs/openapi.json is in step.")
            return
        if check:
            raise CommandError("docs/openapi.json is not in step: run manage.py api_schema.")
        openapi.FILE.parent.mkdir(exist_ok=True)
        openapi.FILE.write_text(openapi.text(), encoding="utf-8")
        self.stdout.write("docs/openapi.json is written.")
