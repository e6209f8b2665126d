"""The names of v2 that a program may hold, each with what it is in HERE's v3 API.

What becomes of them is read from the mapping tables (target `here-v3`, as HERE's v3 spells it) and
from the translation of v2 requests.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

import msgspec

from evmap.conversion import Options
from evmap.conversion.guide import FieldRow, fixture_guide
from evmap.conversion.targets import make_target
from evmap.conversion.targets.base import Target
from evmap.lookup import Meaning, fixture_index
from evmap.lookup.text import plain
from evmap.requests import Line, translate
from evmap.requests.resources import BROWSE, RESOURCES, V3

Kind = Literal["request", "parameter", "response", "field", "status", "connector"]
Severity = Literal["error", "warning", "notice"]

TARGET: Literal["here-v3"] = "here-v3"
LOST = ("dropped", "lossy")
#: Rows of one name whose reasons are told.
MOST_REASONS = 2
#: Names that nothing but v2 has: one of them shows that a program speaks v2.
STRONG = {
    *("evStations", "evStationDetails", "cpoEvseEMI3Id", "customerChargeLevel"),
    *("customerConnectorName", "numberOfOutOfService"),
}
#: Plain words that are looked for all the same, in quotes.
WORDS = {"amps", "volts", "daymask", "emsp"}
#: Requests with every parameter, and what the resources need. Only what is said of parameters and
#: resources is used, nothing of these values.
PARAMETERS = (
    "stations.json?prox=52.5,13.4,5000&connectortype=31&emsp=1f351b84-cca5&powermin=11",
    "stations.json?prox=52.5,13.4,5000&powermax=50&maxresults=10&offset=0&jsoncallback=f",
    "stations.json?prox=52.5,13.4,5000&app_id=a&app_code=b",
    "stations.json?bbox=52.6,13.2;52.4,13.6",
    "stations.json?corridor=52.52,13.38;52.40,13.06;2000",
)
QUERIES = {"stations": "?prox=52.5,13.4,5000", "stations/count": "?prox=52.5,13.4,5000"}
_JOINT = re.compile(r"[a-z][A-Z]|[^\W_]_|\d")
_VALUE = re.compile(r"=[^ ]+")


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """What a name of v2 becomes.

    fate: several where it depends on the place, parted by "or". v3: places or calls in HERE's v3
    and Search. reference: the page of the site that tells more.
    """

    kind: Kind
    v2: str
    severity: Severity
    fate: str
    v3: tuple[str, ...] = ()
    message: str = ""
    reference: str


class Names(msgspec.Struct, frozen=True):
    """All names: fields by their plain form, statuses in lower case, connectors by id.

    v3: the names of HERE's v3, which a program may have already.
    """

    v3: frozenset[str]
    fields: Mapping[str, Name]
    words: Mapping[str, Name]
    statuses: Mapping[str, Name]
    connectors: Mapping[int, Name]
    resources: Mapping[str, Name]


HOST = Name(
    kind="request",
    v2="ev-v2.cc.api.here.com",
    severity="error",
    fate="restructured",
    v3=(V3, BROWSE),
    message="The host of v2. v3 describes locations by id; HERE Search finds them.",
    reference="/request/",
)
RESPONSE = Name(
    kind="response",
    v2="evStations",
    severity="notice",
    fate="converted",
    message="A v2 response. evmap convert turns it into v3 and tells what becomes of every value.",
    reference="/convert/",
)


def is_joined(name: str) -> bool:
    """Whether a name is no plain word, such as `address`, that any program has."""
    return _JOINT.search(name) is not None


@lru_cache(maxsize=1)
def names() -> Names:
    """Return the names that the fixture files of the mapping tables have."""
    guide, index = fixture_guide(), fixture_index()
    target = make_target(guide, Options(target=TARGET))
    v3 = frozenset(step for path in _places(guide.fields) for step in _steps(path))
    fields = _fields(guide.fields)
    words = {name: fields[name] for name in WORDS} | _parameters()
    return Names(
        v3=v3,
        fields={plain(name): one for name, one in fields.items() if is_joined(name)},
        words=words,
        statuses={
            row.meaning.code.casefold(): _status(row.meaning, target)
            for row in index.rows
            if row.meaning.table == "v2-status"
        },
        connectors={v2_id: _connector(row, target) for v2_id, row in index.ids.items()},
        resources={resource: _resource(resource) for resource in RESOURCES},
    )


# --- Fields ---


def _fields(rows: Iterable[FieldRow]) -> dict[str, Name]:
    """The fields, and the objects around them."""
    ends: dict[str, list[FieldRow]] = defaultdict(list)
    objects: dict[str, list[FieldRow]] = defaultdict(list)
    for row in rows:
        *around, end = _steps(row.path)
        ends[end].append(row)
        for step in dict.fromkeys(around):
            objects[step].append(row)
    found = {name: _object(name, inside) for name, inside in objects.items()}
    return found | {name: _field(name, same) for name, same in ends.items()}


def _steps(path: str) -> list[str]:
    return [step.removesuffix("[]") for step in path.split(".")]


def _field(name: str, rows: list[FieldRow]) -> Name:
    fates = [row.targets[TARGET] for row in rows]
    lost = any(one.fate in LOST and one.loss == "information" for one in fates)
    return Name(
        kind="field",
        v2=name,
        severity="warning" if lost else "notice",
        fate=" or ".join(dict.fromkeys(one.fate for one in fates)),
        v3=_places(rows),
        message=" ".join(_reasons(rows)),
        reference=f"/fields/{rows[0].slug}/" if len(rows) == 1 else f"/fields/?q={name}",
    )


def _places(rows: Iterable[FieldRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for row in rows for path in row.targets[TARGET].v3_paths))


def _reasons(rows: list[FieldRow]) -> list[str]:
    """What is said of the rows; with the place where not all say the same."""
    told = ["Deprecated in v2."] if all(row.deprecated for row in rows) else []
    reasons = {row.targets[TARGET].reason: row.path for row in rows}
    reasons.pop("", None)
    if len(reasons) < 2:
        return [*told, *reasons]
    told += [f"{path}: {reason}" for reason, path in reasons.items()][:MOST_REASONS]
    more = len(reasons) - MOST_REASONS
    return [*told, f"And {more} more places."] if more > 0 else told


def _object(name: str, inside: list[FieldRow]) -> Name:
    written = [row for row in inside if row.targets[TARGET].fate != "dropped"]
    return Name(
        kind="field",
        v2=name,
        severity="notice",
        fate="restructured" if written else "dropped",
        v3=tuple(dict.fromkeys(path.split(".")[0] for path in _places(written))),
        message=f"An object of v2: of the fields in it v3 has {len(written)} of {len(inside)}.",
        reference=f"/fields/?q={name}",
    )


# --- Statuses and connectors ---


def _status(row: Meaning, target: Target) -> Name:
    """A v2 status; what HERE's v3 lacks is written as unknown there."""
    unknown = target.spell_status("UNKNOWN")
    v3 = tuple(dict.fromkeys(target.spell_status(code) or unknown for code in row.becomes))
    return Name(
        kind="status",
        v2=row.code,
        severity="warning" if row.fate in LOST else "notice",
        fate=row.fate,
        v3=v3,
        message=row.reason,
        reference=f"/statuses/v2/{row.code}/",
    )


