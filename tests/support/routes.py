"""Every route of the site, each with an address that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver

#: Values for the parts of addresses, by the name of the part; `code` is another in each table.
PARTS = {
    "v2_id": "36",
    "slug": "poolid",
    "key": "status/OFFLINE",
    "v3_element": "EVSE",
    "name": "report",
    "suffix": "csv",
    "token": "no-such-review",
    "app_label": "mappings",
    "url": "no-such-page/",
    "content_type_id": "1",
    "object_id": "1",
    "id": "1",
}
CODES = {
    "^connectors": "36",
    "fields": "poolid",
    "standards": "SAE_J3400",
    "v2": "OUT_OF_SERVICE",
    "v3": "OUTOFORDER",
    "findings": "EV301",
}
#: Answered by middleware, so in no list of routes.
BESIDE = ("/healthz", "/readyz", "/static/no-such-file.css")

_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|\((\[\^/\]\+)\)")


@dataclass(frozen=True)
class Route:
    """A route: its name with that of its application, its pattern, an address that fits."""

    name: str
    pattern: str
    path: str


def routes(parts: Mapping[str, str] | None = None) -> list[Route]:
    """Return all routes; parts: other values for parts of their addresses, and what is there of
    a table of the admin: its `application/model` to an id."""
    values = {**PARTS, **(parts or {})}
    return [Route(name, pattern, _path(pattern, values)) for pattern, name in _walk(get_resolver())]


def _walk(resolver: URLResolver, before: str = "", names: str = "") -> Iterator[tuple[str, str]]:
    for found in resolver.url_patterns:
        pattern = before + str(found.pattern)
        if isinstance(found, URLResolver):
            inside = f"{names}{found.namespace}:" if found.namespace else names
            yield from _walk(found, pattern, inside)
        else:
            yield pattern, names + (found.name or "")


def _path(pattern: str, values: Mapping[str, str]) -> str:
    steps = pattern.split("/")

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2] or "object_id"
        if name == "object_id":
            return values.get("/".join(steps[1:3]), values[name])
        if name != "code":
            return values[name]
        return next(CODES[step] for step in reversed(steps) if step in CODES)

    text = _PART.sub(value, pattern)
    return "/" + re.sub(r"[\^$]|\\(?=\.)", "", text)


def told(answer: Any) -> str:
    """Return in a word what an answer lets its reader do."""
    status = answer.status_code
    if status in (301, 302) and "/admin/login/" in answer["Location"]:
        return "sign in"
    return {401: "no", 403: "no", 404: "not there", 405: "no such way"}.get(status, "yes")
