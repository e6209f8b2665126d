"""The application of the JSON API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Application without tables of its own: it shows those of the mappings."""

    name = "evmap.api"
    label = "api"
    verbose_name = "JSON API"
