"""One v2 record: raw text to clean values, fast where the text is as documented."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from evmap.conversion.fieldmap import Node, Path, build_tree, decoded_type
from evmap.conversion.guide import FieldRow, Guide
from evmap.conversion.limits import Limits
from evmap.conversion.partners import Outcome
from evmap.conversion.read.careful import parse
from evmap.conversion.read.locate import Known
from evmap.conversion.read.shapes import CAREFUL, ListPlace, Place, Run, Shape
from evmap.conversion.read.sift import Sifted, sift

if TYPE_CHECKING:
    from evmap.conversion.events import Bundle

#: Parsed parts kept for reuse; then the memory starts afresh.
PARTS_KEPT = 2_000

#: Lists of flat objects kept for reuse, by the keys of their objects.
RUNS_KEPT = 500


#: Behind every offset.
NOWHERE = 1 << 62

#: Types that hold every digit of a number.
EXACT = frozenset({Decimal, int})


class PartLine(msgspec.Struct, frozen=True, eq=False):
    """One leaf of a part as the books have it; `path` and `value` as in the user's own text."""

    pattern: str
    fate: str
    row: FieldRow | None
    path: Path
    value: Any


class Part(msgspec.Struct, eq=False):
    """A sub-object that repeats from record to record, parsed once.

    `facts` holds what rules computed from it; `seen` counts the records that hold it and `first`
    is the first of them, at `offset`; `lines` are its leaves below the pattern `base` (see
    :mod:`evmap.conversion.ledger`).
    """

    node: Node
    quotes: int
    value: dict[str, Any]
    sifted: Sifted | None = None
    facts: dict[Callable[[dict[str, Any]], Any], Any] = msgspec.field(default_factory=dict)
    seen: int = 0
    offset: int = NOWHERE
    first: Record | None = None
    base: str | None = None
    lines: list[PartLine] = msgspec.field(default_factory=list)

    def fact(self, rule: Callable[[dict[str, Any]], Any]) -> Any:
        """The result of `rule` for this part's value, computed once."""
        try:
            return self.facts[rule]
        except KeyError:
            return self.facts.setdefault(rule, rule(self.value))


class Record(msgspec.Struct, eq=False):
    """A station (or a pool of evses/bulk) for the rules.

    `value` is clean: known fields of documented types, parts as :class:`Part`. `sifted` is set
    where the text was not exactly as documented. `pointer` is the record's JSON Pointer from the
    input's root, `pattern` the same with `*` for indexes, `offset` its byte in the UTF-8 text.
    `gap`: text that is missing in `raw`, as (byte of `raw` behind which, how many bytes).
    `known`: where its values stand, as far as that was asked for. `outcome`: what became of it.
    `shapes` and `parts` are those of a record that was as documented. Values that left their
    regular fate are in `moved` (by path), or told by `bundles`.
    """

    value: dict[str, Any]
    raw: bytes
    pattern: str
    pointer: str
    offset: int
    sifted: Sifted | None = None
    gap: tuple[int, int] = (0, 0)
    known: Known | None = None
    outcome: Outcome | None = None
    shapes: list[Shape] = msgspec.field(default_factory=list)
    parts: list[Part] = msgspec.field(default_factory=list)
    moved: Mapping[Path, str] = msgspec.field(default_factory=dict)
    bundles: Sequence[Bundle] = ()

    @property
    def end(self) -> int:
        """The byte after the record, in the UTF-8 text."""
        return self.offset + len(self.raw) + self.gap[1]

    def left_regular_fate(self, path: Path) -> bool:
        """Whether something told another fate of the value at a clean path."""
        return path in self.moved or any(path in bundle.fates for bundle in self.bundles)


