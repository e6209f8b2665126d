"""Template tags and filters of the pages."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evmap.conversion.reports.parts import fate_of, is_spared_part
from evmap.glossary import BY_SLUG
from evmap.mappings import navigation as site
from evmap.mappings.marks import breakable, fate_mark, word_link
from evmap.mappings.marks import stamp as framed

register = template.Library()

#: What a part of a ledger says: `{{ part|fate_of }}`, and whether nothing is lost with it.
register.filter("fate_of", fate_of)
register.filter("is_spared", is_spared_part)


@register.simple_tag
def fate(part: str) -> SafeString:
    """Draw a fate: `{% fate "lossy" %}`; of which nothing is lost: `{% fate "lossy-spared" %}`."""
    return fate_mark(part)


@register.simple_tag
def word(slug: str, text: str = "") -> SafeString:
    """Write a word of the glossary as a link to its definition: `{% word "fate" %}`.

    slug: as the glossary has it; an unknown one is an error. text: if the page writes it otherwise.
    """
    return word_link(slug, "word", text or BY_SLUG[slug].word)


@register.simple_tag
def help_on(slug: str) -> SafeString:
    """Write a question mark that leads to the definition of a word that stands before it."""
    if not slug:
        return SafeString("")
    return word_link(slug, "word-help", "?", f"What “{BY_SLUG[slug].word}” means")


@register.simple_tag
def stamp(slug: str, kind: str) -> SafeString:
    """Write a word of the glossary in a frame: `{% stamp "preferred" "chosen" %}`."""
    return framed(slug, kind)


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
