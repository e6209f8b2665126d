"""Filters of the pages of a review."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from evmap.conversion.codes.entry import on_page
from evmap.reviews.places import path_of

register = template.Library()


@register.filter
def path(pattern: str) -> SafeString:
    """Write a pattern as a path of the field map: `{{ line.pattern|path }}`."""
    return path_of(pattern)


@register.filter
def advice(text: str) -> str:
    """Write a suggestion without the options of the command: `{{ line.suggestion|advice }}`."""
    return on_page(text)


@register.filter
def at(items: Sequence[str], number: int) -> str:
    """Choose one of a list: `{{ links|at:place.number }}`."""
    return items[number]
