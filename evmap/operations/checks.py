"""Django's system checks of what settings mean together; each setting alone is read strictly.

They run with every management command, so with `manage.py prepare` before each start.
"""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from evmap.operations import environment

#: Threads that answer pages, beside those that convert or wait to.
FREE_THREADS = 2


@register(Tags.security)
def debugging_is_for_ones_own_machine(**_arguments: Any) -> Sequence[CheckMessage]:
    """E001: DEBUG under a name that others reach."""
    ones_own = {"localhost", "127.0.0.1", "[::1]", "testserver"}
    if not settings.DEBUG or set(settings.ALLOWED_HOSTS) <= ones_own:
        return []
    return [
        Error(
            "DEBUG is on, and ALLOWED_HOSTS names a site that others reach.",
            hint="Set DEBUG=off: pages of errors show settings and data.",
            id="evmap.E001",
        )
    ]


@register
def reviews_have_room(**_arguments: Any) -> Sequence[CheckMessage]:
    """E002: one review may be larger than the room of its client, or that larger than all."""
    one, client, total = (
        settings.EVMAP_KEEP_BYTES,
        settings.EVMAP_KEEP_CLIENT_BYTES,
        settings.EVMAP_KEEP_TOTAL_BYTES,
    )
    if one <= client <= total:
        return []
    return [
        Error(
            "EVMAP_KEEP_BYTES, EVMAP_KEEP_CLIENT_BYTES and EVMAP_KEEP_TOTAL_BYTES do not grow.",
            hint="Give all the reviews of one client at least the room of one review, and all "
            "clients together at least that of one.",
            id="evmap.E002",
        )
    ]


@register
def pages_have_threads(**_arguments: Any) -> Sequence[CheckMessage]:
    """E003: conversions could take every thread, and nobody could look anything up."""
    taken = settings.EVMAP_CONVERSIONS + settings.EVMAP_CONVERSIONS_WAITING
    threads = environment.number("WEB_THREADS", 16, least=4, most=256)
    if taken + FREE_THREADS <= threads:
        return []
    return [
        Error(
            f"{taken} conversions may run or wait, and there are {threads} threads for all.",
            hint=f"Set WEB_THREADS to {taken + FREE_THREADS} or more, or EVMAP_CONVERSIONS and "
            "EVMAP_CONVERSIONS_WAITING lower.",
            id="evmap.E003",
        )
    ]


@register
def a_document_fits_into_the_memory_of_a_conversion(**_arguments: Any) -> Sequence[CheckMessage]:
    """E004: a document of the largest size can't be converted in the memory that there is."""
    if settings.EVMAP_CONVERSION_MEMORY >= 12 * settings.EVMAP_MAX_UPLOAD_BYTES:
        return []
    return [
        Error(
            "EVMAP_CONVERSION_MEMORY is less than twelve times EVMAP_MAX_UPLOAD_BYTES.",
            hint="A conversion takes about that much; raise the one, or lower the other.",
            id="evmap.E004",
        )
    ]


@register(Tags.security)
def proxies_are_told_together(**_arguments: Any) -> Sequence[CheckMessage]:
    """W001: PROXY_HOPS without BEHIND_PROXY, or the other way round."""
    if bool(settings.PROXY_HOPS) == settings.BEHIND_PROXY:
        return []
    return [
        checks.Warning(
            "PROXY_HOPS and BEHIND_PROXY say different things.",
            hint="Behind a proxy set BEHIND_PROXY=on and PROXY_HOPS to the number of proxies; "
            "without one set neither.",
            id="evmap.W001",
        )
    ]


@register(Tags.security, deploy=True)
def the_database_file_is_private(**_arguments: Any) -> Sequence[CheckMessage]:
    """W002: others on this machine may read accounts, sessions and kept documents."""
    database = settings.DATABASES["default"]
    file = Path(str(database["NAME"]))
    if "sqlite3" not in database["ENGINE"] or not file.is_file():
        return []
    if not stat.S_IMODE(file.stat().st_mode) & 0o077:
        return []
    return [
        checks.Warning(
            f"Others on this machine may read {file}.",
            hint=f"It holds accounts, sessions and kept documents: chmod 600 {file}",
            id="evmap.W002",
        )
    ]


@register(Tags.security)
def figures_need_a_long_token(**_arguments: Any) -> Sequence[CheckMessage]:
    """E005: a token for /metrics that can be guessed."""
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= 16:
        return []
    return [
        Error(
            f"METRICS_TOKEN has {len(settings.METRICS_TOKEN)} characters.",
            hint="Set it to a random text of 16 characters or more.",
            id="evmap.E005",
        )
    ]
