"""What the look-up box shows of a row: its name, and the answer itself."""

from __future__ import annotations

from dataclasses import dataclass

from evmap.conversion.reports.parts import part_of
from evmap.lookup import Hit, Meaning
from evmap.lookup.text import plain
from evmap.mappings.addresses import page_of
from evmap.mappings.search import what_it_is

#: Counterparts that a hit names; of more it says how many.
MOST_CODES = 3
#: What leads to the counterparts of a row, and what is said where there are none.
LEADS = {
    "connector": ("becomes", "has no v3 standard"),
    "v2-status": ("becomes", "has no v3 status"),
    "field": ("becomes", "has no place in v3"),
    "standard": ("is v2 id", "has no v2 id"),
    "v3-status": ("is v2 status", "has no v2 status"),
    "element": ("in v2:", ""),
}


@dataclass(frozen=True)
class ShownHit:
    """A hit, ready to be shown."""

    meaning: Meaning
    url: str
    what: str
    #: "becomes", or a sentence where there is no counterpart.
    lead: str
    codes: tuple[str, ...]
    #: How many counterparts are not named.
    more: int
    #: The text that matched, where neither the row nor the query shows it.
    why: str
    by_note: bool
    #: Its fate, and whether nothing is lost whatever that is.
    part: str


def shown(hit: Hit, query: str) -> ShownHit:
    """Return what to show of a hit of a query."""
    meaning = hit.meaning
    becomes, none = LEADS.get(meaning.table, ("", ""))
    codes = meaning.becomes
    return ShownHit(
        meaning=meaning,
        url=page_of(meaning.table, meaning.slug),
        what=what_it_is(hit),
        lead=becomes if codes else none,
        codes=codes[:MOST_CODES],
        more=max(len(codes) - MOST_CODES, 0),
        why="" if plain(hit.why) == plain(query) else hit.why,
        by_note=hit.rank.name == "NOTE",
        part=part_of(meaning.fate, meaning.loss),
    )
