"""Rows that are found by what editors wrote on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evmap.mappings.models import Note, StatusPair
from evmap.mappings.search.index import Entry, entries
from evmap.mappings.search.ranking import Hit, Rank
from evmap.mappings.search.text import queries
from evmap.mappings.snapshot import Snapshot

#: More notes than this on one query are no answer to it.
MOST = 50


def note_hits(tables: Snapshot, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return rows whose notes hold the query, without those that are found already; one query."""
    if not queries(query):
        return []
    found = {(hit.entry.table, hit.entry.key) for hit in hits if hit.entry.what}
    notes = Note.objects.filter(text__icontains=query).order_by("created_at", "pk")
    texts = {
        (table, key): text for table, key, text in notes.values_list("table", "key", "text")[:MOST]
    }
    return [
        Hit(_shown(entry), Rank.NOTE, texts[entry.table, entry.key])
        for entry in entries(tables)
        if (entry.table, entry.key) in texts.keys() - found
    ]


def _shown(entry: Entry) -> Entry:
    """Return the entry of a status pair as a row of its own: notes stand on pairs."""
    return replace(entry, what="status pair") if entry.table == StatusPair.note_table else entry
