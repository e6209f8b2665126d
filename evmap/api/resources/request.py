"""v2 requests, and what to send instead. Keys in them are neither stored nor shown back."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from evmap.api.bodies import read_body
from evmap.api.errors import ApiError
from evmap.api.links import refuse_unknown
from evmap.api.schemas.calls import TranslateAnswer, TranslateRequest
from evmap.mappings.guide import current_guide
from evmap.requests import NotARequest, Translation, translate

router = Router(tags=["Requests"])


@router.post(
    "/request",
    response=TranslateAnswer,
    operation_id="translateRequest",
    summary="Translate a v2 request",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "A v2 request.",
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/TranslateRequest"},
                    "example": {"url": "stations.json?prox=52.52,13.38,5000&connectortype=31"},
                }
            },
        }
    },
)
def translate_request(request: HttpRequest) -> Translation:
    """The calls of v3 and HERE Search that replace a v2 request, and what has no counterpart."""
    refuse_unknown(request)
    given = read_body(request, TranslateRequest)
    try:
        return translate(given.url, current_guide())
    except NotARequest as error:
        details = [{"where": "body.url", "message": str(error)}]
        raise ApiError(422, str(error), details=details) from None
