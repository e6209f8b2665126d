"""v2 beside v3: a record of the input, as the user wrote it, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from evmap.conversion.convert import document_of
from evmap.conversion.counts import FATES, GONE, ORIGINS, FindingKey
from evmap.conversion.explained import Explained, V2Value, V3Value
from evmap.conversion.pointers import readable
from evmap.conversion.read import jsontext
from evmap.conversion.targets import make_target
from evmap.mappings.notes import notes_of_table
from evmap.reviews.records import Record, Records
from evmap.reviews.rows import Rows
from evmap.reviews.service import Tables
from evmap.reviews.texts import Pane, Span, html_of, pretty
from evmap.reviews.whys import Explainer, Why

#: All words that marks refer to, in the order of the legends.
WORDS = {"v2": (*FATES, "deprecated", "assumed"), "v3": ORIGINS}
#: v3 values that a line of the unified view names.
MOST_NAMED = 3


@dataclass(frozen=True)
class Sides:
    """A record for the page. `whys` explain the values, `number` counts records from 1."""

    record: Record
    #: Whether the v2 text is the JSON that stands for the user's XML.
    was_xml: bool
    number: int
    of: int
    v2: Pane
    v3: Pane
    origins: list[tuple[str, int]]
    whys: list[Why]
    #: Bytes where marked v2 values begin: each has the anchor "at-<byte>".
    marked: frozenset[int]
    rows: Rows

    @property
    def before(self) -> int:
        """Return the number of the record before; 0 where there is none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """Return the number of the next record; 0 where there is none."""
        return self.number + 1 if self.number < self.of else 0

    def anchor_at(self, byte: int) -> str:
        """Return the anchor of a place in the v2 text; empty where it is not on the page."""
        if byte in self.marked:
            return f"at-{byte}"
        if self.rows.page_at(byte) != self.v2.page:
            return ""
        row = self.rows.row_at(byte)
        return f"v2-{row.anchor}" if row is not None else ""


@dataclass(frozen=True)
class Shown:
    """What to show: a record, and a page of each of its texts."""

    record: int = 1
    v2_page: int = 1
    v3_page: int = 1
    #: A byte of the v2 text that the page has to hold, instead of `v2_page`.
    byte: int | None = None


def sides_of(
    records: Records,
    shown: Shown,
    tables: Tables,
    anchors: Mapping[FindingKey, str],
) -> Sides:
    """Return a record for the page; `anchors`: those of the findings on it, by `finding_key`."""
    guide, options = tables.guide, tables.options
    record = records.one(shown.record)
    explained = records.explain(record, guide, options)
    v3_text, v3 = _v3_of(explained, records, record, tables)
    v2 = explained.v2
    rows = {"v2": Rows(records.text, record.pieces), "v3": Rows(v3_text, [(0, len(v3_text))])}
    v2_page = rows["v2"].page_at(shown.byte) if shown.byte is not None else shown.v2_page
    pages = {"v2": rows["v2"].nearest(v2_page), "v3": rows["v3"].nearest(shown.v3_page)}
    explainer = Explainer(anchors, options.target, notes_of_table("field"), explained.written)
    maker = _Maker(explainer, rows, pages, v2, v3, v3_text)
    return Sides(
        record=record,
        was_xml=records.was_xml,
        number=record.number,
        of=len(records.list),
        v2=maker.pane("v2"),
        v3=maker.pane("v3"),
        origins=_origins(v3),
        whys=list(explainer.whys.values()),
        marked=frozenset(leaf.start for leaf in maker.v2),
        rows=rows["v2"],
    )


def _v3_of(
    explained: Explained, records: Records, record: Record, tables: Tables
) -> tuple[bytes, list[V3Value]]:
    """The v3 text for reading, and its values with their bytes in it."""
    document, lines = explained.document, records.lines
    if record.group is None:
        target = make_target(tables.guide, tables.options)
        document = document_of(target, document.splitlines(), ndjson=lines)
    elif not document:
        return b"", []
    text = pretty(document, ndjson=lines)
    spots = list(jsontext.leaves(text))
    values = explained.v3 + [
        V3Value("", "", spot.start, spot.end, None, "derived")
        for spot in spots[len(explained.v3) :]
    ]
    for value, spot in zip(values, spots, strict=True):
        value.start, value.end = spot.start, spot.end
    return text, values


