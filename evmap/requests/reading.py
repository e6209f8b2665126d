"""Reading a v2 request out of what people paste."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec

#: A longer text is no request.
MAX_LENGTH = 20_000
BASE = "https://ev-v2.cc.api.here.com/ev"

#: Resources with a second step in their path, and those without.
GROUPS = {
    "stations": ("count", "bulk"),
    "pools": ("bulk",),
    "evses": ("bulk",),
    "connectortypes": (),
    "powerfeedtypes": (),
    "roamings": (),
    "connectorstatuses": (),
}
#: Keys in the query or in a header, in lower case.
SECRETS = frozenset(
    {
        *("apikey", "api_key", "x-api-key", "key", "app_id", "app_code"),
        *("authorization", "token", "access_token", "client_id", "client_secret"),
    }
)
#: Hosts of APIs that are no v2, and what they are.
OTHERS = {
    "evcp.hereapi.com": "This is a v3 request already.",
    "search.hereapi.com": "This is a HERE Search request: that is the v3 way to find places.",
}

#: Of these names, `key`, `token` and `authorization` are words of other texts too.
_KEY_NAMES = "|".join(sorted(SECRETS - {"key", "token", "authorization"}))
#: A key in an address, a header, an assignment or JSON: its name, what leads to the value, it.
_KEY = re.compile(
    rf"(?<![\w-])({_KEY_NAMES})(=|[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?(?:Bearer\s{{1,3}})?)"
    r"[^\s&\"'<>\\,;}]+",
    re.IGNORECASE,
)
#: `authorization` and `token` are words of other texts; what follows them here is none.
_BEARER = re.compile(r"(\bBearer\s{1,3}|\btoken=)[\w.~+/=-]+", re.IGNORECASE)
#: Any key of a text that is meant as a request: no word is spared.
_ANY_KEY = re.compile(
    rf"(?<![\w-])({'|'.join(sorted(SECRETS))})"
    r"([\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:(?:Bearer|Basic|Token)\s{1,3})?)[^\s&\"'<>\\,;}]+",
    re.IGNORECASE,
)
#: A key of an address that is written inside another.
_KEY_INSIDE = re.compile(
    rf"(%3F|%26)({'|'.join(sorted(SECRETS))})%3D(?:(?!%26)[^\s&\"'<>])+", re.IGNORECASE
)
#: The name and the password that curl is given.
_CURL_USER = re.compile(r"(?<!\S)(-u|--user)([\s=]{1,3})(?:\"[^\"]*\"?|'[^']*'?|\S+)")
#: The name and the password of an address.
_USER = re.compile(r"(?<=://)[^\s/@]{1,300}@")
_URL = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_HEADER = re.compile(r"(authorization|x-api-key)\s*:", re.IGNORECASE)
_GROUP = re.compile(rf"\b(?:{'|'.join(GROUPS)})\b", re.IGNORECASE)
_ID = re.compile(r"[\w.:+/=-]{1,200}", re.ASCII)
#: The shortest id in a path, where other words may stand too.
_SHORTEST = 6
EXPECTED = (
    "Give a request to HERE's EV Charge Points API v2, such as "
    "stations.json?prox=52.52,13.38,5000&connectortype=31"
)


class NotARequest(ValueError):
    """A text that is no v2 request; the message says what is missing, never what was given."""


class Request(msgspec.Struct, frozen=True):
    """A v2 request. `resource`: as in stations/count; stations/{id} for one with an id."""

    resource: str
    ids: tuple[str, ...]
    xml: bool
    #: Parameters in their order, names in lower case; keys have no value.
    parameters: tuple[tuple[str, str], ...]
    #: Names of keys and tokens, as they were written.
    hidden: tuple[str, ...]

    def get(self, name: str) -> str | None:
        """The first value of a parameter."""
        return next((value for key, value in self.parameters if key == name), None)


def read_request(text: str) -> Request:
    """Read a request. Raises NotARequest."""
    if len(text) > MAX_LENGTH:
        raise NotARequest(f"The text is longer than {MAX_LENGTH:,} characters. {EXPECTED}")
    url = _find_url(text)
    resource, path_ids, xml = _resource(url)
    pairs = parse_qsl(url.query, keep_blank_values=True, max_num_fields=None)
    hidden = [name for name, _ in pairs if name.lower() in SECRETS]
    hidden += [match[1] for match in _HEADER.finditer(text)]
    if url.username or url.password:
        hidden.append("user name and password")
    open_pairs = [
        (name.lower(), "" if name.lower() in SECRETS else value.strip().rstrip(";"))
        for name, value in pairs
    ]
    return Request(
        resource=resource,
        ids=(*path_ids, *_ids(open_pairs)),
        xml=xml,
        parameters=tuple(open_pairs),
        hidden=tuple(dict.fromkeys(hidden)),
    )


def without_keys(text: str) -> str:
    """Return a text with the values of its keys left out: `apiKey=`."""
    return _USER.sub("", _BEARER.sub(r"\1", _KEY.sub(r"\1\2", text)))


def to_show(text: str) -> str:
    """Return a text that is meant as a request for showing it again: without any key's value.

    More is taken out than by `without_keys`, which spares what may be a word of another text.
    """
    text = _KEY_INSIDE.sub(r"\1\2%3D", without_keys(text))
    return _CURL_USER.sub(r"\1\2", _ANY_KEY.sub(r"\1\2", text))


def _find_url(text: str) -> SplitResult:
    """The URL in a text: alone, after a method, in a curl command."""
    text = text.replace("\\\n", " ").replace("&amp;", "&")
    urls = [found for found in _URL.findall(text) if _GROUP.search(found)] or _URL.findall(text)
    if len(set(urls)) > 1 and _GROUP.search(urls[0]):
        raise NotARequest(f"There are {len(set(urls))} requests in this text: give one at a time.")
    # A pattern that takes the whole word would try each of its beginnings.
    found = urls[0] if urls else next(filter(_GROUP.search, text.split()), None)
    if found is None:
        raise NotARequest(f"There is no v2 request in this text. {EXPECTED}")
    try:
        return urlsplit(found.strip("`,").removesuffix("."))
    except ValueError as error:
        raise NotARequest(f"The URL can't be read. {EXPECTED}") from error


def _resource(url: SplitResult) -> tuple[str, tuple[str, ...], bool]:
    """(resource, ids in the path, whether XML is asked for)."""
    host = (url.hostname or "").lower()
    for other, message in OTHERS.items():
        if host.endswith(other):
            raise NotARequest(message)
    steps = [unquote(step) for step in url.path.split("/") if step]
    xml = bool(steps) and steps[-1].lower().endswith(".xml")
    if steps:
        steps[-1] = re.sub(r"\.(json|xml)$", "", steps[-1], flags=re.IGNORECASE)
    start = next((i for i, step in enumerate(steps) if step.lower() in GROUPS), None)
    if start is None:
        known = ", ".join(GROUPS)
        raise NotARequest(f"The path names no resource of v2 ({known}). {EXPECTED}")
    name, rest = steps[start].lower(), steps[start + 1 :]
    if not rest:
        return name, (), xml
    if rest[0].lower() in GROUPS[name]:
        return f"{name}/{rest[0].lower()}", (), xml
    if len(rest) == 1 and name in ("stations", "pools") and _is_id(rest[0]):
        return f"{name}/{{id}}", (rest[0],), xml
    raise NotARequest(f"v2 has no resource of this name under {name}. {EXPECTED}")


def _is_id(text: str) -> bool:
    id_like = len(text) >= _SHORTEST and bool(_ID.fullmatch(text))
    return id_like and (any(c.isdigit() for c in text) or len(text) > 15)


def _ids(pairs: list[tuple[str, str]]) -> list[str]:
    """Values of `id`, repeated or as a list; what can't be an id is left out."""
    values = [part.strip() for name, text in pairs if name == "id" for part in text.split(",")]
    return [value for value in values if _ID.fullmatch(value)]
