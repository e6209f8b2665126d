"""Small pieces of HTML that table cells and templates share: codes, fates, lists of links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from evmap.conversion.counts import FATES
from evmap.conversion.reports.parts import fate_of, is_spared_part
from evmap.glossary import BY_SLUG

#: Codes up to this length fit on a phone in one piece.
SHORT = 24
BREAK_AFTER = re.compile(r"(?<=\.)(?=[^.])")


@lru_cache(maxsize=128)
def fate_mark(part: str) -> SafeString:
    """Return a fate as its line and its word. part: as ledgers name it, where nothing is lost."""
    fate = fate_of(part)
    known = fate if fate in FATES else "unknown"
    return render_to_string("components/fate.html", {"fate": known, "spared": is_spared_part(part)})


def breakable(code: str) -> SafeString:
    """Return a code that a narrow page may break after its dots, if it is long."""
    pieces = BREAK_AFTER.split(code) if len(code) > SHORT else [code]
    return mark_safe("<wbr>".join(map(escape, pieces)))  # noqa: S308 - escaped


def code_link(url: str, code: str) -> SafeString:
    """Return a link to a row, written as a code."""
    return format_html('<a class="code" href="{}">{}</a>', url, breakable(code))


def codes(texts: Iterable[str]) -> SafeString:
    """Return codes as a list; nothing where there are none."""
    items = format_html_join("", '<li class="code">{}</li>', ((breakable(text),) for text in texts))
    return format_html("<ul>{}</ul>", items) if items else SafeString("")


def links(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Return links, given as (address, code), as a list; nothing where there are none."""
    items = format_html_join("", "<li>{}</li>", ((code_link(url, code),) for url, code in pairs))
    return format_html("<ul>{}</ul>", items) if items else SafeString("")


def mark(text: str) -> SafeString:
    """Return a word in a frame, such as "none"."""
    return format_html('<span class="stamp">{}</span>', text)


@lru_cache(maxsize=32)
def stamp(slug: str, kind: str) -> SafeString:
    """Return a word of the glossary in a frame; it leads to its definition."""
    return word_link(slug, f"stamp stamp-{kind}", BY_SLUG[slug].word)


def word_link(slug: str, css: str, text: str, label: str = "") -> SafeString:
    """Return a link to the definition of a word; the definition is its title.

    `label` is what it is called where its text doesn't say it. A slug that the glossary lacks is a
    KeyError.
    """
    known = BY_SLUG[slug]
    return format_html(
        '<a class="{}" href="{}#{}" title="{}"{} data-word>{}</a>',
        *(css, reverse("mappings:glossary"), slug, known.means),
        *(format_html(' aria-label="{}"', label) if label else "", text),
    )
