"""Conversions for people we don't know: the tables of the database, the limits of the site.

Pages and API convert through here, so that both answer the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from evmap.conversion import WEB, Conversion, Limits, Options, convert
from evmap.conversion.options import Target
from evmap.mappings.guide import current_guide
from evmap.mappings.notes import preferred_statuses


@dataclass(frozen=True)
class Choices:
    """What a user may choose. `statuses` overrides the tables' preference."""

    target: Target = "v3"
    statuses: Mapping[str, str] = field(default_factory=dict)
    accept_successors: bool = False
    country_code: str | None = None
    party_id: str | None = None
    publish: bool | None = None
    partner_id: str | None = None


def web_limits() -> Limits:
    """Return the limits of the settings."""
    return Limits(
        bytes=settings.EVMAP_MAX_UPLOAD_BYTES, depth=settings.EVMAP_MAX_DEPTH, values=WEB.values
    )


def convert_for_web(
    data: bytes, choices: Choices, *, name: str = "", marks: bool = False
) -> Conversion:
    """Convert one v2 input by the tables and preferences as they are now.

    Raise ReadError where nothing can be read, TooLarge (a ReadError) beyond a limit.
    """
    options = Options(
        target=choices.target,
        statuses=tuple({**preferred_statuses(), **choices.statuses}.items()),
        accept_successors=choices.accept_successors,
        country_code=choices.country_code,
        party_id=choices.party_id,
        publish=choices.publish,
        partner_id=choices.partner_id,
        limits=web_limits(),
    )
    return convert(data, options, guide=current_guide(), name=name, marks=marks)
