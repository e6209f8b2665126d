"""The e-mobility service providers of a HERE v3 location, from v2's roaming entries."""

from __future__ import annotations

import re
from typing import Any

from evmap.conversion.targets.base import Written
from evmap.conversion.targets.sources import Source, sources

#: BusinessDetails.eMobilityIds: country and party.
_E_MOBILITY_ID = re.compile(r"[A-Z]{2}-[A-Z0-9]{3}")


def providers(written: Written) -> list[dict[str, Any]]:
    """One entry per partner id: the first name counts, e-mobility ids add up.

    HERE requires name and partner id; an entry without both is left out, with an event.
    """
    found: dict[str, dict[str, Any]] = {}
    for source in sources(written.records, "roaming"):
        entry = source.value
        name, partner_id = entry.get("emsp"), entry.get("partner_id")
        if not name or not partner_id:
            for leaf in _leaves(source):
                written.say(leaf, "EV609", "dropped")
            continue
        provider = found.setdefault(partner_id, {"name": name, "partnerId": partner_id})
        if provider["name"] != name:
            place = Source(source.index, (*source.path, "emsp"), name)
            written.say(place, "EV502", "dropped", "emsp")
        _add_ids(provider, source, written)
    return list(found.values())


def _leaves(source: Source) -> list[Source]:
    """The values of an entry that HERE's v3 has a place for."""
    index, path, entry = source.index, source.path, source.value
    found = [
        Source(index, (*path, key), entry[key]) for key in ("emsp", "partner_id") if key in entry
    ]
    return found + _ids(source)


def _ids(source: Source) -> list[Source]:
    return [
        Source(source.index, (*source.path, "ema_id", place), text)
        for place, text in enumerate(source.value.get("ema_id", ()))
        if text
    ]


def _add_ids(provider: dict[str, Any], source: Source, written: Written) -> None:
    for place in _ids(source):
        if _E_MOBILITY_ID.fullmatch(place.value) is None:
            written.say(place, "EV608", "dropped", "eMobilityIds")
        elif place.value not in provider.setdefault("eMobilityIds", []):
            provider["eMobilityIds"].append(place.value)
    if not provider.get("eMobilityIds", True):
        del provider["eMobilityIds"]