def _origins(v3: Sequence[V3Value]) -> list[tuple[str, int]]:
    counts = Counter(leaf.origin for leaf in v3)
    return [(origin, counts[origin]) for origin in ORIGINS if counts[origin]]


def flags_of(value: V2Value) -> list[str]:
    """Return the fate of a v2 value and what else is said of it."""
    deprecated = value.row is not None and value.row.deprecated
    assumed = any(partner.origin == "assumed" for partner in value.partners)
    return [
        value.fate,
        *(["deprecated"] if deprecated else []),
        *(["assumed"] if assumed else []),
    ]


class _Maker:
    """Makes the two panes of one page."""

    def __init__(
        self,
        explainer: Explainer,
        rows: Mapping[str, Rows],
        pages: Mapping[str, int],
        v2: list[V2Value],
        v3: list[V3Value],
        v3_text: bytes,
    ) -> None:
        self._explainer = explainer
        self._rows = rows
        self._pages = pages
        self._v3_text = v3_text
        self.v2 = [leaf for leaf in v2 if rows["v2"].page_at(leaf.start) == pages["v2"]]
        self.v3 = [leaf for leaf in v3 if rows["v3"].page_at(leaf.start) == pages["v3"]]
        self._starts = {
            "v2": {leaf.start for leaf in self.v2},
            "v3": {leaf.start for leaf in self.v3},
        }

    def pane(self, side: str) -> Pane:
        words: set[str] = set()
        if side == "v2":
            spans = [self._v2_span(leaf) for leaf in self.v2]
            words = {flag for leaf in self.v2 for flag in flags_of(leaf)}
        else:
            spans = [self._v3_span(leaf) for leaf in self.v3]
            words = {leaf.origin for leaf in self.v3}
        rows, page = self._rows[side], self._pages[side]
        return Pane(
            name=side,
            lines=html_of(side, rows, page, spans),
            page=page,
            pages=len(rows),
            words=tuple(word for word in WORDS[side] if word in words),
        )

    def _v2_span(self, leaf: V2Value) -> Span:
        flags = flags_of(leaf)
        fate, *more = flags
        classes = " ".join(["v", f"fate-{fate}", *(f"is-{flag}" for flag in more)])
        described = " ".join(f"word-{flag}" for flag in flags)
        codes = dict.fromkeys(
            key[0] for key in leaf.findings(self._explainer.target, self._explainer.written)
        )
        tip = ", ".join(flags) + (f" ({', '.join(codes)})" if codes else "")
        why = self._explainer.v2(leaf, self._rows, self._starts["v3"])
        begin = (
            f'<a class="{classes}" id="at-{leaf.start}" href="#{why}" data-tip="{escape(tip)}" '
            f'aria-describedby="{described}"{self._to("to", leaf.partners, "v3")}>'
        )
        return Span(leaf.start, leaf.end, begin, "</a>", self._unified(leaf))

    def _v3_span(self, leaf: V3Value) -> Span:
        why = self._explainer.v3(leaf, self._rows, self._starts["v2"])
        begin = (
            f'<a class="v origin-{leaf.origin}" id="to-{leaf.start}" href="#{why}" '
            f'data-tip="{leaf.origin}" aria-describedby="origin-{leaf.origin}"'
            f"{self._to('at', leaf.partners, 'v2')}>"
        )
        return Span(leaf.start, leaf.end, begin, "</a>")

    def _to(self, prefix: str, partners: Sequence[V2Value | V3Value], side: str) -> str:
        """The partners on the page, for the script that shows them."""
        shown = [f"{prefix}-{each.start}" for each in partners if each.start in self._starts[side]]
        return f' data-to="{" ".join(shown)}"' if shown else ""

    def _unified(self, leaf: V2Value) -> str:
        """What stands below the value's line on a phone."""
        if leaf.fate in GONE:
            return f"⊣ {leaf.fate}"
        named = [self._named(each) for each in leaf.partners[:MOST_NAMED]]
        more = len(leaf.partners) - len(named)
        return "\n".join(dict.fromkeys(named)) + (f"\n→ and {more} more" if more > 0 else "")

    def _named(self, leaf: V3Value) -> str:
        value = self._v3_text[leaf.start : leaf.end].decode(errors="replace")
        steps = [step for step in leaf.pattern.split("/") if step not in ("", "*")]
        name = ".".join(steps[-2:] if len(steps) > 2 else steps[-1:])
        return f"→ {readable(name)}: {value if len(value) <= 60 else value[:59] + '…'}"
