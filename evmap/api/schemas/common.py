"""What the answers share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from ninja import Schema
from pydantic import Field

from evmap.options import Target

#: A form of a document: what goes in, or what comes out.
FormName = Literal["v2", Target]

Item = TypeVar("Item")


class ErrorDetail(Schema):
    """What is wrong at one place of the request."""

    where: str = Field(description="The place, as in query.limit.", examples=["query.limit"])
    message: str = Field(examples=["Input should be less than or equal to 500."])


class Error(Schema):
    """What went wrong, where, and what to do. What is not known is left out."""

    status: int = Field(description="The HTTP status.", examples=[422])
    code: str = Field(description="A word for programs to compare.", examples=["invalid"])
    message: str = Field(description="A sentence for people; it may change.")
    advice: str = Field("", description="What to do about it.")
    line: int = Field(0, description="Line of the document that was sent, from 1.", ge=1)
    column: int = Field(0, description="Column in characters, from 1.", ge=1)
    details: list[ErrorDetail] = Field([], description="Each place that is wrong.")


class ErrorAnswer(Schema):
    """The form of every error response."""

    error: Error


class Listed(Schema, Generic[Item]):
    """A part of a table's rows."""

    count: int = Field(description="Rows that search and filters leave.", examples=[3])
    total: int = Field(description="All rows of the table.", examples=[69])
    limit: int
    offset: int
    sentence: str = Field(
        description="The active filters in words, as the page shows them.",
        examples=["3 of 69 v2 connector types: fate lossy"],
    )
    next: str | None = Field(description="Address of the following part.")
    previous: str | None = Field(description="Address of the part before.")
    page: str = Field(description="Address of the page with the same filters.")
    items: list[Item]


class Linked(Schema):
    """A row with its addresses."""

    url: str = Field(description="Address of the row in this API.")
    page: str = Field(description="Address of the row's page.")


class Neighboured(Schema):
    """A row that stands between others."""

    previous: str | None = Field(description="Address of the row before.")
    next: str | None = Field(description="Address of the row after.")


class SourceInfo(Schema):
    """The document that a row cites."""

    code: str = Field(examples=["migration-guide"])
    title: str
    publisher: str
    address: str
    retrieved: date | None
    section: str = Field(description="Where in the document the fact stands.")
    remark: str


class NoteInfo(Schema):
    """A note of an editor."""

    text: str = Field(description="Plain text.")
    author: str
    created_at: datetime
    changed_by: str
    changed_at: datetime


class NoteEdit(Schema):
    """One edit of a note."""

    when: datetime
    who: str = Field(description="The editor; empty where nobody was signed in.")
    what: str = Field(description="written, changed or removed.")
    before: str
    after: str


class Noted(Schema):
    """A row that editors may write on."""

    notes: list[NoteInfo]
    note_history: list[NoteEdit] = Field(description="Every edit, newest first.")


class Sourced(Schema):
    """A row with its source."""

    in_guide: bool = Field(description="HERE's guide itself says so; all else is evmap's.")
    source: SourceInfo
