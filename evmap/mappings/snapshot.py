"""All mapping tables in memory, read anew when `load_mappings` has changed them.

Row pages, the look-up box and the home page read this instead of a dozen joins a request. The rows
are shared by all requests: read them, never change them. What editors write is not in here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Count, Prefetch, Subquery, Value
from django.http import Http404

from evmap.mappings.addresses import name_of
from evmap.mappings.models import (
    Connector,
    ConnectorStandard,
    DataElement,
    Field,
    FieldTarget,
    Limit,
    Note,
    Standard,
    StatusPair,
    Successor,
    TablesVersion,
    V2Status,
    V3Status,
)
from evmap.mappings.models.base import MappingRow
from evmap.plan.models import Decision

Row = TypeVar("Row", bound=MappingRow)
Item = TypeVar("Item")
Read = TypeVar("Read")
#: Digest of the fixtures and time of loading, as the database writes it.
Version = tuple[str, object]

NOT_LOADED: Version = ("", None)

#: What the rows with a page of their own are called.
WHAT: dict[type[MappingRow], str] = {
    Connector: "v2 connector type",
    Standard: "v3 connector standard",
    V2Status: "v2 status",
    V3Status: "v3 status",
    DataElement: "data element",
    Field: "v2 field",
}
#: How often tables are read that change meanwhile.
READINGS = 5


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The tables as one version of the fixtures has them, each in its own order."""

    connectors: tuple[Connector, ...]
    standards: tuple[Standard, ...]
    pairs: tuple[StatusPair, ...]
    v2_statuses: tuple[V2Status, ...]
    v3_statuses: tuple[V3Status, ...]
    elements: tuple[DataElement, ...]
    fields: tuple[Field, ...]

    def rows_of(self, model: type[Row]) -> Mapping[str, Row]:
        """Return the rows of a table by what their addresses end with, in the table's order."""
        return cast("Mapping[str, Row]", self._by_address[model])

    def find(self, model: type[Row], code: str) -> Row:
        """Return the row that an address ends with, in any case of letters. Raise Http404."""
        rows = self.rows_of(model)
        plain = code.casefold()
        found = rows.get(code) or next(
            (row for key, row in rows.items() if key.casefold() == plain), None
        )
        if found is None:
            raise Http404(f"There is no {WHAT[model]} {code[:200]}. {self._range(model)}".rstrip())
        return found

    def _range(self, model: type[MappingRow]) -> str:
        ids = list(self._by_address[model]) if model is Connector else []
        return f"HERE's guide lists {ids[0]} to {ids[-1]}." if ids else ""

    @cached_property
    def _by_address(self) -> dict[type[MappingRow], dict[str, MappingRow]]:
        tables: dict[type[MappingRow], tuple[MappingRow, ...]] = {
            Connector: self.connectors,
            Standard: self.standards,
            V2Status: self.v2_statuses,
            V3Status: self.v3_statuses,
            DataElement: self.elements,
            Field: self.fields,
        }
        return {model: {name_of(row)[1]: row for row in rows} for model, rows in tables.items()}

    def pairs_of(self, *, v2: str = "", v3: str = "") -> list[StatusPair]:
        """Return the pairs of one v2 or one v3 status, in the guide's order."""
        return [
            pair for pair in self.pairs if v2 in ("", pair.v2.code) and v3 in ("", pair.v3.code)
        ]


class Kept(Generic[Read]):
    """What is made of the tables: kept, and made anew when they have changed."""

    def __init__(self, make: Callable[[Version], Read]) -> None:
        self._make = make
        self._known: tuple[Version, Read] | None = None

    def now(self) -> Read:
        """Return it for the tables as they are loaded now; one query, more when they changed."""
        version = current_version()
        if self._known is None or self._known[0] != version:
            self._known = self._made(version)
        return self._known[1]

    def _made(self, version: Version) -> tuple[Version, Read]:
        """What is made, of one loading, and which that is.

        Tables are read one after the other, and a loading may end in between: then they are read
        again. Reading takes a tenth of a second, so a second time is already rare.
        """
        for _again in range(READINGS):
            made = version, self._make(version)
            version = _tables_part(data_version())
            if version == made[0]:
                break
        return made


