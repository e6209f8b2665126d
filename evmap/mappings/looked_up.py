"""The answers of a list look-up as data, for the page's files and the API."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from evmap.lookup import Answer, Unknown

#: What CSV, JSON and the API give of each answer, and where it stands.
MEMBERS = {
    "given": "given",
    "times": "times",
    "is": "meaning.what",
    "code": "meaning.code",
    "name": "meaning.name",
    "fate": "meaning.fate",
    "becomes": "meaning.becomes",
    "preferred": "preferred",
    "deprecated": "meaning.deprecated",
    "candidates": "meaning.candidates",
    "reason": "meaning.reason",
}


def record(one: Answer) -> dict[str, Any]:
    """Return an answer as data."""
    return {name: attrgetter(place)(one) for name, place in MEMBERS.items()}


def not_recognised(one: Unknown) -> dict[str, Any]:
    """Return a text that names nothing, with codes that are spelled nearly so."""
    told: dict[str, Any] = {"given": one.given, "times": one.times}
    return {**told, "similar": list(one.similar)} if one.similar else told
