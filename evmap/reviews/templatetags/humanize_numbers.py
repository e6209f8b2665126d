"""Numbers for people."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Group the digits of a whole number: 12,345."""
    return f"{number:,}"
