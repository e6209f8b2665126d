"""The answers of a list look-up as data, for the page's files and the API."""

from __future__ import annotations

from typing import Any

from evmap.lookup import Answer, Unknown

#: What the files hold of each answer.
COLUMNS = (
    *("given", "times", "is", "code", "name", "fate", "becomes", "preferred"),
    *("deprecated", "candidates", "reason"),
)


def record(one: Answer) -> dict[str, Any]:
    """Return an answer as CSV, JSON and the API give it."""
    meaning = one.meaning
    return {
        "given": one.given,
        "times": one.times,
        "is": meaning.what,
        "code": meaning.code,
        "name": meaning.name,
        "fate": meaning.fate,
        "becomes": list(meaning.becomes),
        "preferred": one.preferred,
        "deprecated": meaning.deprecated,
        "candidates": list(meaning.candidates),
        "reason": meaning.reason,
    }


def not_recognised(one: Unknown) -> dict[str, Any]:
    """Return a text that names nothing, with codes that are spelled nearly so."""
    told: dict[str, Any] = {"given": one.given, "times": one.times}
    return {**told, "similar": list(one.similar)} if one.similar else told
