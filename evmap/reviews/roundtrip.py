"""The way back for the pages and the API: v3 to v2 by the tables as they are now."""

from __future__ import annotations

from evmap.conversion.revert import Reverted, revert
from evmap.mappings.guide import current_guide
from evmap.reviews.service import refuse_many, web_limits


def revert_for_web(data: bytes) -> Reverted:
    """Turn v3 locations back into v2 within the limits of the site.

    Raise ReadError where there is no location, TooLarge (a ReadError) beyond a limit.
    """
    limits = web_limits()
    refuse_many(data, limits)
    return revert(data, guide=current_guide(), limits=limits)
