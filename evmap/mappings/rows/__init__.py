"""What a row's page says: its equivalence line, and what is lost on the way there and back."""

from __future__ import annotations

from evmap.mappings.rows.equivalence import Branch, Equivalence, Term
from evmap.mappings.rows.preferences import Choice, choices

__all__ = ["Branch", "Choice", "Equivalence", "Term", "choices"]
