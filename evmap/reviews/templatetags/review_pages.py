"""Filters of the pages of a review."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from evmap.reviews.places import path_of

register = template.Library()


@register.filter
def path(pattern: str) -> SafeString:
    """Write a pattern as a path of the field map: `{{ line.pattern|path }}`."""
    return path_of(pattern)
