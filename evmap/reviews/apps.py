"""The application."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Upload and result."""

    name = "evmap.reviews"
    label = "reviews"
    verbose_name = "Reviews"
