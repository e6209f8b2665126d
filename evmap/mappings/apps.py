"""The mapping tables: HERE's migration guide, what evmap adds beside it, and the editors' notes."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MappingsConfig(AppConfig):
    """Application that owns every table a reader can look up."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "evmap.mappings"
    label = "mappings"
    verbose_name = "Mapping tables"

    def ready(self) -> None:
        """Keep the editors' group in step with the models."""
        # Models can't be imported before the applications are ready.
        from evmap.mappings.editors import make_group  # noqa: PLC0415

        post_migrate.connect(make_group, sender=self)
