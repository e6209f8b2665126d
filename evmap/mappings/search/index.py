"""What can be found: one entry for each row, with the terms that find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from django.urls import reverse

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.codes import Entry as Finding
from evmap.mappings.addresses import address
from evmap.mappings.models import (
    Connector,
    DataElement,
    Field,
    Standard,
    StatusPair,
    V2Status,
    V3Status,
)
from evmap.mappings.search.text import spellings
from evmap.mappings.snapshot import Snapshot


class Kind(IntEnum):
    """What a term is to its row; the lower, the better a match."""

    CODE = 0
    NAME = 1
    SYNONYM = 2
    TEXT = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One text that finds a row."""

    kind: Kind
    text: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as search sees it. `table` and `key` name it as notes do."""

    table: str
    key: str
    #: What the row is, as in "v2 connector type"; empty where it has no page of its own.
    what: str
    code: str
    name: str
    url: str
    terms: tuple[Term, ...]


@lru_cache(maxsize=1)
def entries(tables: Snapshot) -> tuple[Entry, ...]:
    """Return an entry for every row, the tables in the order of the navigation."""
    return (
        *map(_connector, tables.connectors),
        *map(_standard, tables.standards),
        *map(_v2_status, tables.v2_statuses),
        *(_v3_status(row, tables) for row in tables.v3_statuses),
        *map(_pair, tables.pairs),
        *map(_element, tables.elements),
        *map(_field, tables.fields),
        *map(_finding, CATALOGUE.values()),
    )


def _connector(row: Connector) -> Entry:
    standards = [equivalence.standard for equivalence in row.equivalences.all()]
    words = [
        row.more_information,
        *(older.name for older in row.older_names.all()),
        *(term for standard in standards for term in _words(standard)),
    ]
    return Entry(
        *(row.note_table, row.note_key, "v2 connector type", str(row.v2_id)),
        row.v2_name or row.more_information,
        address(row),
        _terms([str(row.v2_id)], [row.v2_name], words),
    )


def _standard(row: Standard) -> Entry:
    return Entry(
        *(row.note_table, row.note_key, "v3 connector standard", row.code),
        row.description,
        address(row),
        _terms([row.code], [row.common_name], _words(row), [row.description]),
    )


def _words(standard: Standard) -> list[str]:
    spelled = (standard.here_v3, standard.ocpi_2_1_1, standard.ocpi_2_2_1, standard.ocpi_2_3_0)
    synonyms = (synonym.term for synonym in standard.synonyms.all())
    return [standard.code, standard.common_name, *spelled, *synonyms]


def _v2_status(row: V2Status) -> Entry:
    return Entry(
        *(row.note_table, row.note_key, "v2 status", row.code),
        row.meaning,
        address(row),
        _terms([row.code], texts=[row.meaning]),
    )


def _v3_status(row: V3Status, tables: Snapshot) -> Entry:
    definitions = [pair.ocpi_definition for pair in tables.pairs_of(v3=row.code)]
    return Entry(
        *(row.note_table, row.note_key, "v3 status", row.code),
        row.meaning,
        address(row),
        _terms([row.code], [row.here_v3, row.ocpi], texts=[row.meaning, *definitions]),
    )


def _pair(row: StatusPair) -> Entry:
    codes = [row.v2.code, row.v3.code]
    texts = [row.ocpi_definition, row.v2.meaning, row.v3.meaning]
    return Entry(
        *(row.note_table, row.note_key, "", str(row), row.ocpi_definition),
        address(row),
        _terms(codes, [row.v3.here_v3, row.v3.ocpi], texts=texts),
    )


def _element(row: DataElement) -> Entry:
    return Entry(
        *(row.note_table, row.note_key, "data element", row.v3_element, row.data_element),
        address(row),
        _terms([row.v3_element], row.v2_elements, [row.data_element], [row.ocpi_definition]),
    )


def _field(row: Field) -> Entry:
    v3_paths = [path for target in row.targets.all() for path in target.v3_paths]
    return Entry(
        *(row.note_table, row.note_key, f"v2 field, {row.get_answer_display()}", row.path),
        row.meaning,
        address(row),
        _terms([row.path], [_last(row.path)], v3_paths, [row.meaning, row.replacement]),
    )


def _finding(entry: Finding) -> Entry:
    """A finding of the converter; only its code finds it, its words would find too much."""
    url = reverse("diagnostics:finding", args=[entry.code])
    return Entry(
        "finding", entry.code, "finding", entry.code, entry.title, url, _terms([entry.code])
    )


def _last(path: str) -> str:
    return path.rsplit(".", 1)[-1]


Texts = Iterable[str]


def _terms(
    codes: Texts, names: Texts = (), synonyms: Texts = (), texts: Texts = ()
) -> tuple[Term, ...]:
    """Return the terms of a row; a text that stands in two lists counts in the better one."""
    found: dict[str, Term] = {}
    for kind, text in _by_kind(codes, names, synonyms, texts):
        if text and text not in found:
            found[text] = Term(kind, text, spellings(text))
    return tuple(found.values())


def _by_kind(*groups: Texts) -> Iterator[tuple[Kind, str]]:
    for kind, group in zip(Kind, groups, strict=True):
        for text in group:
            yield kind, text
