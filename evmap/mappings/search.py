"""Search over the mapping tables as they are loaded, and over what editors wrote on their rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from evmap.catalogue import ALL
from evmap.conversion.codes import Entry as Finding
from evmap.lookup import Hit, Index, Rank
from evmap.lookup.rows import TABLES, Entry, Kind, Meaning, entry_of
from evmap.lookup.text import MAX_QUERY, queries
from evmap.mappings.guide import records_of
from evmap.mappings.models import Note, StatusPair
from evmap.mappings.snapshot import Snapshot
from evmap.requests import without_keys

#: More notes than this on one query are no answer to it.
MOST_NOTES = 50


@lru_cache(maxsize=1)
def index_of(_tables: Snapshot) -> Index:
    """Return the index of a version of the tables; a query for each table, once."""
    return Index(
        {name: list(records_of(name)) for name in TABLES}, more=map(_finding, ALL.values())
    )


def _finding(entry: Finding) -> Entry:
    """A finding of the converter; only its code finds it, its words would find too much."""
    code = entry.code
    meaning = Meaning("finding", "finding", "", code, entry.title, "", ())
    return entry_of(meaning, {Kind.CODE: [code]})


def searched_text(given: str) -> str:
    """Return what to look for: a text without keys, not too long."""
    return without_keys(given)[:MAX_QUERY].replace("\0", "").strip()


def keys(tables: Snapshot, query: str, table: str) -> set[str]:
    """Return the natural keys of the rows of a table that a query finds."""
    return {hit.meaning.key for hit in index_of(tables).search(query, table)}


def row_hits(tables: Snapshot, query: str) -> list[Hit]:
    """Return the rows with a page of their own that a query finds, best first."""
    return [hit for hit in index_of(tables).search(query) if hit.meaning.what]


def hits(tables: Snapshot, query: str) -> list[Hit]:
    """Return rows that a query finds, then by their notes; else those that are called nearly so."""
    found = row_hits(tables, query)
    found += note_hits(tables, query, found)
    return found or index_of(tables).similar(query)


def note_hits(tables: Snapshot, query: str, found: Sequence[Hit]) -> list[Hit]:
    """Return rows whose notes hold the query, without those that are found already; one query."""
    if not queries(query):
        return []
    known = {(hit.meaning.table, hit.meaning.key) for hit in found}
    notes = Note.objects.filter(text__icontains=query).order_by("created_at", "pk")
    texts = {
        (table, key): text
        for table, key, text in notes.values_list("table", "key", "text")[:MOST_NOTES]
    }
    rows = (entry.meaning for entry in index_of(tables).entries)
    return [
        Hit(meaning, Rank.NOTE, texts[meaning.table, meaning.key])
        for meaning in rows
        if (meaning.table, meaning.key) in texts.keys() - known
    ]


def what_it_is(hit: Hit) -> str:
    """Return what a row is, in words; notes stand on pairs of statuses too."""
    return hit.meaning.what or str(StatusPair._meta.verbose_name)
