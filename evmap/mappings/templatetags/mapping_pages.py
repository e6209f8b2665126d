"""Template tags and filters of the pages."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evmap.glossary import BY_SLUG
from evmap.mappings import navigation as site
from evmap.mappings.marks import breakable, fate_mark

register = template.Library()


@register.simple_tag
def fate(value: str) -> SafeString:
    """Draw a fate: `{% fate "lossy" %}`."""
    return fate_mark(value)


@register.simple_tag
def word(slug: str, text: str = "") -> SafeString:
    """Write a word of the glossary as a link to its definition: `{% word "fate" %}`.

    slug: as the glossary has it; an unknown one is an error. text: if the page writes it otherwise.
    """
    known = BY_SLUG[slug]
    return format_html(
        '<a class="word" href="{}#{}" title="{}" data-word>{}</a>',
        *(reverse("mappings:glossary"), slug, known.means, text or known.word),
    )


@register.simple_tag
def help_on(slug: str) -> SafeString:
    """Write a question mark that leads to the definition of a word that stands before it."""
    if not slug:
        return SafeString("")
    known = BY_SLUG[slug]
    return format_html(
        '<a class="word-help" href="{}#{}" title="{}" aria-label="What “{}” means" data-word>?</a>',
        *(reverse("mappings:glossary"), slug, known.means, known.word),
    )


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[site.Menu]:
    """Return the main navigation."""
    request = context.get("request")
    return site.navigation(request.path if request else "")


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
