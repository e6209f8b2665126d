"""An XML answer of v2 as the JSON that v2 would have sent.

From the documentation; no live XML answer was seen. The model behind v2 is XML: its attributes and
elements stand side by side as JSON members, and lists keep the name of their elements inside of a
wrapper (`connectors.connector[]`). What is a list, a number or a truth value is told by the field
map, so the rest of the converter reads XML as it reads JSON.

Each JSON value stands on the line that it has in the XML, as far as the XML keeps lists together;
:class:`XmlPlaces` knows line and column of every value in the XML itself.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from evmap.conversion.fieldmap import TEXT_TYPES, Node, build_tree
from evmap.conversion.guide import Guide
from evmap.conversion.limits import Limits
from evmap.conversion.read.encoding import to_utf8
from evmap.conversion.read.markup import Element, Text, looks_like_xml, read_markup
from evmap.conversion.read.places import Places
from evmap.conversion.read.recognise import answer_of
from evmap.conversion.read.shapes import FRAMES

#: The root of an answer; JSON has no name for it.
ROOT = "evStationsResult"
#: The key for the text of an element that has attributes too, as `contacts.phone[]` may.
VALUE = "value"
INDENT = "  "

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_BOOLEANS = {"true": "true", "false": "false", "1": "true", "0": "false"}

#: A value of a member: an element, or the text of an attribute.
_Source = Element | Text


class XmlPlaces(Places):
    """Lines and columns in the XML, asked for by bytes of the JSON that was made of it."""

    def __init__(self, xml: bytes) -> None:
        super().__init__(xml)
        self._json = array("q")
        self._xml = array("q")

    def add(self, place: int, xml_place: int) -> None:
        """Note that the value at `place` of the JSON stands at `xml_place`; in order."""
        self._json.append(place)
        self._xml.append(xml_place)

    def line_and_column(self, place: int) -> tuple[int, int]:
        """Line and column of the value that starts at `place` of the JSON, or around it."""
        index = bisect_right(self._json, place) - 1
        return super().line_and_column(self._xml[index] if index >= 0 else 0)


class InputText(msgspec.Struct, frozen=True):
    """The text of an input as UTF-8; of XML, the JSON that was made of it.

    places: line and column of a byte of it, in what the user gave. encoding: of what was given.
    """

    text: bytes
    places: Places
    encoding: str
    is_xml: bool = False


def read_text(data: bytes, guide: Guide, limits: Limits) -> InputText:
    """The text of an input, JSON or XML. Raises ReadError for what is no text or no safe XML."""
    text, encoding = to_utf8(data, limits)
    if not looks_like_xml(text):
        return InputText(text, Places(text), encoding)
    root = read_markup(text, limits)
    writer = _Writer(text)
    if _is_answer(root):
        writer.write(root, _envelope(guide, root))
    else:  # a part of an answer (evStations), or no v2 at all
        tree = _envelope(guide, root)
        writer.members([(root.name, [root])], tree, root.offset)
    return InputText(bytes(writer.json), writer.places, encoding, is_xml=True)


def _is_answer(root: Element) -> bool:
    keys = {name for name, _ in _grouped(root)}
    return root.name == ROOT or answer_of(keys) is not None or any(p[0] in keys for p in FRAMES)


def _envelope(guide: Guide, root: Element) -> Node:
    """The tree of a whole answer; of a record, where the root is one."""
    answer = answer_of({name for name, _ in _grouped(root)})
    if answer is not None and root.name != ROOT:
        return build_tree(guide, answer)
    tree = build_tree(guide, "envelope")
    for path, (_, kind) in FRAMES.items():
        node = tree
        for name in path:
            node = node.children.setdefault(name, Node(pattern="", path=name))
        node.item = build_tree(guide, kind)
    return tree


def _grouped(element: Element) -> list[tuple[str, list[_Source]]]:
    """The members of an element: attributes, elements of one name together, its own text."""
    found: dict[str, list[_Source]] = {}
    for name, text in element.attributes:
        found.setdefault(name, []).append(text)
    for child in element.children:
        found.setdefault(child.name, []).append(child)
    own = element.text
    if found and own.text:
        found.setdefault(VALUE, []).append(own)
    return list(found.items())


class _Writer:
    """Writes JSON, each value on its line in the XML if that is not past."""

    def __init__(self, xml: bytes) -> None:
        self.places = XmlPlaces(xml)
        self.json = bytearray()
        self._line = 1
        self._depth = 0

    def write(self, source: _Source, node: Node | None) -> None:
        """Write a value. `node`: its place in the field map, None for what is not in it."""
        if isinstance(source, Text):
            self._scalar(source, node)
        elif source.nil:
            self._value("null", source.offset)
        elif members := _grouped(source):
            self.members(members, node, source.offset)
        elif source.text.text or node is None or node.row is not None or not node.children:
            self._scalar(source.text, node)
        else:
            self._value(_empty(node), source.offset)

    def members(
        self, members: list[tuple[str, list[_Source]]], node: Node | None, place: int
    ) -> None:
        self._value("{", place)
        self._depth += 1
        first = True
        for name, sources, child in _keyed(members, node):
            if not first:
                self._put(",")
            first = False
            self._advance(sources[0].offset)
            self._put(f"{json.dumps(name, ensure_ascii=False)}: ")
            if len(sources) > 1 or (child is not None and child.item is not None):
                self._list(sources, child.item if child is not None else None)
            else:
                self.write(sources[0], child)
        self._depth -= 1
        self._put("}")

    def _list(self, sources: list[_Source], item: Node | None) -> None:
        self._value("[", sources[0].offset)
        for index, source in enumerate(sources):
            if index:
                self._put(",")
            self.write(source, item)
        self._put("]")

    def _scalar(self, text: Text, node: Node | None) -> None:
        kind = node.row.json_type if node is not None and node.row is not None else "string"
        self._value(_literal(text.text, kind), text.offset)

    def _advance(self, xml_place: int) -> None:
        line = self.places.line(xml_place)
        if line > self._line:
            self._put("\n" * (line - self._line) + INDENT * self._depth)
            self._line = line

    def _value(self, token: str, xml_place: int) -> None:
        self._advance(xml_place)
        self.places.add(len(self.json), xml_place)
        self._put(token)

    def _put(self, token: str) -> None:
        self.json += token.encode()


def _keyed(
    members: list[tuple[str, list[_Source]]], node: Node | None
) -> Iterator[tuple[str, list[_Source], Node | None]]:
    """Members as JSON has them: known fields that repeat and are no list repeat their key."""
    for name, sources in members:
        child = node.children.get(name) if node is not None else None
        if child is not None and child.item is None:
            for source in sources:
                yield name, [source], child
        else:
            yield name, sources, child


def _empty(node: Node) -> str:
    """The JSON of an empty object: of one that only wraps a list, with the empty list."""
    names = list(node.children)
    if len(names) == 1 and node.children[names[0]].item is not None:
        return '{"%s":[]}' % names[0]  # noqa: UP031 (braces)
    return "{}"


def _literal(text: str, kind: str) -> str:
    """The JSON of a text, in the type of the field map if it can be."""
    if kind == "boolean":
        return _BOOLEANS.get(text.strip().lower()) or json.dumps(text, ensure_ascii=False)
    if kind not in TEXT_TYPES and kind != "object" and _NUMBER.fullmatch(text.strip()):
        return text.strip()
    return json.dumps(text, ensure_ascii=False)
