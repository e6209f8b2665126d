"""Pieces of the HTML report: escaped text, codes, tables, fates, the ledger bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from evmap.conversion.reports.parts import fate_of, is_spared_part
from evmap.conversion.reports.words import number
from evmap.conversion.shares import Share, shares

#: Fates that the bar draws hollow, and those it weaves a pattern into.
HOLLOW = frozenset({"dropped", "invalid"})
WOVEN = frozenset({"restructured", "lossy", "unknown"})


class Cell:
    """The HTML of a table's cell, with the class of its column."""

    def __init__(self, html: str, css: str = "") -> None:
        self.html = html
        self.css = f' class="{css}"' if css else ""


def code(text: str) -> str:
    """A code, a pattern or a value."""
    return f"<code>{escape(text)}</code>" if text else ""


def figure(count: int) -> Cell:
    """A number in a column of numbers."""
    return Cell(number(count), "number")


def fate_mark(fate: str, *, spared: bool = False) -> str:
    """A fate as its line and its word. spared: nothing is lost whatever the fate."""
    line = f'<svg class="line" aria-hidden="true"><use href="#line-{fate}"/></svg>'
    css = f"fate-{fate} is-spared" if spared else f"fate-{fate}"
    return f'<span class="fate {css}">{line}{fate}</span>'


def items(texts: Iterable[str]) -> str:
    """Codes, one under the other."""
    inside = "".join(f"<li>{code(text)}</li>" for text in texts)
    return f"<ul>{inside}</ul>" if inside else ""


def table(caption: str, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[Cell]]]) -> str:
    """A table that becomes cards on a phone. A row is its id (or nothing) and its cells."""
    found = list(rows)
    css = [cell.css for cell in found[0][1]] if found else [""] * len(heads)
    head = "".join(
        f'<th scope="col"{name}>{escape(text)}</th>' for text, name in zip(heads, css, strict=True)
    )
    body = "\n".join(_row(key, cells, heads) for key, cells in found)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="cards"><caption class="hidden">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _row(key: str, cells: Sequence[Cell], heads: Sequence[str]) -> str:
    name = f' id="{escape(key)}"' if key else ""
    found = []
    for index, (cell, head) in enumerate(zip(cells, heads, strict=True)):
        tag, scope = ("td", "") if index else ("th", ' scope="row"')
        found.append(
            f'<{tag}{scope}{cell.css} data-label="{escape(head)}"><div>{cell.html}</div></{tag}>'
            if cell.html
            else f"<{tag}{scope}{cell.css}></{tag}>"
        )
    return f"<tr{name}>{''.join(found)}</tr>"


def ledger_bar(counts: Mapping[str, int], label: str) -> str:
    """A bar of parts that adds up to 100 %, and its key."""
    found = shares(counts)
    parts = "".join(_part(share) for share in found)
    keys = "".join(f"<li>{_key(share)}</li>" for share in found)
    return (
        '<svg class="bar" viewBox="0 0 1000 36" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{parts}</svg>\n'
        f'<ul class="key" aria-label="{escape(label)}">{keys}</ul>'
    )


def _key(share: Share) -> str:
    mark = part_mark(share.name)
    return f'{mark} {number(share.count)} <span class="soft small">{share.percent}</span>'


def part_mark(part: str) -> str:
    """A part as its fate, and a word where nothing is lost."""
    if not is_spared_part(part):
        return fate_mark(part)
    return f'{fate_mark(fate_of(part), spared=True)} <span class="soft small">nothing lost</span>'


def _part(share: Share) -> str:
    fate, start, width = fate_of(share.name), share.start, share.width
    rect = f'x="{start}" width="{width}" height="36"'
    found = f'<rect class="part" {rect}/>'
    if fate in HOLLOW:
        inner = max(width - 3, 0)
        found += f'<rect class="outline" x="{start + 2}" y="1" width="{inner}" height="34"/>'
    elif fate in WOVEN:
        found += f'<rect {rect} fill="url(#weave-{fate})"/>'
    if start:
        found += f'<path class="gap" d="M{start} 0V36"/>'
    css = f"fate-{fate} is-spared" if is_spared_part(share.name) else f"fate-{fate}"
    return f'<g class="{css}">{found}</g>'
