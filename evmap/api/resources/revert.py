"""The way back: v3 locations to a v2 response, by the same tables as the command."""

from __future__ import annotations

import json
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from evmap.api.errors import refused_when_unreadable
from evmap.api.links import refuse_unknown
from evmap.conversion import convert
from evmap.reviews.converting import reverted
from evmap.reviews.payload import LONGEST_NAME
from evmap.samples import SAMPLES

router = Router(tags=["Conversion"])


class RevertOptions(Schema):
    """What to send back."""

    name: str = Field("", max_length=LONGEST_NAME, description="The input's name in the report.")
    part: Literal["both", "document", "report"] = Field(
        "both", description="Send only the document, or only the report."
    )


class RevertAnswer(Schema):
    """A way back: what there is to say about it, and the v2 response."""

    report: dict[str, Any] = Field(description="The report, format evmap-revert/1.")
    document: dict[str, Any] | list[dict[str, Any]] = Field(
        description="A v2 response of stations; a list of stations for NDJSON."
    )


@router.post(
    "/revert",
    response=RevertAnswer,
    operation_id="revert",
    summary="Turn v3 back into v2",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "v3 or OCPI locations: the documents of all targets, lists, single "
            "locations, or NDJSON with one location a line, also gzipped. Any content type is "
            "accepted.",
            "content": {
                "application/json": {
                    "schema": {},
                    "example": json.loads(convert(SAMPLES["counts"].read()).document),
                },
                "application/x-ndjson": {"schema": {}},
                "application/gzip": {"schema": {}},
            },
        },
    },
)
def revert(request: HttpRequest, given: Query[RevertOptions]) -> HttpResponse:
    """A v2 response by the same tables; what v3 can't give back is left out, never invented.

    Findings tell what had to be chosen, and what v2 has no field for. Nothing is stored, and no
    part of the body is logged. With `part=document` the response is the v2 document alone, as
    NDJSON where the input was; with `part=report` the report alone.
    """
    refuse_unknown(request, *RevertOptions.model_fields)
    body: bytes = request.body
    with refused_when_unreadable():
        kind, answer = reverted(request, body, given.name, given.part)
    return HttpResponse(answer, content_type=kind)
