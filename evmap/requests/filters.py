"""The parameters of a v2 request beside its geometry and ids."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from evmap.conversion.guide import Guide
from evmap.requests.reading import SECRETS, Request
from evmap.requests.result import Line, line

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
            filters.lines.append(line("unknown", name=_safe(name)))
    filters.lines += access_lines(request)
    return filters


def ignored_filters(request: Request) -> list[Line]:
    """The parameters of a count: v2 ignores filters there."""
    return [
        line("ignored", name=name) for name, _value in request.parameters if name in READERS
    ] + access_lines(request)


def access_lines(request: Request) -> list[Line]:
    """Keys, and the format of the answer."""
    names = {name.lower() for name in request.hidden}
    told = {
        "api-key": bool(names & {"apikey", "api_key", "x-api-key"}),
        "app-id": bool(names & {"app_id", "app_code"}),
        "token": "authorization" in names,
        "xml": request.xml,
    }
    return [line(kind) for kind, is_told in told.items() if is_told]


# --- One function for each parameter ---


def _connector_type(filters: Filters, value: str, guide: Guide) -> None:
    texts = [text.strip() for text in value.split(",") if text.strip()]
    if not texts or not all(text.isascii() and text.isdigit() and len(text) < 4 for text in texts):
        _invalid(filters, "connectortype", "It is a list of v2 ids, such as 30,31.")
        return
    ids = list(dict.fromkeys(int(text) for text in texts))
    joined = ",".join(map(str, ids))
    without = [v2_id for v2_id in ids if not _standards(guide, v2_id)]
    standards = [code for v2_id in ids for code in _standards(guide, v2_id)]
    filters.search.append(("evStation[connectorTypeIds]", joined))
    if without:
        told = line("connectortype-without", joined, ids=joined, names=", ".join(map(str, without)))
    elif len(standards) > MAX_TYPES:
        number = len(standards)
        told = line("connectortype-many", joined, ids=joined, most=MAX_TYPES, number=number)
    else:
        wanted = ",".join(standards)
        filters.locations.append(("connectorTypes", wanted))
        told = line("connectortype", joined, ids=joined, standards=wanted)
    filters.lines.append(told)


def _standards(guide: Guide, v2_id: int) -> tuple[str, ...]:
    row = guide.connectors.get(v2_id)
    return row.standards if row and row.state == "current" else ()


def _emsp(filters: Filters, value: str, _guide: Guide) -> None:
    partners = [text.strip() for text in value.split(",") if text.strip()]
    if not partners or not all(map(_PARTNER.fullmatch, partners)):
        _invalid(filters, "emsp", "It is a list of partner ids.")
        return
    name, joined = "evStation[eMobilityServiceProviderPartnerIds]", ",".join(partners)
    filters.search.append((name, joined))
    filters.lines.append(line("emsp", joined, name=name, partners=joined))


def _power_min(filters: Filters, value: str, _guide: Guide) -> None:
    if not _NUMBER.fullmatch(value):
        _invalid(filters, "powermin", "It is a number of kilowatts.")
        return
    filters.search.append(("evStation[minPower]", value))
    filters.lines.append(line("powermin", value, power=value))


def _power_max(filters: Filters, value: str, _guide: Guide) -> None:
    shown = value if _NUMBER.fullmatch(value) else ""
    filters.lines.append(line("powermax", shown))


def _max_results(filters: Filters, value: str, _guide: Guide) -> None:
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 7):
        _invalid(filters, "maxresults", "It is a number.")
        return
    limit = min(int(value), SEARCH_LIMIT)
    filters.search.append(("limit", str(limit)))
    kind = "maxresults-over" if limit < int(value) else "maxresults"
    filters.lines.append(line(kind, value, limit=limit))


def _offset(filters: Filters, value: str, _guide: Guide) -> None:
    shown = value if value.isascii() and value.isdigit() else ""
    filters.lines.append(line("offset", shown))


def _callback(filters: Filters, _value: str, _guide: Guide) -> None:
    filters.lines.append(line("jsoncallback"))


def _invalid(filters: Filters, name: str, form: str) -> None:
    filters.lines.append(line("invalid", name=name, form=form))


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
