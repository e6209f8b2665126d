"""The mapping tables: HERE's migration guide, what evmap adds beside it, and the editors' notes."""

from __future__ import annotations

from django.apps import AppConfig


class MappingsConfig(AppConfig):
    """Application that owns every table a reader can look up."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "evmap.mappings"
    label = "mappings"
    verbose_name = "Mapping tables"
