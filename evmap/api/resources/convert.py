"""Conversion: the same function as the page, so the same findings for the same bytes."""

from __future__ import annotations

import json
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from evmap import options
from evmap.api import work
from evmap.api.errors import invalid, refused_when_unreadable
from evmap.api.forms import sent_files
from evmap.api.links import refuse_unknown
from evmap.api.listing import NO_NUL
from evmap.api.schemas.calls import ConvertAnswer
from evmap.conversion import Options
from evmap.conversion.findings.accept import AcceptError
from evmap.mappings.preferences import status_candidates
from evmap.operations import children
from evmap.reviews.payload import LONGEST_NAME, room_of
from evmap.reviews.service import tables_for_web
from evmap.samples import SAMPLES

router = Router(tags=["Conversion"])


class ConvertOptions(Schema):
    """How to convert."""

    target: options.Target = Field("v3", description=options.TARGET.help)
    status: list[str] = Field(
        [],
        max_length=50,
        description=options.STATUS.help,
        examples=[[options.STATUS.example]],
    )
    accept_successors: bool = Field(False, description=options.ACCEPT_SUCCESSORS.help)
    party: str | None = Field(
        None,
        max_length=options.PARTY.longest,
        description=options.PARTY.help,
        examples=[options.PARTY.example],
    )
    publish: bool | None = Field(None, description=options.PUBLISH.help)
    partner_id: str | None = Field(
        None,
        max_length=options.PARTNER_ID.longest,
        pattern=NO_NUL,
        description=options.PARTNER_ID.help,
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
    tables = tables_for_web(_chosen(given))
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


def _chosen(given: ConvertOptions) -> Options:
    party = _party(given.party)
    return Options(
        target=given.target,
        statuses=tuple(_status(text) for text in given.status),
        accept_successors=given.accept_successors,
        country_code=party[0],
        party_id=party[1],
        publish=given.publish,
        partner_id=(given.partner_id or "").strip() or None,
    )


def _party(text: str | None) -> tuple[str | None, str | None]:
    if text is None or not text.strip():
        return None, None
    try:
        return options.read_party(text)
    except options.OptionError as error:
        raise invalid("query.party", str(error)) from error


def _status(text: str) -> tuple[str, str]:
    try:
        return options.read_status(text, status_candidates())
    except options.OptionError as error:
        raise invalid("query.status", str(error)) from error
