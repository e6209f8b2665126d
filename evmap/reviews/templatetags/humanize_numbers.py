"""Numbers for people."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Group the digits of a whole number: 12,345."""
    return f"{number:,}"


@register.filter
def signed(number: int) -> str:
    """Write a difference with its sign: +12, −3."""
    return f"{'−' if number < 0 else '+'}{abs(number):,}"