def neighbours(rows: Sequence[Item], row: Item) -> tuple[Item | None, Item | None]:
    """Return the rows before and after a row of a table."""
    place = rows.index(row)
    before = rows[place - 1] if place else None
    after = rows[place + 1] if place + 1 < len(rows) else None
    return before, after


#: The version, and of the edits of notes and of decisions: how many, the number and the time of
#: the last. The highest number alone would hide an edit that began earlier and ended later.
DataVersion = tuple[object, ...]

#: In a request: the version, once it was asked for.
_asked: ContextVar[list[Version] | None] = ContextVar("asked_version", default=None)


def data_version() -> DataVersion:
    """Return the state of all that public pages show: tables, notes, decisions; one query."""
    with connection.cursor() as cursor:
        cursor.execute(*_version_query())
        return cursor.fetchone() or NOT_LOADED


@cache
def _version_query() -> tuple[str, tuple[Any, ...]]:
    """Return the query, written once: it is asked with every page, and writing takes longer."""
    edits = [
        Subquery(query)
        for model in (Note, Decision)
        for query in (
            *(
                model.history.order_by("-history_id").values(f)[:1]
                for f in ("history_id", "history_date")
            ),
            # One group, so one row with the number of all edits; none where there are none.
            model.history.order_by().values(one=Value(1)).values(edits=Count("history_id")),
        )
    ]
    rows = TablesVersion.objects.order_by("pk").values_list("digest", "loaded_at", *edits)
    sql, parameters = rows[:1].query.sql_with_params()
    return sql, tuple(parameters)


@contextmanager
def one_version(known: DataVersion | None = None) -> Iterator[None]:
    """Ask for the version at most once while one request is answered: all of it is of one.

    known: what `data_version` gave, which spares even that.
    """
    token = _asked.set([] if known is None else [_tables_part(known)])
    try:
        yield
    finally:
        _asked.reset(token)


def current_version() -> Version:
    """Return which state of the fixtures is loaded, and since when; one query at most."""
    asked = _asked.get()
    if asked:
        return asked[0]
    version = _tables_part(data_version())
    if asked is not None:
        asked.append(version)
    return version


def _tables_part(version: DataVersion) -> Version:
    return str(version[0]), version[1]


def _read(_version: Version) -> Snapshot:
    equivalences = ConnectorStandard.objects.select_related("connector", "standard")
    successors = Successor.objects.select_related("connector", "standard", "source")
    connectors = (
        Connector.objects.select_related("source")
        .prefetch_related(
            Prefetch("equivalences", equivalences.order_by("position")),
            Prefetch("successors", successors.order_by("position")),
            "equivalences__standard__synonyms",
            "equivalences__standard__equivalences__connector",
            "successors__standard__equivalences__connector",
            "older_names__source",
        )
        .order_by("v2_id")
    )
    standards = (
        Standard.objects.select_related("source")
        .prefetch_related(
            Prefetch("equivalences", equivalences.order_by("connector__v2_id")),
            Prefetch("successor_of", successors.order_by("connector__v2_id")),
            "equivalences__connector__equivalences__standard",
            "synonyms",
            Prefetch("limits", Limit.objects.select_related("source").order_by("position")),
        )
        .order_by("position")
    )
    fields = (
        Field.objects.select_related("source")
        .prefetch_related(Prefetch("targets", FieldTarget.objects.order_by("pk")))
        .order_by("position")
    )
    return Snapshot(
        connectors=tuple(connectors),
        standards=tuple(standards),
        pairs=tuple(StatusPair.objects.select_related("v2", "v3", "source").order_by("position")),
        v2_statuses=tuple(V2Status.objects.select_related("source").order_by("position")),
        v3_statuses=tuple(
            V3Status.objects.select_related("source")
            .prefetch_related("retired_states")
            .order_by("position")
        ),
        elements=tuple(DataElement.objects.select_related("source").order_by("position")),
        fields=tuple(fields),
    )


_snapshot = Kept(_read)


def current() -> Snapshot:
    """Return the tables as they are loaded now: one query, more when they have changed."""
    return _snapshot.now()
