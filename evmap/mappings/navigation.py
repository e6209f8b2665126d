"""The main navigation: by purpose, and the tables and documents in menus."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import reverse

#: What an entry says, and the name of its address.
Entry = tuple[str, str]

BEFORE: tuple[Entry, ...] = (
    ("Look up", "mappings:lookup"),
    ("Convert", "reviews:convert"),
    ("Requests", "mappings:request"),
)
TABLES: tuple[Entry, ...] = (
    ("Connectors", "mappings:connectors"),
    ("Standards", "mappings:standards"),
    ("Statuses", "mappings:statuses"),
    ("Elements", "mappings:elements"),
    ("Fields", "mappings:fields"),
)
PLAN: tuple[Entry, ...] = (("Plan", "plan:plan"),)
DOCUMENTS: tuple[Entry, ...] = (
    ("Finding codes", "diagnostics:findings"),
    ("Glossary", "mappings:glossary"),
    ("API", "api:home"),
)


@dataclass(frozen=True)
class Menu:
    """Entries under one word; a menu without a word is a row of links."""

    text: str
    #: What each says, its address, and whether the page is this one or below it.
    links: list[tuple[str, str, bool]]

    @property
    def current(self) -> bool:
        """Return whether the page is in this part."""
        return any(current for _text, _url, current in self.links)


def navigation(path: str) -> list[Menu]:
    """Return the navigation as the page at a path shows it."""
    parts = (("", BEFORE), ("Tables", TABLES), ("", PLAN), ("Docs", DOCUMENTS))
    return [
        Menu(word, [(text, _url(name), path.startswith(_url(name))) for text, name in entries])
        for word, entries in parts
    ]


_url = cache(reverse)
