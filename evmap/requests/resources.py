"""What each resource of v2 becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from evmap.conversion.guide import Guide
from evmap.requests.area import read_area
from evmap.requests.filters import (
    SEARCH_LIMIT,
    access_lines,
    ignored_filters,
    read_filters,
)
from evmap.requests.reading import BASE, NotARequest, Request
from evmap.requests.result import Call, Line, Translation, line

V3 = "https://evcp.hereapi.com/v3"
BROWSE = "https://browse.search.hereapi.com/v1/browse"
#: EV charging stations for cars; 0323 is for trucks, 0324 for two-wheelers.
CATEGORY = "700-7600-0322"
#: What v2 gives without being asked.
FIELDS = "address,evses,connectorGroups,locationInfo,emsps,tariffs"
MAX_IDS = 100
#: Ids of a bulk request that are shown.
SHOWN_IDS = 3
KEY = ("apiKey", "{apiKey}")

#: A poolId: a name, a dash, unpadded base64. v2's station ids have another form.
_POOL_ID = re.compile(r"(?:evcp\d+|[a-z0-9]{8,16})-(?=\S*[A-Z])[A-Za-z0-9_-]{16,}")

Pairs = Iterable[tuple[str, str]]


def _url(base: str, *groups: Pairs) -> str:
    """A URL that people can read: only what must be is written in %."""
    pairs = [pair for group in groups for pair in group]
    return f"{base}?" + "&".join(f"{name}={quote(text, safe=',:;{}[]=')}" for name, text in pairs)


# --- By area ---


def _stations(request: Request, guide: Guide) -> Translation:
    area = read_area(request)
    filters = read_filters(request, guide)
    limit = [] if any(name == "limit" for name, _ in filters.search) else [("limit", "100")]
    search = _search_call("1. Find the places", area.parameters, [*filters.search, *limit])
    fetch = Call(
        "2. Fetch the locations",
        _url(f"{V3}/locations", [("ids", "{ids}")], [("fields", FIELDS)], filters.locations, [KEY]),
        f"{{ids}}: the part of each place's id after the last colon, up to {MAX_IDS} with commas.",
    )
    lines = [
        line("stations"),
        *area.lines,
        *filters.lines,
        line("response", fields=FIELDS),
        line("kinds", category=CATEGORY),
        line("pages"),
    ]
    about = "In v3 this takes two steps: HERE Search finds the places, v3 describes them by id."
    return _translation(request, about, [search, fetch], lines)


def _search_call(title: str, *groups: Pairs) -> Call:
    fixed = [("categories", CATEGORY), ("show", "ev")]
    what = (
        "show=ev needs an authorisation of its own. The places and their ids come without it, too."
    )
    return Call(title, _url(BROWSE, *groups, fixed, [KEY]), what)


def _count(request: Request, _guide: Guide) -> Translation:
    area = read_area(request)
    search = _search_call("Count the places", area.parameters, [("limit", str(SEARCH_LIMIT))])
    lines = [line("count", limit=SEARCH_LIMIT), *area.lines, *ignored_filters(request)]
    about = "v3 has no count. The nearest is to search the area and to count the places."
    return _translation(request, about, [search], lines)


# --- By id ---


def _by_station(request: Request, guide: Guide) -> Translation:
    _need_ids(request)
    if all(map(_POOL_ID.fullmatch, request.ids)):
        return _by_pool(request, guide)
    few = len(request.ids) == 1
    about = (
        "A station id means nothing to v3, and v2 may change it without notice. v3 knows the "
        "poolId, which the stored v2 response has beside the station id."
    )
    call = Call(
        "Fetch the location" if few else "Fetch the locations",
        _url(f"{V3}/locations", [("ids", "{poolId}" if few else "{poolIds}")],
             [("fields", FIELDS)], [KEY]),
        "Take poolId of each station from the response that you have, or from v2 while it runs. "
        f"Up to {MAX_IDS} with commas.",
    )  # fmt: skip
    lines = [
        line("by-station", resource=request.resource),
        line("station-id", _shown(request.ids)),
        line("missing"),
        *read_filters(request, guide).lines,
    ]
    return _translation(request, about, [call], lines)


def _by_pool(request: Request, guide: Guide) -> Translation:
    _need_ids(request)
    ids = list(dict.fromkeys(request.ids))
    groups = [ids[start : start + MAX_IDS] for start in range(0, len(ids), MAX_IDS)]
    fields = "evses" if request.resource.startswith("evses") else FIELDS
    calls = [
        Call(
            f"Fetch locations, call {number} of {len(groups)}" if len(groups) > 1
            else "Fetch the locations" if len(ids) > 1 else "Fetch the location",
            _url(f"{V3}/locations", [("ids", ",".join(group))], [("fields", fields)], [KEY]),
            f"At most {MAX_IDS} ids a call. Ids that v3 does not know come back in missingItems.",
        )
        for number, group in enumerate(groups, 1)
    ]  # fmt: skip
    lines = [
        line("by-pool", resource=request.resource),
        line("pool-id", _shown(request.ids)),
        line("missing"),
        *read_filters(request, guide).lines,
        line("response-by-id", fields=fields),
    ]
    about = "The id stays: a v2 poolId is the id of the v3 location."
    return _translation(request, about, calls, lines)


def _need_ids(request: Request) -> None:
    if not request.ids:
        raise NotARequest(f"{request.resource} needs ids: {request.resource}.json?id=A&id=B.")


def _shown(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{len(ids)} ids"


# --- Lists ---


def _connector_types(request: Request, _guide: Guide) -> Translation:
    return _metadata(
        request,
        "connectorTypes",
        "v3 lists connector types by country. Each has legacyId, which is the v2 id.",
    )


def _roamings(request: Request, _guide: Guide) -> Translation:
    return _metadata(
        request,
        "eMobilityServiceProviders",
        "v3 lists roaming partners by country: partner_id is partnerId, emsp is name. The ema_id "
        "values stand on the locations, as eMobilityIds.",
    )


def _metadata(request: Request, fields: str, about: str) -> Translation:
    call = Call(
        "List by country",
        _url(f"{V3}/countryMetadata", [("countryCodes", "{countries}")], [("fields", fields)],
             [KEY]),
        "{countries}: up to 50 codes of ISO 3166-1 alpha-3 with commas, such as DEU,FRA.",
    )  # fmt: skip
    told = line("metadata", resource=request.resource, fields=fields, about=about)
    return _translation(request, about, [call], [told, *access_lines(request)])


def _nothing(about: str) -> Callable[[Request, Guide], Translation]:
    def translate(request: Request, _guide: Guide) -> Translation:
        told = line("nothing", resource=request.resource, about=about)
        return _translation(request, about, [], [told, *access_lines(request)])

    return translate


#: Resource to what translates a request for it.
RESOURCES: dict[str, Callable[[Request, Guide], Translation]] = {
    "stations": _stations,
    "stations/count": _count,
    "stations/bulk": _by_station,
    "stations/{id}": _by_station,
    "pools/bulk": _by_pool,
    "pools/{id}": _by_pool,
    "pools": _by_pool,
    "evses/bulk": _by_pool,
    "evses": _by_pool,
    "connectortypes": _connector_types,
    "roamings": _roamings,
    "powerfeedtypes": _nothing("v3 has no list of power feed types."),
    "connectorstatuses": _nothing(
        "v3 has no list of statuses: they are a closed enumeration of its OpenAPI document."
    ),
}


def _translation(
    request: Request, about: str, calls: Sequence[Call], lines: Sequence[Line]
) -> Translation:
    shown = [(one.parameter, one.value) for one in lines if one.value and one.parameter != "id"]
    resource = request.resource.replace("{id}", "".join(request.ids[:1]))
    if resource == request.resource:
        shown += [("id", one) for one in request.ids[:SHOWN_IDS]]
        shown += [("id", "...")] * (len(request.ids) > SHOWN_IDS)
    path = f"{BASE}/{resource}.{'xml' if request.xml else 'json'}"
    query = "&".join(f"{name}={value}" for name, value in shown)
    return Translation(
        request=f"{path}?{query}" if query else path,
        resource=request.resource,
        about=about,
        calls=tuple(calls),
        lines=tuple(lines),
        hidden=request.hidden,
    )
