"""Conversions for people we don't know: the tables of the database, the limits of the site.

Pages and API convert through here, so that both answer the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.conf import settings

from evmap import __version__
from evmap.conversion import WEB, Guide, Limits, Options
from evmap.conversion.plan.obey import with_plan
from evmap.mappings.guide import current_guide
from evmap.mappings.snapshot import current_version
from evmap.options import status_choices
from evmap.plan.services import current_decisions


def web_limits() -> Limits:
    """Return the limits of the settings."""
    return msgspec.structs.replace(
        WEB,
        bytes=settings.EVMAP_MAX_UPLOAD_BYTES,
        depth=settings.EVMAP_MAX_DEPTH,
        seconds=settings.EVMAP_CONVERSION_CPU_SECONDS,
    )


def tables_version() -> str:
    """Return what decides a conversion: the version of evmap, and the digest of its tables."""
    return f"{__version__} {current_version()[0]}"[:80]


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
