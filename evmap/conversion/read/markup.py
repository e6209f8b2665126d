"""XML text to elements with their places: safely, within the limits, with clear errors.

No document type and no entity of one's own is read: neither can a few bytes ask for gigabytes, nor
is anything fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from typing import Any
from xml.etree.ElementTree import ParseError

import msgspec
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from evmap.conversion.limits import Limits
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.places import line_and_column

#: The namespace of XML Schema's own attributes; what they say is about the XML, not about v2.
SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"

#: The most pieces of text for each element or attribute that there may be.
PIECES = 6

_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"\s+([^\s=>/]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_QUOTE = re.compile(rb"[\"']")
_NAME = re.compile(rb"<[^\s/>]+")


class Text(msgspec.Struct, frozen=True):
    """A text and the byte where it starts."""

    text: str
    offset: int


class Element(msgspec.Struct, eq=False):
    """An element without its namespace. `offset` is the byte of its tag, `nil` that of xsi:nil.

    `first` is the beginning of its own text, `more` what the parser gave after it, if anything.
    """

    name: str
    offset: int
    attributes: Sequence[tuple[str, Text]] = ()
    children: Sequence[Element] = ()
    first: Text | None = None
    more: StringIO | None = None
    nil: bool = False

    @property
    def text(self) -> Text:
        """The element's own text without the blanks around it, and where it starts."""
        if self.first is None:
            return Text("", self.offset)
        more = self.more.getvalue() if self.more is not None else ""
        return Text((self.first.text + more).strip(), self.first.offset)

    def add_child(self, child: Element) -> None:
        """Add an element in it. Most elements have none, so that a list is made for the first."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    def add_text(self, text: str, offset: int) -> None:
        """Add a piece of its own text; blanks before the first one say nothing."""
        if self.first is None:
            if not text.isspace():
                self.first = Text(text, offset)
            return
        if self.more is None:
            self.more = StringIO()
        self.more.write(text)


def looks_like_xml(text: bytes) -> bool:
    """Whether a text begins with a tag; no JSON does."""
    return text.lstrip()[:1] == b"<"


def read_markup(text: bytes, limits: Limits) -> Element:
    """The root element of UTF-8 XML. Raises ReadError for anything that is not safe XML."""
    if _HTML.match(text):
        raise ReadError(
            "This is a web page (HTML), not a response of v2.",
            "Often it is the error page of a proxy: look at it in a browser, and ask v2 again.",
            *line_and_column(text, text.index(b"<")),
        )
    builder = _Builder(text, limits)
    parser: Any = DefusedXMLParser(target=builder, encoding="utf-8", forbid_dtd=True)
    parser.parser.buffer_text = False  # so that each text is met where it stands
    builder.expat = parser.parser
    try:
        parser.feed(text)  # at once: a long tag is not begun again with every piece
        parser.close()
    except DefusedXmlException as error:
        line, column = line_and_column(text, builder.place)
        raise ReadError(
            "The XML declares a document type or entities of its own.",
            "No response of v2 does, and evmap reads none: take the declaration out.",
            line,
            column,
        ) from error
    except ParseError as error:
        line, column = error.position
        what = str(error).partition(":")[0]
        raise ReadError(
            f"This is not XML: {what}.", _likely_cause(what), line, column + 1
        ) from error
    if builder.root is None:  # a parser that ends without one has raised
        raise ReadError("This XML has no element.")
    return builder.root


def _likely_cause(what: str) -> str:
    if what in ("no element found", "unclosed token", "unclosed CDATA section"):
        return "The text ends too early: part of it is missing. Fetch or save it again."
    if what.startswith("undefined entity"):
        return "XML knows &amp; &lt; &gt; &quot; and &apos; only; write others as numbers (&#228;)."
    return ""


class _Builder:
    """Takes the parser's events; knows where the parser is."""

    def __init__(self, text: bytes, limits: Limits) -> None:
        self.root: Element | None = None
        self.expat: Any = None
        self._text = text
        self._limits = limits
        self._open: list[Element] = []
        self._values = 0
        self._pieces = 0

    @property
    def place(self) -> int:
        return max(int(self.expat.CurrentByteIndex), 0)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        place = self.place
        element = Element(_local(tag), place)
        self._count(1 + len(attributes), len(self._open) + 1, place)
        if attributes:
            element.nil = attributes.get(f"{SCHEMA_INSTANCE}nil") in ("true", "1")
            element.attributes = _placed(attributes, self._text, place)
        if self._open:
            self._open[-1].add_child(element)
        else:
            self.root = element
        self._open.append(element)

    def data(self, text: str) -> None:
        """A piece of text; each line of it is one, and the line end is another."""
        self._pieces += 1
        if self._pieces > PIECES * self._limits.markup:
            raise ReadError(
                "The texts in the XML are in more pieces (lines, entities) than evmap reads.",
                "Take empty lines out of it, or ask v2 for JSON.",
            )
        self._open[-1].add_text(text, self.place)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def close(self) -> None:
        """The document ends."""

    def _count(self, values: int, depth: int, place: int) -> None:
        self._values += values
        if self._values > self._limits.markup:
            raise ReadError(
                f"One XML text holds more than {self._limits.markup:,} elements and attributes.",
                "Ask v2 for JSON, or for a smaller area.",
            )
        if depth > self._limits.depth:
            line, column = line_and_column(self._text, place)
            raise ReadError(
                f"Elements are nested more than {self._limits.depth} deep.",
                "No v2 response is; check where this text comes from.",
                line,
                column,
            )


def _placed(attributes: dict[str, str], text: bytes, tag: int) -> list[tuple[str, Text]]:
    """The attributes that are values, each with the byte where its value starts."""
    places = []
    name = _NAME.match(text, tag)
    place = name.end() if name else tag
    while match := _ATTRIBUTE.match(text, place):
        place = match.end()
        if match[1] != b"xmlns" and not match[1].startswith(b"xmlns:"):
            quote = _QUOTE.search(text, match.end(1))
            places.append(quote.end() if quote else place)
    found = zip(attributes.items(), places, strict=False)
    return [
        (_local(key), Text(value, place))
        for (key, value), place in found
        if not key.startswith(SCHEMA_INSTANCE)
    ]


def _local(name: str) -> str:
    return name.rpartition("}")[2]
