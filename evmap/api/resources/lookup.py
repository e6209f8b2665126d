"""Many codes at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from evmap.api.bodies import checked_bytes, read_body
from evmap.api.errors import ApiError, invalid
from evmap.api.links import refuse_unknown
from evmap.api.schemas.calls import (
    MAX_CODES,
    Code,
    LookupAnswer,
    LookupRequest,
    SystemName,
)
from evmap.lookup import (
    MAX_CHARACTERS,
    Answer,
    Index,
    Lookup,
    TooMuch,
    look_up_codes,
)
from evmap.lookup import look_up as look_up_text
from evmap.mappings import snapshot
from evmap.mappings.addresses import api_address
from evmap.mappings.looked_up import not_recognised, record
from evmap.mappings.preferences import preferred_statuses
from evmap.mappings.search import index_of

router = Router(tags=["Look-up"])


class Codes(Schema):
    """Codes in the address."""

    code: list[Code] = Field(
        min_length=1,
        max_length=MAX_CODES,
        description="A code, a name or a synonym; may repeat.",
        examples=[["36", "ccs2", "OUT_OF_SERVICE"]],
    )
    system: SystemName = Field("", description="Read codes as those of v2 or v3 only.")


@router.get(
    "/lookup",
    response=LookupAnswer,
    operation_id="lookUp",
    summary="Look codes up",
    by_alias=True,
    exclude_unset=True,
)
def look_up(request: HttpRequest, given: Query[Codes]) -> dict[str, Any]:
    """What each of a few codes means."""
    refuse_unknown(request, "code", "system")
    return _codes(given.code, given.system)


@router.post(
    "/lookup",
    response=LookupAnswer,
    operation_id="lookUpMany",
    summary="Look many codes up",
    by_alias=True,
    exclude_unset=True,
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": f"Codes, or a text of up to {MAX_CHARACTERS:,} characters with codes.",
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/LookupRequest"},
                    "example": {"codes": ["36", "ccs2", "OUT_OF_SERVICE", "chargeCapacity"]},
                },
                "text/plain": {
                    "schema": {"type": "string"},
                    "example": "31\n36\nCCS2\nOUT_OF_SERVICE\n",
                },
            },
        }
    },
)
def look_up_many(request: HttpRequest) -> dict[str, Any]:
    """What the codes of a list, a column, a text or a JSON document mean. Nothing is stored.

    A body of type text/plain is the text itself; any other is read as JSON.
    """
    refuse_unknown(request)
    if request.content_type == "text/plain":
        return _text(checked_bytes(request).decode("utf-8-sig", "replace"), "")
    given = read_body(request, LookupRequest)
    if len({"codes", "text"} & given.model_fields_set) != 1:
        raise invalid("body", "Give either codes or text.")
    if "text" in given.model_fields_set:
        return _text(given.text, given.system)
    return _codes([str(code) for code in given.codes], given.system)


def _codes(codes: list[str], system: SystemName) -> dict[str, Any]:
    return _answer(lambda: look_up_codes(codes, system, preferred_statuses(), _index()))


def _text(text: str, system: SystemName) -> dict[str, Any]:
    return _answer(lambda: look_up_text(text, system, preferred_statuses(), _index()))


def _index() -> Index:
    return index_of(snapshot.current())


def _answer(look: Callable[[], Lookup]) -> dict[str, Any]:
    try:
        found = look()
    except TooMuch as error:
        raise ApiError(413, str(error)) from error
    return {
        "recognised": found.recognised,
        "not_recognised": [not_recognised(one) for one in found.unknown],
        "count": len(found.answers),
        "items": [_item(one) for one in found.answers],
    }


def _item(one: Answer) -> dict[str, Any]:
    meaning = one.meaning
    return {**record(one), "url": api_address(meaning.table, meaning.slug)}
