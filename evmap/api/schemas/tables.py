"""Rows of the tables: their columns in lists, and all that is known of them at their address."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from evmap.api.listing import item_schema
from evmap.api.schemas.common import (
    FormName,
    Linked,
    Neighboured,
    Noted,
    Sourced,
    SourceInfo,
)
from evmap.diagnostics.table import FINDINGS
from evmap.mappings.tables import CONNECTORS, ELEMENTS, FIELDS, STANDARDS, STATUSES
from evmap.mappings.tables.table import FateName
from evmap.options import Target


def _row(
    name: str, about: str, *parts: type[Schema], first: type[Schema] = Schema, **members: Any
) -> type[Schema]:
    """The schema of a row: the members, behind those of `first`, then those of the last part."""
    more = create_model("More", __base__=first, **members)
    return create_model(name, __base__=(*parts, more), __doc__=about)


def _told(kind: Any, about: str) -> Any:
    return Annotated[kind, Field(description=about)]


class _Ways(Schema):
    there: list[str] = Field(description="What happens on the way from v2 to v3, in sentences.")
    back: list[str] = Field(description="What happens on the way back.")


# --- Connectors and standards ---


class WireSpellings(Schema):
    """How a standard is written; empty where that system has no such value."""

    here_v3: str = Field(examples=["iec62196Type2Combo"])
    ocpi_2_1_1: str
    ocpi_2_2_1: str
    ocpi_2_3_0: str


class StandardPart(Linked):
    """A standard, in the row of a connector."""

    code: str = Field(examples=["IEC_62196_T2_COMBO"])
    description: str
    spellings: WireSpellings
    synonyms: list[str] = Field(description="Words that people use for it (evmap's).")


class Candidate(Linked):
    """A standard that may stand for a deprecated id. evmap's candidate: HERE names none."""

    standard: str
    reason: str
    ours: Literal[True] = Field(description="Always true: evmap says so, not HERE.")
    source: SourceInfo


class OlderNameInfo(Schema):
    """A name that older v2 pages or responses gave to an id."""

    name: str
    source: SourceInfo


class ConnectorPart(Linked):
    """A v2 id, in the row of a standard."""

    v2_id: int
    name: str
    fate: FateName


ConnectorItem = item_schema(
    CONNECTORS,
    "ConnectorItem",
    "A v2 connector type and the v3 standards that stand for it.",
    Linked,
)
ConnectorRow = _row(
    "ConnectorRow",
    "A v2 connector type with all that is known of it.",
    *(ConnectorItem, Neighboured, Noted, Sourced),
    first=_Ways,
    standards=list[StandardPart],
    successors=list[Candidate],
    older_names=list[OlderNameInfo],
)
StandardItem = item_schema(
    STANDARDS,
    "StandardItem",
    "A v3 connector standard and the v2 ids that become it.",
    Linked,
)
StandardRow = _row(
    "StandardRow",
    "A v3 connector standard with all that is known of it.",
    *(StandardItem, Neighboured, Noted, Sourced),
    first=_Ways,
    synonyms=_told(list[str], "Words that people use for it (evmap's)."),
    connectors=list[ConnectorPart],
    candidate_for=_told(
        list[int], "Deprecated v2 ids that evmap suggests it for; HERE names none."
    ),
)


# --- Statuses ---


class _PairLinks(Schema):
    v2_url: str
    v3_url: str
    page: str


StatusItem = item_schema(
    STATUSES,
    "StatusItem",
    "A pair of a v2 status and a v3 status that may stand for it.",
    _PairLinks,
)
StatusPairInfo = _row(
    "StatusPairInfo", "A pair with source and notes.", StatusItem, Noted, source=SourceInfo
)


class StatusChoice(Schema):
    """Which of several candidates the converter writes, and who said so."""

    code: str
    candidates: list[str]
    author: str = Field(description="The editor who chose; empty where it is the guide's order.")
    changed_at: datetime | None


V2StatusRow = _row(
    "V2StatusRow",
    "A v2 status and its v3 candidates.",
    *(Linked, Neighboured, Sourced),
    first=_Ways,
    choice=_told(StatusChoice | None, "Null where there is one candidate."),
    pairs=list[StatusPairInfo],  # type: ignore[valid-type]
    code=str,
    meaning=str,
)
V3StatusRow = _row(
    "V3StatusRow",
    "A v3 status and the v2 statuses that may become it.",
    *(Linked, Neighboured, Sourced),
    first=_Ways,
    pairs=list[StatusPairInfo],  # type: ignore[valid-type]
    here_v3=_told(str, "Spelling of HERE v3; empty where it has no such value."),
    ocpi=_told(str, "Spelling of OCPI; empty where it has no such value."),
    code=str,
    meaning=str,
)


# --- Elements, fields, findings ---

ElementItem = item_schema(
    ELEMENTS, "ElementItem", "What v2 and v3 call a thing on the ground.", Linked
)
ElementRow = _row(
    "ElementRow",
    "A data element with source and notes.",
    *(ElementItem, Neighboured, Noted, Sourced),
)


class FieldOutcome(Schema):
    """What becomes of a field in one target."""

    target: Target
    fate: FateName
    v3_paths: list[str]
    reason: str


FieldItem = item_schema(
    FIELDS,
    "FieldItem",
    "A v2 field and what becomes of it in one target.",
    Linked,
    slug=_told(str, "What its address ends with."),
)
FieldRow = _row(
    "FieldRow",
    "A v2 field with all that is known of it. Fate, paths and reason are those of target v3.",
    *(FieldItem, Neighboured, Noted, Sourced),
    unit=str,
    example=_told(Any, "A value as v2 gives it."),
    targets=list[FieldOutcome],
)


class FindingExample(Schema):
    """An example, made by the converter."""

    source: FormName = Field(description="The form of the input.")
    target: FormName = Field(description="The form of the output.")
    before: str = Field(description="JSON text of the part of the input that matters.")
    after: str = Field(description="JSON text of the part of the output that matters.")
    message: str
    advice: str


FindingItem = item_schema(
    FINDINGS, "FindingItem", "Something that the converter may have to say.", Linked
)
FindingRow = _row(
    "FindingRow",
    "A finding with an example.",
    *(FindingItem, Neighboured),
    definition=_told(str, "What its severity means."),
    example=FindingExample,
)
