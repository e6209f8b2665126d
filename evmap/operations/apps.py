"""The application of what keeps the site up."""

from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Application with one small table: what clients have asked for lately."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "evmap.operations"
    label = "operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        """Register the checks and the listeners, and report errors where that is wanted."""
        from evmap.operations import checks, logins, reporting  # noqa: F401, PLC0415

        reporting.start()
