"""Template tags and filters of the pages."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evmap.mappings.marks import breakable, fate_mark

register = template.Library()


@register.simple_tag
def fate(value: str) -> SafeString:
    """Draw a fate: `{% fate "lossy" %}`."""
    return fate_mark(value)


#: The main navigation: what it says, and the name of the address.
NAVIGATION = (
    ("Connectors", "mappings:connectors"),
    ("Standards", "mappings:standards"),
    ("Statuses", "mappings:statuses"),
    ("Elements", "mappings:elements"),
    ("Fields", "mappings:fields"),
    ("Findings", "diagnostics:findings"),
    ("Requests", "mappings:request"),
    ("Convert", "reviews:convert"),
    ("API", "api:home"),
)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[tuple[str, str, bool]]:
    """Return the main navigation as (text, address, whether the page is in this part)."""
    request = context.get("request")
    path = request.path if request else ""
    items = ((text, _address(name)) for text, name in NAVIGATION)
    return [(text, url, path.startswith(url)) for text, url in items]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        # The converter's page is an application of its own and may be left out.
        return f"/{name.partition(':')[2]}/"


@register.filter
def code(text: str) -> SafeString:
    """Let a narrow page break a long code after its dots."""
    return breakable(str(text))


@register.filter
def parameters(text: str) -> SafeString:
    """Let a narrow page break a URL before each of its parameters."""
    first, *rest = str(text).split("&")
    return format_html(
        "{}{}", first, format_html_join("", "<wbr>&amp;{}", ((one,) for one in rest))
    )
