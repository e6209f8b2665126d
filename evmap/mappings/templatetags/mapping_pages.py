"""Template tags and filters of the pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from evmap.mappings.marks import fate_mark

register = template.Library()


@register.simple_tag
def fate(value: str) -> SafeString:
    """Draw a fate: `{% fate "lossy" %}`."""
    return fate_mark(value)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """Return a value of a dictionary whose key is in a variable."""
    return mapping.get(key, 0)
