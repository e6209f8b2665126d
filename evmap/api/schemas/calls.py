"""Search, look-up, request and conversion."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StrictInt, StrictStr

from evmap.lookup import MAX_CHARACTERS, MAX_PIECES
from evmap.mappings.tables.table import FateName
from evmap.requests import SOURCES, Line

SystemName = Literal["", "v2", "v3"]

#: The longest code, and the most codes in an address: servers take no longer ones.
LONGEST_CODE, MAX_CODES = 200, 200


def _whole(value: Any) -> Any:
    """Return a number that spreadsheets write as 36.0 as the integer that it is to JSON Schema."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Code = Annotated[StrictStr, Field(max_length=LONGEST_CODE)]
Number = Annotated[StrictInt, Field(ge=0, le=999_999), BeforeValidator(_whole)]


class SearchHit(Schema):
    """A row that a query finds."""

    table: str = Field(description="What the row is.", examples=["v3 connector standard"])
    code: str
    name: str
    rank: Literal["code", "name", "synonym", "begins", "contains", "words", "note", "similar"] = (
        Field(description="How well it matches; the list is in this order.")
    )
    why: str = Field(description="The text that matched, where code and name don't show it.")
    url: str
    page: str


class SearchAnswer(Schema):
    """What a query finds, best first."""

    query: str
    count: int = Field(description="All rows found, also those beyond the limit.")
    limit: int
    offset: int
    items: list[SearchHit]


class LookupRequest(Schema):
    """Codes one by one, or a text that holds some: a list, a column, prose, JSON, XML."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"oneOf": [{"required": ["codes"]}, {"required": ["text"]}]},
    )

    codes: list[Code | Number] = Field(
        [],
        description=f"Up to {MAX_PIECES:,} different ones.",
        examples=[["36", "ccs2", "OFFLINE"]],
    )
    text: StrictStr = Field(
        "", max_length=MAX_CHARACTERS, examples=['{"connectorType": {"id": "31"}}']
    )
    system: SystemName = Field("", description="Read codes as those of v2 or v3 only.")


class LookupItem(Schema):
    """What a code means: one row of the tables."""

    given: str
    times: int = Field(description="How often it was given.")
    is_: str = Field(alias="is", description="What the row is.", examples=["v2 connector type"])
    code: str
    name: str
    fate: FateName
    becomes: list[str] = Field(description="Counterparts in the other system.")
    preferred: str = Field(description="The counterpart that the converter writes, of several.")
    deprecated: bool
    candidates: list[str] = Field(description="evmap's candidates where the guide names none.")
    reason: str
    url: str


class NotRecognised(Schema):
    """A text that names nothing in the tables."""

    given: str
    times: int
    similar: list[str] = Field([], description="Codes of rows that are called nearly so.")


class LookupAnswer(Schema):
    """The rows in the order of the codes; a code that means several things has several."""

    recognised: int = Field(description="Different codes that were recognised.")
    not_recognised: list[NotRecognised]
    count: int
    items: list[LookupItem]


class TranslateRequest(Schema):
    """A v2 request. Keys in it are neither stored nor shown back."""

    model_config = ConfigDict(extra="forbid")

    url: StrictStr = Field(
        description="A URL, a path with query, or a curl command.",
        examples=["stations.json?prox=52.52,13.38,5000&connectortype=31"],
    )


class SourceLink(Schema):
    """Where a fact comes from."""

    title: str
    address: str


class RequestLine(Schema):
    """What becomes of one parameter."""

    parameter: str
    value: str = Field(description="As it was understood; empty where it is secret.")
    fate: FateName
    becomes: str
    why: str
    basis: Literal["stated", "inferred"]
    source: SourceLink

    @staticmethod
    def resolve_source(line: Line) -> dict[str, str]:
        """Return the document that a line cites."""
        title, address = SOURCES[line.source]
        return {"title": title, "address": address}


class RequestCall(Schema):
    """A request to send instead; words in braces are to be filled in."""

    title: str
    url: str
    what: str


class TranslateAnswer(Schema):
    """The v3 way of a v2 request."""

    request: str = Field(description="The request as it was understood, without keys.")
    resource: str
    about: str
    calls: list[RequestCall]
    lines: list[RequestLine]
    hidden: list[str] = Field(description="Parameters and headers whose values were taken out.")


class ConvertAnswer(Schema):
    """A conversion: the account of every value, and the document."""

    report: dict[str, Any] = Field(description="The report, format evmap-report/1.")
    document: Any = Field(
        description="The converted document of the target; a list of locations for NDJSON."
    )
