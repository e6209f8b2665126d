"""Filters of the pages of a review."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from evmap.conversion.codes.entry import on_page
from evmap.reviews.places import path_of, shown

register = template.Library()

#: A pattern as a path of the field map: `{{ line.pattern|path }}`.
register.filter("path", path_of)
#: A value as JSON writes it, short: `{{ example.value|value }}`.
register.filter("value", shown)
#: A suggestion without the options of the command: `{{ line.suggestion|advice }}`.
register.filter("advice", on_page)


@register.filter
def at(items: Sequence[str], number: int) -> str:
    """Choose one of a list: `{{ links|at:place.number }}`."""
    return items[number]
