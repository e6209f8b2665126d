"""The pairs of v2 and v3 statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.mappings.addresses import address
from evmap.mappings.facets import Facet
from evmap.mappings.marks import code_link, fate_mark, stamp
from evmap.mappings.models import StatusPair
from evmap.mappings.preferences import Choice, choices
from evmap.mappings.tables.table import Column, FateName, On, Table, fate_facet, flag


@dataclass(frozen=True)
class PairRow:
    """A pair, and whether the converter writes it."""

    pair: StatusPair
    #: The v2 status has other candidates; this one is written.
    has_rival: bool
    preferred: bool

    @classmethod
    def of(cls, pair: StatusPair, made: Mapping[str, Choice]) -> PairRow:
        """Return a pair with what was chosen for its v2 status."""
        choice = made.get(pair.v2.code)
        return cls(pair, choice is not None, choice is None or choice.code == pair.v3.code)


def pair_rows(pairs: Sequence[StatusPair]) -> list[PairRow]:
    """Return all pairs as rows; one query."""
    made = choices()
    return [PairRow.of(pair, made) for pair in pairs]


def _v2(row: PairRow) -> SafeString:
    return code_link(address(row.pair.v2), row.pair.v2.code)


def _v3(row: PairRow) -> SafeString:
    link = code_link(address(row.pair.v3), row.pair.v3.code)
    if row.has_rival and row.preferred:
        return format_html("{} {}", link, stamp("preferred", "chosen"))
    return link


def _definition(row: PairRow) -> SafeString | str:
    if row.pair.in_guide:
        return row.pair.ocpi_definition
    return format_html("{} {}", stamp("added-by-evmap", "added"), row.pair.reason)


COLUMNS = (
    Column(
        "v2_status",
        On(1, "v2 status", "tight", "v2", cell=_v2),
        "pair.v2.code",
        example="OUT_OF_SERVICE",
    ),
    Column(
        "v3_status",
        On(3, "v3 status", "tight", "v3", cell=_v3),
        "pair.v3.code",
        example="INOPERATIVE",
    ),
    Column(
        "fate",
        On(2, "Fate", "tight", "fate", "fate", cell=lambda row: fate_mark(row.pair.fate)),
        "pair.fate",
        kind=FateName,
    ),
    Column("preferred", kind=bool, about="The converter writes it unless told otherwise."),
    Column(
        "in_guide", value="pair.in_guide", kind=bool, about="A row of HERE's guide; else evmap's."
    ),
    Column(
        "ocpi_definition",
        On(4, "OCPI definition", "wide", "ocpi_definition", cell=_definition),
        "pair.ocpi_definition",
    ),
    Column("reason", value="pair.reason"),
)
FACETS = (
    fate_facet(["converted", "lossy"], attrgetter("pair.fate")),
    flag(
        "candidates",
        "v3 candidates",
        {"one": "one candidate", "several": "several candidates"},
        lambda row: not row.has_rival,
        "candidate",
    ),
    flag(
        "choice",
        "Converter",
        {"yes": "written by the converter", "no": "only on request"},
        lambda row: row.preferred,
        "preferred",
    ),
    Facet(
        "by",
        "Source",
        {"guide": "HERE's guide", "ours": "added by evmap"},
        lambda row: ("guide" if row.pair.in_guide else "ours",),
        says="{}",
        word="added-by-evmap",
    ),
)

STATUSES = Table(
    name="statuses",
    title="Statuses",
    noun="status pair",
    nouns="status pairs",
    caption="EVSE statuses: v2, v3, and what the v3 status means in OCPI",
    lead=(
        "v2 gives a status to a connector, v3 to an EVSE. Three v2 statuses could be either of two "
        "v3 statuses; the converter writes the preferred one."
    ),
    hint="OUTOFORDER, OFFLINE, reserved",
    note_table=StatusPair.note_table,
    template="mappings/statuses.html",
    small=True,
    rows=lambda tables, _given: pair_rows(tables.pairs),
    key=attrgetter("pair.note_key"),
    columns=COLUMNS,
    facets=FACETS,
)
