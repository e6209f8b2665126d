"""Search over all mapping tables: what a word finds, and in which order."""

from __future__ import annotations

from evmap.mappings.search.in_notes import note_hits
from evmap.mappings.search.index import Entry
from evmap.mappings.search.ranking import Hit, Rank, find, keys, only_hit

__all__ = ["Entry", "Hit", "Rank", "find", "keys", "note_hits", "only_hit"]