class RecordReader:
    """Reads records of one kind ("station" or "evses")."""

    def __init__(self, guide: Guide, answer: str, limits: Limits) -> None:
        self.tree = build_tree(guide, answer)
        self.place = Place(self.tree)
        self.limits = limits
        self._decode = _decoder(self.tree)
        self._part_decoders = {node.path: _decoder(node) for node in _part_nodes(self.tree)}
        self._parts: dict[str, dict[bytes, Part]] = {path: {} for path in self._part_decoders}
        self._kept = 0

    def read(self, raw: bytes, pattern: str, pointer: str, offset: int, *, careful: bool) -> Record:
        """Read one record; `careful` skips the fast way, so that every leaf can be shown.

        Raises ReadError for text that is not JSON, too deep or too large.
        """
        if not careful:
            record = Record({}, raw, pattern, pointer, offset)
            if self._fast(record):
                return record
        original = parse(raw, self.limits)
        sifted = sift(self.tree, original)
        self._wrap(self.tree, sifted.value)
        return Record(sifted.value, raw, pattern, pointer, offset, sifted)

    def _fast(self, record: Record) -> bool:
        """Read a record that is as documented; False, without an outcome, for any other."""
        try:
            value: dict[str, Any] = self._decode(record.raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return False
        quotes = self._hydrate(self.place, value, record.shapes, record.parts)
        # Keys that the decoder skipped (unknown) or merged (written twice) are missing in `value`.
        if quotes != _count_quotes(record.raw) or not _has_exact_positions(value):
            return False
        record.value = value
        return True

    def _hydrate(
        self, place: Place, value: dict[str, Any], shapes: list[Shape], parts: list[Part]
    ) -> int:
        """Put parts in place of raw text, note them and the shapes; return the quotation marks."""
        shape = place.shapes.get(tuple(value)) or place.shape(value)
        shapes.append(shape)
        quotes = shape.quotes
        for key, node in shape.parts:
            raw = bytes(value[key])
            part = self._parts[node.path].get(raw) or self._add_part(node, raw)
            value[key] = part
            parts.append(part)
            quotes += part.quotes
        for key, inner in shape.objects:
            member = value[key]
            known = inner.flat.get(tuple(member))
            if known is None:
                quotes += self._hydrate(inner, member, shapes, parts)
            else:
                shapes.append(known)
                quotes += known.quotes
        for key, inner_list in shape.lists:
            entries = value[key]
            if not entries:
                shapes.append(inner_list.empty)
            elif inner_list.is_flat:
                run = inner_list.runs.get(tuple(map(tuple, entries)))
                run = run or self._new_run(inner_list, entries)
                shapes += run.shapes
                quotes += run.quotes
            else:
                for entry in entries:
                    quotes += self._hydrate(inner_list.items, entry, shapes, parts)
        for key, inner_list in shape.scalars:
            number = len(value[key])
            shapes += [inner_list.each] * number or [inner_list.empty]
            quotes += inner_list.each.quotes * number
        return quotes

    @staticmethod
    def _new_run(place: ListPlace, entries: list[dict[str, Any]]) -> Run:
        """The shapes of a list of flat objects, remembered."""
        shapes = [place.items.shape(entry) for entry in entries]
        run = Run(shapes, sum(shape.quotes for shape in shapes))
        if len(place.runs) < RUNS_KEPT:
            place.runs[tuple(map(tuple, entries))] = run
        return run

    def _add_part(self, node: Node, raw: bytes) -> Part:
        if self._kept >= PARTS_KEPT:
            self._forget_parts()
        self._kept += 1
        part = self._parts[node.path][raw] = self._new_part(node, raw)
        return part

    def _forget_parts(self) -> None:
        for kept in self._parts.values():
            kept.clear()
        self._kept = 0

    def _new_part(self, node: Node, raw: bytes) -> Part:
        quotes = _count_quotes(raw)
        value = None
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            value = self._part_decoders[node.path](raw)
        if value is not None and _quotes_around(value) == quotes:
            return Part(node, quotes, value)
        depth = self.limits.depth - node.pattern.count("/") - 1  # as seen from the record
        sifted = sift(node, parse(raw, msgspec.structs.replace(self.limits, depth=depth)))
        if sifted.collapsed or _holds_empty(sifted.value):
            # Paths are others in the user's text than for the rules, or a value is empty for the
            # rules only.
            quotes = CAREFUL
        return Part(node, quotes, sifted.value, sifted)

    def _wrap(self, node: Node, value: Any) -> None:
        """Put parts in place of the part values of a sifted record."""
        if isinstance(value, list):
            for entry in value:
                self._wrap(node.item, entry)  # type: ignore[arg-type]
        elif isinstance(value, dict):
            for key, member in value.items():
                child = node.children[key]
                if child.is_part:
                    value[key] = Part(child, 0, member)
                else:
                    self._wrap(child, member)


def _holds_empty(value: Any) -> bool:
    """Whether a value is empty (a list, an object, an unusable item), or holds such a value."""
    if not isinstance(value, (dict, list)):
        return bool(value == "")
    members = value.values() if isinstance(value, dict) else value
    return not value or any(map(_holds_empty, members))


def _has_exact_positions(value: dict[str, Any]) -> bool:
    """Whether all degrees are numbers: their digits must stay, so they have no type to decode."""
    for name in ("position", "entrancePosition"):
        if name in value and not EXACT.issuperset(map(type, value[name].values())):
            return False
    return True


def _decoder(node: Node) -> Callable[[bytes], Any]:
    return msgspec.json.Decoder(decoded_type(node), float_hook=Decimal).decode


def _part_nodes(node: Node) -> list[Node]:
    found = [node] if node.is_part else []
    inner = [*node.children.values(), *([node.item] if node.item is not None else [])]
    return found + [part for child in inner for part in _part_nodes(child)]


def _quotes_around(value: Any) -> int:
    """The quotation marks of all keys and texts at any depth."""
    if isinstance(value, dict):
        return sum(2 + _quotes_around(member) for member in value.values())
    if isinstance(value, list):
        return sum(_quotes_around(member) for member in value)
    return 2 if isinstance(value, str) else 0


def _count_quotes(raw: bytes) -> int:
    """The quotation marks around the keys and texts of JSON; -1 where backslashes hide them.

    Each key or text has two. So the text of a value has as many as its keys and texts explain, or
    it holds more than the value does.
    """
    if b"\\" not in raw:
        return raw.count(b'"')
    if b"\\\\" in raw:
        return -1
    return raw.count(b'"') - raw.count(b'\\"')
