"""Rows of the tables: short in lists, whole at their own address."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from evmap.api.schemas.common import (
    FateName,
    Linked,
    Neighboured,
    Noted,
    Sourced,
    SourceInfo,
    TargetName,
)

There = Field(description="What happens on the way from v2 to v3, in sentences.")
Back = Field(description="What happens on the way back.")


class ConnectorItem(Linked):
    """A v2 connector type and the v3 standards that stand for it."""

    v2_id: int = Field(description="connectorType.id of v2.", examples=[36])
    v2_name: str
    state: Literal["current", "deprecated", "not_used"]
    fate: FateName
    v3_standards: list[str] = Field(examples=[["IEC_60309_2_THREE_16"]])
    more_information: str
    reason: str = Field(description="Why something is lost or must be chosen (evmap's words).")


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
    """A name that older v2 pages or answers gave to an id."""

    name: str
    source: SourceInfo


class ConnectorRow(ConnectorItem, Neighboured, Noted, Sourced):
    """A v2 connector type with all that is known of it."""

    standards: list[StandardPart]
    successors: list[Candidate]
    older_names: list[OlderNameInfo]
    there: list[str] = There
    back: list[str] = Back


class StandardItem(Linked):
    """A v3 connector standard and the v2 ids that become it."""

    standard: str = Field(examples=["SAE_J3400"])
    description: str
    common_name: str
    current: Literal["AC", "DC", ""] = Field(description="Empty where it carries both or none.")
    v2_ids: list[int]
    here_v3: str = Field(description="Spelling of HERE v3; empty where it has no such value.")
    here_v3_since: str
    ocpi_2_1_1: str
    ocpi_2_2_1: str
    ocpi_2_3_0: str


class ConnectorPart(Linked):
    """A v2 id, in the row of a standard."""

    v2_id: int
    name: str
    fate: FateName


class StandardRow(StandardItem, Neighboured, Noted, Sourced):
    """A v3 connector standard with all that is known of it."""

    synonyms: list[str] = Field(description="Words that people use for it (evmap's).")
    connectors: list[ConnectorPart]
    candidate_for: list[int] = Field(
        description="Deprecated v2 ids that evmap suggests it for; HERE names none."
    )
    there: list[str] = There
    back: list[str] = Back


class StatusItem(Schema):
    """A pair of a v2 status and a v3 status that may stand for it."""

    v2_status: str = Field(examples=["OUT_OF_SERVICE"])
    v3_status: str = Field(examples=["INOPERATIVE"])
    fate: FateName
    preferred: bool = Field(description="The converter writes it unless told otherwise.")
    in_guide: bool = Field(description="A row of HERE's guide; else evmap's.")
    ocpi_definition: str
    reason: str
    v2_url: str
    v3_url: str
    page: str


class StatusPairInfo(StatusItem, Noted):
    """A pair with source and notes."""

    source: SourceInfo


class StatusChoice(Schema):
    """Which of several candidates the converter writes, and who said so."""

    code: str
    candidates: list[str]
    author: str = Field(description="The editor who chose; empty where it is the guide's order.")
    changed_at: datetime | None


class V2StatusRow(Linked, Neighboured, Sourced):
    """A v2 status and its v3 candidates."""

    code: str
    meaning: str
    pairs: list[StatusPairInfo]
    choice: StatusChoice | None = Field(description="Null where there is one candidate.")
    there: list[str] = There
    back: list[str] = Back


class V3StatusRow(Linked, Neighboured, Sourced):
    """A v3 status and the v2 statuses that may become it."""

    code: str
    meaning: str
    here_v3: str = Field(description="Spelling of HERE v3; empty where it has no such value.")
    ocpi: str = Field(description="Spelling of OCPI; empty where it has no such value.")
    pairs: list[StatusPairInfo]
    there: list[str] = There
    back: list[str] = Back


class ElementItem(Linked):
    """What v2 and v3 call a thing on the ground."""

    data_element: str
    v2_elements: list[str]
    v3_element: str = Field(examples=["EVSE"])
    ocpi_definition: str


class ElementRow(ElementItem, Neighboured, Noted, Sourced):
    """A data element with source and notes."""


class FieldItem(Linked):
    """A v2 field and what becomes of it in one target."""

    slug: str = Field(description="What its address ends with.")
    answer: str = Field(description="The v2 record that the path starts from.")
    path: str = Field(examples=["connectors.connector[].chargeCapacity"])
    type: str
    fate: FateName | None
    deprecated: bool
    v3_paths: list[str]
    replacement: str
    basis: Literal["stated", "inferred"] = Field(description="Stated by HERE, or inferred by us.")
    meaning: str
    reason: str


class FieldOutcome(Schema):
    """What becomes of a field in one target."""

    target: TargetName
    fate: FateName
    v3_paths: list[str]
    reason: str


class FieldRow(FieldItem, Neighboured, Noted, Sourced):
    """A v2 field with all that is known of it. Fate, paths and reason are those of target v3."""

    unit: str
    example: Any = Field(description="A value as v2 gives it.")
    targets: list[FieldOutcome]


class FindingItem(Linked):
    """Something that the converter may have to say."""

    code: str = Field(examples=["EV301"])
    severity: Literal["error", "warning", "notice"]
    area: str
    title: str
    message: str = Field(description="What happened; {0}, {1} stand for values.")
    explanation: str
    advice: str
    fields: list[str] = Field(description="Paths of the field map that it is about.")


class FindingExample(Schema):
    """An example, made by the converter."""

    target: TargetName
    before: str = Field(description="JSON text of the part of the input that matters.")
    after: str = Field(description="JSON text of the part of the output that matters.")
    message: str
    advice: str


class FindingRow(FindingItem, Neighboured):
    """A finding with an example."""

    definition: str = Field(description="What its severity means.")
    example: FindingExample
