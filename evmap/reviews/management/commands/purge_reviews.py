"""Remove reviews that have expired."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from evmap.reviews.keeping import purge
from evmap.reviews.models import StoredReview


class Command(BaseCommand):
    """`manage.py purge_reviews`: what has expired goes; with --all, everything does."""

    help = "Remove reviews that have expired."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --all."""
        parser.add_argument("--all", action="store_true", help="Remove all reviews.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Remove them and say how many."""
        if options["all"]:
            number = StoredReview.objects.count()
            StoredReview.objects.all().delete()
        else:
            number = purge()
        self.stdout.write(f"{number} review{'' if number == 1 else 's'} removed.")
