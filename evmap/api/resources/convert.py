"""Conversion: the same function as the page, so the same findings for the same bytes."""

from __future__ import annotations

import json
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from evmap.api import work
from evmap.api.errors import invalid, refused_when_unreadable
from evmap.api.forms import sent_files
from evmap.api.links import refuse_unknown
from evmap.api.listing import NO_NUL
from evmap.api.schemas.calls import ConvertAnswer
from evmap.api.schemas.common import TargetName
from evmap.conversion.accept import AcceptError
from evmap.conversion.guide import status_choices
from evmap.mappings.notes import status_candidates
from evmap.operations import children
from evmap.reviews.forms import PARTY
from evmap.reviews.payload import LONGEST_NAME
from evmap.reviews.service import Choices, tables_for_web
from evmap.samples import SAMPLES

router = Router(tags=["Conversion"])


class ConvertOptions(Schema):
    """How to convert."""

    target: TargetName = Field("v3", description="The form of the output.")
    status: list[str] = Field(
        [],
        max_length=50,
        description="V2=V3: what an ambiguous v2 status becomes, or UNKNOWN for any; may repeat.",
        examples=[["OUT_OF_SERVICE=OUTOFORDER"]],
    )
    accept_successors: bool = Field(
        False, description="Write evmap's candidates for deprecated connector ids."
    )
    party: str | None = Field(
        None, max_length=20, description="Country and party for OCPI.", examples=["DE*ABC"]
    )
    publish: bool | None = Field(None, description="OCPI's publish, where v2 doesn't tell.")
    partner_id: str | None = Field(
        None,
        max_length=80,
        pattern=NO_NUL,
        description="Partner id of the operator, for here-v3.",
    )
    name: str = Field("", max_length=LONGEST_NAME, description="The input's name in the report.")
    part: Literal["both", "document", "report"] = Field(
        "both", description="Send only the document, or only the report."
    )


@router.post(
    "/convert",
    response=ConvertAnswer,
    operation_id="convert",
    summary="Convert a v2 response",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "The v2 response as it came: JSON or NDJSON, also gzipped, in any of "
            "the shapes of v2. Any content type is accepted. As a form: the response as the file "
            "`document`, and beside it a file of accepted findings as `accept`.",
            "content": {
                "application/json": {
                    "schema": {},
                    "example": json.loads(SAMPLES["counts"].read()),
                },
                "application/x-ndjson": {"schema": {}},
                "application/gzip": {"schema": {}},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["document"],
                        "properties": {
                            "document": {"type": "string", "format": "binary"},
                            "accept": {
                                "type": "string",
                                "format": "binary",
                                "description": "A file of accepted findings, evmap-accept/1.",
                            },
                        },
                    }
                },
            },
        },
    },
)
def convert(request: HttpRequest, given: Query[ConvertOptions]) -> HttpResponse:
    """The converted document, and the report of what became of every value.

    Nothing is stored, and no part of the body is logged. With `part=document` the response is the
    document alone, as NDJSON where the input was; with `part=report` the report alone. With a file
    of accepted findings the report has their reasons, and the entries that fit none.
    """
    refuse_unknown(request, *ConvertOptions.model_fields)
    sent = sent_files(request)
    tables = tables_for_web(_choices(given))
    packed = work.packed(tables.guide), tables.options
    try:
        with refused_when_unreadable():
            kind, body = children.run(
                work.converted,
                *(sent.document, sent.accept, given.name, packed, given.part),
                size=room_of(sent.document),
                gone=children.client_gone(request),
            )
    except AcceptError as error:
        raise invalid("form.accept", str(error)) from error
    return HttpResponse(body, content_type=kind)


def room_of(data: bytes) -> int:
    """Return about how many bytes a document has as text; packed ones have ten times as many."""
    return len(data) * (10 if data.startswith(b"\x1f\x8b") else 1)


def _choices(given: ConvertOptions) -> Choices:
    party = _party(given.party)
    return Choices(
        target=given.target,
        statuses=dict(_status(text) for text in given.status),
        accept_successors=given.accept_successors,
        country_code=party[0],
        party_id=party[1],
        publish=given.publish,
        partner_id=(given.partner_id or "").strip() or None,
    )


def _party(text: str | None) -> tuple[str | None, str | None]:
    if text is None or not text.strip():
        return None, None
    match = PARTY.fullmatch(text.strip())
    if match is None:
        raise invalid("query.party", "Write country and party as in DE*ABC.")
    return match[1].upper(), match[2].upper()


def _status(text: str) -> tuple[str, str]:
    v2, _, v3 = (part.strip().upper() for part in text.partition("="))
    statuses = status_candidates()
    candidates = status_choices(statuses, v2)
    if not candidates:
        names = ", ".join(statuses)
        raise invalid("query.status", f"Give V2=V3 with a v2 status of {names}.")
    if v3 not in candidates:
        raise invalid("query.status", f"{v2} can be {' or '.join(candidates)}.")
    return v2, v3
