"""What the tests of pages share: a page as its reader sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pytest
from bs4 import BeautifulSoup, Tag
from django.http.response import HttpResponseBase
from django.test import Client


@dataclass
class Seen:
    """An answer, and its HTML, without the places where a word may break."""

    answer: HttpResponseBase

    @cached_property
    def soup(self) -> BeautifulSoup:
        is_html = "html" in self.answer.headers["Content-Type"]
        html = self.answer.getvalue() if is_html else b""
        # Left out before it is parsed: to join the texts around them afterwards takes a while.
        return BeautifulSoup(html.replace(b"<wbr>", b""), "html.parser", from_encoding="utf-8")

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def title(self) -> str:
        return text(self.soup.title)

    @property
    def heading(self) -> str:
        return text(self.soup.h1)

    @property
    def main(self) -> str:
        return text(self.soup.main)

    @property
    def sentence(self) -> str:
        return text(self.soup.select_one(".sentence strong"))

    def one(self, selector: str) -> Tag:
        """Return the one element that a selector finds."""
        (element,) = self.soup.select(selector)
        return element

    def links(self, selector: str) -> list[str]:
        """Return where the links go that a selector finds."""
        return [str(link["href"]) for link in self.soup.select(selector)]

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements that a selector finds."""
        return [text(element) for element in self.soup.select(selector)]

    def column(self, label: str) -> list[str]:
        """Return the cells of the table under a column's name, without the mark of a note."""
        cells = self.texts(f'table.rows td[data-label="{label}"]')
        return [cell.removesuffix(" note") for cell in cells]

    def branches(self) -> list[tuple[str, str]]:
        """Return the ends of the equivalence line as (fate, code or what is missing)."""
        return [
            (
                text(branch.select_one(".branch-word")),
                text(branch.select_one(".term-code, .term-name")),
            )
            for branch in self.soup.select(".branch")
        ]

    def fact(self, name: str) -> list[str]:
        """Return the values of a fact."""
        return [text(row.dd) for row in self.soup.select(".facts > div") if text(row.dt) == name]


def text(element: object) -> str:
    """Return the words of an element, with single spaces."""
    return " ".join(element.get_text(" ").split()) if hasattr(element, "get_text") else ""


See = Callable[..., Seen]


@pytest.fixture
def see(client: Client, db: None) -> See:
    """Open an address: `see("/connectors/", htmx=True)`."""

    def open_page(address: str, *, htmx: bool = False, follow: bool = False) -> Seen:
        headers = {"HX-Request": "true"} if htmx else {}
        return Seen(client.get(address, headers=headers, follow=follow))

    return open_page