def _connector(row: Meaning, target: Target) -> Name:
    v3 = tuple(filter(None, map(target.spell_standard, row.becomes)))
    return Name(
        kind="connector",
        v2=row.code,
        severity="notice" if len(v3) == 1 else "warning",
        fate=row.fate if v3 else "dropped",
        v3=v3,
        message=". ".join(filter(None, (row.name, row.reason))),
        reference=f"/connectors/{row.code}/",
    )


# --- Requests ---


def _parameters() -> dict[str, Name]:
    given = set(re.findall(r"[?&](\w+)=", " ".join(PARAMETERS)))
    return {
        name: _request("parameter", name, line, _VALUE.sub("", line.becomes), line.why)
        for request in PARAMETERS
        for line in translate(request).lines
        for name in line.parameter.split(", ")
        if name in given
    }


def _resource(resource: str) -> Name:
    text = f"{resource.replace('{id}', '1234567')}.json"
    found = translate(text + QUERIES.get(resource, "?id=1234567" if "{id}" not in resource else ""))
    line = next(one for one in found.lines if one.parameter == found.resource)
    return _request("request", resource, line, line.becomes, found.about)


def _request(kind: Kind, name: str, line: Line, becomes: str, message: str) -> Name:
    return Name(
        kind=kind,
        v2=name,
        severity="error",
        fate=line.fate,
        v3=(becomes,) if becomes else (),
        message=message,
        reference="/request/",
    )
