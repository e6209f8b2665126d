"""Conversions for people we don't know: the tables of the database, the limits of the site.

Pages and API convert through here, so that both answer the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.conf import settings

from evmap import __version__
from evmap.conversion import WEB, Conversion, Guide, Limits, Options, convert
from evmap.conversion.plan.obey import with_plan
from evmap.mappings.guide import current_guide
from evmap.mappings.snapshot import current_version
from evmap.options import status_choices
from evmap.plan.current import current_decisions


def web_limits() -> Limits:
    """Return the limits of the settings."""
    return msgspec.structs.replace(
        WEB, bytes=settings.EVMAP_MAX_UPLOAD_BYTES, depth=settings.EVMAP_MAX_DEPTH
    )


def tables_version() -> str:
    """Return what decides a conversion: the version of evmap, and the digest of its tables."""
    return f"{__version__} {current_version()[0]}"[:80]


def convert_for_web(
    data: bytes,
    chosen: Options | None = None,
    *,
    name: str = "",
    limits: Limits | None = None,
    outline: bool = False,
    tables: Tables | None = None,
) -> Conversion:
    """Convert one v2 input by the tables and preferences as they are now.

    limits: those of the settings by default. outline: count the findings of each location.
    tables: what `tables_for_web` gave, so that it need not be asked for again.
    Raise ReadError where nothing can be read, TooLarge (a ReadError) beyond a limit.
    """
    limits = limits or web_limits()
    tables = tables or tables_for_web(chosen or Options())
    options = msgspec.structs.replace(tables.options, limits=limits)
    return convert(data, options, guide=tables.guide, name=name, outline=outline)


@dataclass(frozen=True)
class Tables:
    """What decides a conversion: the mapping tables, and options with the tables' preferences."""

    guide: Guide
    options: Options


def tables_for_web(chosen: Options) -> Tables:
    """Return the tables as they are now; statuses that were not chosen are as they prefer.

    A status that the tables do not have as a candidate (any more) has no effect.
    """
    guide = current_guide()
    statuses = {v2: v3 for v2, v3 in chosen.statuses if v3 in status_choices(guide.statuses, v2)}
    options = msgspec.structs.replace(chosen, statuses=tuple(statuses.items()), limits=web_limits())
    return Tables(guide, with_plan(options, current_decisions(), guide))
