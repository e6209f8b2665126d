"""The parameters of a v2 request beside its geometry and ids."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from evmap.conversion.guide import Guide
from evmap.requests.reading import SECRETS, Request
from evmap.requests.result import Basis, Line

#: The most results of HERE Search, and the most connector types of a v3 request.
SEARCH_LIMIT, MAX_TYPES = 100, 5

_PARTNER = re.compile(r"[A-Za-z0-9-]{3,40}")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,3})?", re.ASCII)


class Filters(msgspec.Struct):
    """Parameters for the search and for the look-up, and the lines that tell of them."""

    search: list[tuple[str, str]] = []
    locations: list[tuple[str, str]] = []
    lines: list[Line] = []


def read_filters(request: Request, guide: Guide) -> Filters:
    """What becomes of every parameter that is no geometry and no id."""
    filters = Filters()
    for name, value in request.parameters:
        reader = READERS.get(name)
        if reader:
            reader(filters, value, guide)
        elif name not in ("prox", "bbox", "corridor", "id", *SECRETS):
            filters.lines.append(
                Line(_safe(name), "", "unknown", "",
                     "v2 documents no such parameter. Its value is not shown.", "inferred", "v2")
            )  # fmt: skip
    filters.lines += access_lines(request)
    return filters


def ignored_filters(request: Request) -> list[Line]:
    """The parameters of a count: v2 ignores filters there."""
    return [
        Line(name, "", "dropped", "", "v2 ignores filters when it counts.", "stated", "v2")
        for name, _value in request.parameters
        if name in READERS
    ] + access_lines(request)


def access_lines(request: Request) -> list[Line]:
    """Keys, and the format of the answer."""
    lines = []
    names = {name.lower() for name in request.hidden}
    if names & {"apikey", "api_key", "x-api-key"}:
        why = "HERE Search and v3 take it, too, if the project has both services."
        lines.append(Line("apiKey", "", "same", "apiKey", why, "stated", "v3"))
    if names & {"app_id", "app_code"}:
        why = "Take an API key or a bearer token of HERE's platform instead."
        lines.append(Line("app_id, app_code", "", "dropped", "", why, "stated", "v3"))
    if "authorization" in names:
        why = "A bearer token is taken by HERE Search and v3, too."
        lines.append(Line("Authorization", "", "same", "Authorization", why, "stated", "v3"))
    if request.xml:
        why = "v3 sends JSON only."
        lines.append(Line(".xml", "", "converted", "JSON", why, "stated", "v3"))
    return lines


# --- One function for each parameter ---


def _connector_type(filters: Filters, value: str, guide: Guide) -> None:
    texts = [text.strip() for text in value.split(",") if text.strip()]
    if not texts or not all(text.isascii() and text.isdigit() and len(text) < 4 for text in texts):
        _invalid(filters, "connectortype", "It is a list of v2 ids, such as 30,31.", "v2")
        return
    ids = list(dict.fromkeys(int(text) for text in texts))
    joined = ",".join(map(str, ids))
    without = [v2_id for v2_id in ids if not _standards(guide, v2_id)]
    standards = [code for v2_id in ids for code in _standards(guide, v2_id)]
    becomes = [f"evStation[connectorTypeIds]={joined} in HERE Search"]
    filters.search.append(("evStation[connectorTypeIds]", joined))
    why = (
        "HERE Search filters by the same ids; the spelling of the parameter follows its other "
        "filters, so try it first."
    )
    if without:
        names = ", ".join(map(str, without))
        why += f" The guide names no v3 standard for {names}: v3 can't be asked for it."
    elif len(standards) > MAX_TYPES:
        why += f" v3 takes {MAX_TYPES} connectorTypes at most, and these are {len(standards)}."
    else:
        filters.locations.append(("connectorTypes", ",".join(standards)))
        becomes.append(f"connectorTypes={','.join(standards)} in v3")
        why += " v3's connectorTypes also leaves out the other EVSEs: drop it to keep them."
    fate = "lossy" if without else "restructured"
    filters.lines.append(
        Line("connectortype", joined, fate, " and ".join(becomes), why, "inferred", "search")
    )


def _standards(guide: Guide, v2_id: int) -> tuple[str, ...]:
    row = guide.connectors.get(v2_id)
    return row.standards if row and row.state == "current" else ()


def _emsp(filters: Filters, value: str, _guide: Guide) -> None:
    partners = [text.strip() for text in value.split(",") if text.strip()]
    if not partners or not all(map(_PARTNER.fullmatch, partners)):
        _invalid(filters, "emsp", "It is a list of partner ids.", "v2")
        return
    name, joined = "evStation[eMobilityServiceProviderPartnerIds]", ",".join(partners)
    filters.search.append((name, joined))
    why = (
        "The same filter under another name, by analogy with HERE Search's other filters. Take "
        "the ids from countryMetadata: that v3 has those of v2 is not said."
    )
    filters.lines.append(
        Line("emsp", joined, "renamed", f"{name}={joined}", why, "inferred", "search")
    )


def _power_min(filters: Filters, value: str, _guide: Guide) -> None:
    if not _NUMBER.fullmatch(value):
        _invalid(filters, "powermin", "It is a number of kilowatts.", "v2")
        return
    filters.search.append(("evStation[minPower]", value))
    why = "Kilowatts in both. v3 itself gives maxPower in watts."
    filters.lines.append(
        Line("powermin", value, "renamed", f"evStation[minPower]={value}", why, "inferred",
             "search")
    )  # fmt: skip


def _power_max(filters: Filters, value: str, _guide: Guide) -> None:
    shown = value if _NUMBER.fullmatch(value) else ""
    why = (
        "HERE Search has no upper bound. Leave out what exceeds it by maxPower of the v3 response, "
        "which is in watts."
    )
    filters.lines.append(Line("powermax", shown, "dropped", "", why, "inferred", "search"))


def _max_results(filters: Filters, value: str, _guide: Guide) -> None:
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 7):
        _invalid(filters, "maxresults", "It is a number.", "v2")
        return
    limit = min(int(value), SEARCH_LIMIT)
    filters.search.append(("limit", str(limit)))
    fate: tuple[str, str, Basis] = ("renamed", "The number of results.", "inferred")
    if limit < int(value):
        why = f"HERE Search gives {SEARCH_LIMIT} at most: part the area to get the rest."
        fate = ("lossy", why, "inferred")
    filters.lines.append(
        Line("maxresults", value, fate[0], f"limit={limit}", fate[1], fate[2], "search")
    )


def _offset(filters: Filters, value: str, _guide: Guide) -> None:
    shown = value if value.isascii() and value.isdigit() else ""
    why = "v3 has no pages, and a search gives the nearest. Part the area instead."
    filters.lines.append(Line("offset", shown, "dropped", "", why, "stated", "v3"))


def _callback(filters: Filters, _value: str, _guide: Guide) -> None:
    why = "v3 has no JSONP. A page in a browser asks its own server."
    filters.lines.append(Line("jsoncallback", "", "dropped", "", why, "inferred", "v3"))


def _invalid(filters: Filters, name: str, why: str, source: str) -> None:
    text = f"The value can't be read and is left out. {why}"
    filters.lines.append(Line(name, "", "invalid", "", text, "stated", source))


def _safe(name: str) -> str:
    """The name of an unknown parameter, if it looks like one."""
    return name if re.fullmatch(r"[a-z_]{1,20}", name) else "another parameter"


READERS: dict[str, Callable[[Filters, str, Guide], None]] = {
    "connectortype": _connector_type,
    "emsp": _emsp,
    "powermin": _power_min,
    "powermax": _power_max,
    "maxresults": _max_results,
    "offset": _offset,
    "jsoncallback": _callback,
}
