"""Conversions for people we don't know: the tables of the database, the limits of the site.

Pages and API convert through here, so that both answer the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from django.conf import settings

from evmap.conversion import WEB, Conversion, Guide, Limits, Options, TooLarge, convert
from evmap.conversion.options import Target
from evmap.conversion.plan.obey import with_plan
from evmap.conversion.read.encoding import to_utf8
from evmap.mappings.guide import current_guide
from evmap.plan.current import current_decisions


@dataclass(frozen=True)
class Choices:
    """What a user may choose. `statuses` overrides the plan."""

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
    choices: Choices | None = None,
    *,
    name: str = "",
    limits: Limits | None = None,
    outline: bool = False,
    tables: Tables | None = None,
) -> Conversion:
    """Convert one v2 input by the tables and the plan as they are now.

    limits: those of the settings by default. outline: count the findings of each location.
    tables: what `tables_for_web` gave, so that it need not be asked for again.
    Raise ReadError where nothing can be read, TooLarge (a ReadError) beyond a limit.
    """
    limits = limits or web_limits()
    refuse_many(data, limits)
    tables = tables or tables_for_web(choices or Choices())
    options = msgspec.structs.replace(tables.options, limits=limits)
    return convert(data, options, guide=tables.guide, name=name, outline=outline)


@dataclass(frozen=True)
class Tables:
    """What decides a conversion: the mapping tables, and options with the plan in them."""

    guide: Guide
    options: Options


def tables_for_web(choices: Choices) -> Tables:
    """Return the tables and the plan as they are now. What is chosen outweighs the plan."""
    guide = current_guide()
    chosen = {v2: v3 for v2, v3 in choices.statuses.items() if v3 in guide.statuses.get(v2, ())}
    options = Options(
        target=choices.target,
        statuses=tuple(chosen.items()),
        accept_successors=choices.accept_successors,
        country_code=choices.country_code,
        party_id=choices.party_id,
        publish=choices.publish,
        partner_id=choices.partner_id,
        limits=web_limits(),
    )
    return Tables(guide, with_plan(options, current_decisions(), guide))
