"""Conversions for people we don't know: the tables of the database, the limits of the site.

Pages and API convert through here, so that both answer the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from django.conf import settings

from evmap.conversion import WEB, Conversion, Limits, Options, TooLarge, convert
from evmap.conversion.options import Target
from evmap.conversion.reading.encoding import to_utf8
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
    return msgspec.structs.replace(
        WEB, bytes=settings.EVMAP_MAX_UPLOAD_BYTES, depth=settings.EVMAP_MAX_DEPTH
    )


def refuse_many(data: bytes, limits: Limits) -> None:
    """Raise TooLarge for text with more values than the site takes, at the cost of counting."""
    # Commas and opening brackets bound the number of values from above.
    text, _ = to_utf8(data, limits)
    if text.count(b",") + text.count(b"[") + text.count(b"{") > limits.values:
        raise TooLarge(
            f"The document holds more than {limits.values:,} values.",
            "Send it in parts, or convert it on your machine: evmap convert FILE has no limit.",
        )


def convert_for_web(
    data: bytes,
    choices: Choices,
    *,
    name: str = "",
    marks: bool | range = False,
    limits: Limits | None = None,
) -> Conversion:
    """Convert one v2 input by the tables and preferences as they are now.

    marks: keep the fate of every value, or of those in the records that overlap these bytes.
    limits: those of the settings by default.
    Raise ReadError where nothing can be read, TooLarge (a ReadError) beyond a limit.
    """
    limits = limits or web_limits()
    refuse_many(data, limits)
    options = options_for_web(choices, limits)
    return convert(data, options, guide=current_guide(), name=name, marks=marks)


def options_for_web(choices: Choices, limits: Limits) -> Options:
    """Return the options of a conversion, with the preferences of the tables as they are now."""
    return Options(
        target=choices.target,
        statuses=tuple({**preferred_statuses(), **choices.statuses}.items()),
        accept_successors=choices.accept_successors,
        country_code=choices.country_code,
        party_id=choices.party_id,
        publish=choices.publish,
        partner_id=choices.partner_id,
        limits=limits,
    )
