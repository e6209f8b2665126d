"""The mapping tables as values.

The tables come from the fixture files of ``evmap/mappings/fixtures`` (no database needed), or from
rows handed in with the same names: the site hands in the rows of its database. Nothing is mapped
anywhere else in the converter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import convert

from evmap.conversion.facts.plausible import Limit

#: A fixture record or a database row: model name ("mappings.connector") and its fields.
Row = tuple[str, Mapping[str, Any]]

FIXTURES = Path(__file__).resolve().parent.parent / "mappings" / "fixtures"

#: The fixture files that the converter reads.
FILES = (
    "standards.json",
    "connectors.json",
    "connector_standards.json",
    "limits.json",
    "successors.json",
    "older_names.json",
    "v3_statuses.json",
    "retired_states.json",
    "status_pairs.json",
    "fields.json",
    "field_targets.json",
)


class ConnectorType(msgspec.Struct, frozen=True):
    """A v2 connector id: the guide's standards in the guide's order, and what is ours beside it."""

    v2_id: int
    name: str
    state: str
    standards: tuple[str, ...]
    successors: tuple[str, ...]
    names: frozenset[str]
    #: Phases of the plug, where its standard exists for several numbers; ours.
    phases: int | None = None


class Standard(msgspec.Struct, frozen=True):
    """A v3 standard and its spelling per target; an empty spelling means the target has none."""

    code: str
    current: str
    here_v3: str
    ocpi_2_2_1: str
    ocpi_2_3_0: str
    #: Candidate for a target that lacks the standard: another standard for the same plug; ours.
    same_plug: str = ""


class StatusSpelling(msgspec.Struct, frozen=True):
    """A v3 status and its spelling per target; an empty spelling means the target has none."""

    code: str
    here_v3: str
    ocpi: str


class FieldFate(msgspec.Struct, frozen=True):
    """What becomes of a v2 field in one target, in the regular case."""

    fate: str
    v3_paths: tuple[str, ...]
    reason: str
    #: "information", "elsewhere" or "request" where something is lost, else empty.
    loss: str = ""
    #: v3 paths that say the same, where the loss is "elsewhere": one of them has to be written.
    said_by: tuple[str, ...] = ()


class FieldRow(msgspec.Struct, frozen=True):
    """One row of the field map."""

    answer: str
    path: str
    slug: str
    json_type: str
    deprecated: bool
    replacement: str
    targets: dict[str, FieldFate]


class Guide(msgspec.Struct, frozen=True, eq=False):
    """All mapping tables.

    Statuses: v2 code -> v3 codes, the guide's order. Retired states: number -> v3 code.
    """

    connectors: dict[int, ConnectorType]
    standards: dict[str, Standard]
    statuses: dict[str, tuple[str, ...]]
    spellings: dict[str, StatusSpelling]
    fields: tuple[FieldRow, ...]
    limits: dict[str, tuple[Limit, ...]]
    retired_states: dict[str, str]


msgspec.json.Decoder(Guide)  # learns the types here, where no two threads meet them at once


def normal_name(name: str) -> str:
    """Reduce a connector name to what two spellings of it share: letters and digits."""
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


@lru_cache(maxsize=1)
def fixture_guide() -> Guide:
    """Read the tables from the fixture files. Raises FileNotFoundError when one is missing."""
    return build_guide(_fixture_rows())


def _fixture_rows() -> Iterable[Row]:
    for name in FILES:
        for record in msgspec.json.decode((FIXTURES / name).read_bytes()):
            yield record["model"], record["fields"]


def build_guide(rows: Iterable[Row]) -> Guide:
    """Build the tables from rows as the fixtures hold them (natural keys as lists or tuples)."""
    tables: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for model, fields in rows:
        tables[model].append(fields)
    for records in tables.values():
        records.sort(key=lambda fields: fields.get("position", 0))
    return Guide(
        connectors=_connectors(tables),
        standards={s.code: s for s in convert(tables["mappings.standard"], list[Standard])},
        statuses={
            v2: tuple(v3) for v2, v3 in _grouped(tables["mappings.statuspair"], "v2", "v3").items()
        },
        spellings={s.code: s for s in convert(tables["mappings.v3status"], list[StatusSpelling])},
        fields=_fields(tables["mappings.field"], tables["mappings.fieldtarget"]),
        limits=_limits(tables["mappings.limit"]),
        retired_states={f["code"]: f["v3"][0] for f in tables["mappings.retiredstate"]},
    )


def _connectors(tables: Mapping[str, list[Mapping[str, Any]]]) -> dict[int, ConnectorType]:
    standards = _grouped(tables["mappings.connectorstandard"], "connector", "standard")
    successors = _grouped(tables["mappings.successor"], "connector", "standard")
    names = _grouped(tables["mappings.oldername"], "connector", "name")
    return {
        f["v2_id"]: ConnectorType(
            v2_id=f["v2_id"],
            name=f["v2_name"],
            state=f["state"],
            standards=tuple(standards[f["v2_id"]]),
            successors=tuple(successors[f["v2_id"]]),
            names=frozenset(normal_name(n) for n in (f["v2_name"], *names[f["v2_id"]]) if n),
            phases=f["phases"],
        )
        for f in tables["mappings.connector"]
    }


def _grouped(records: Iterable[Mapping[str, Any]], by: str, key: str) -> dict[Any, list[str]]:
    """The values of one column by the natural key in another, in the order of the rows."""
    found: dict[Any, list[str]] = defaultdict(list)
    for fields in records:
        value = fields[key]
        found[fields[by][0]].append(value if isinstance(value, str) else value[0])
    return found


def _limits(records: list[Mapping[str, Any]]) -> dict[str, tuple[Limit, ...]]:
    found: dict[str, tuple[Limit, ...]] = defaultdict(tuple)
    for fields, limit in zip(records, convert(records, list[Limit]), strict=True):
        found[fields["standard"][0]] += (limit,)
    return dict(found)


def _fields(
    records: list[Mapping[str, Any]], targets: list[Mapping[str, Any]]
) -> tuple[FieldRow, ...]:
    fates: dict[tuple[str, str], dict[str, FieldFate]] = defaultdict(dict)
    for fields, fate in zip(targets, convert(targets, list[FieldFate]), strict=True):
        answer, path = fields["field"]
        fates[answer, path][fields["target"]] = fate
    rows = [{**fields, "targets": fates[fields["answer"], fields["path"]]} for fields in records]
    return convert(rows, tuple[FieldRow, ...])
