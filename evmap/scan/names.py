"""The names of v2 that a program may hold, each with what it is in HERE's v3 API.

What becomes of them is read from the mapping tables (target `here-v3`, as HERE's v3 spells it) and
from the translation of v2 requests.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from evmap.lookup.text import plain
from evmap.mappings.files import read_table
from evmap.requests import Line, translate
from evmap.requests.resources import BROWSE, RESOURCES, V3

Kind = Literal["request", "parameter", "response", "field", "status", "connector"]
Severity = Literal["error", "warning", "notice"]

TARGET = "here-v3"
#: What stands in HERE's v3 for the statuses of the guide that it does not have.
UNKNOWN = "unknown"
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
    rows = _rows()
    v3 = frozenset(step for row in rows for path in row.v3 for step in _steps(path))
    fields = _fields(rows)
    words = {name: fields[name] for name in WORDS} | _parameters()
    return Names(
        v3=v3,
        fields={plain(name): one for name, one in fields.items() if is_joined(name)},
        words=words,
        statuses=_statuses(),
        connectors=_connectors(),
        resources={resource: _resource(resource) for resource in RESOURCES},
    )


# --- Fields ---


class _Row(msgspec.Struct, frozen=True):
    """A row of the field map, as HERE's v3 has it."""

    path: str
    slug: str
    deprecated: bool
    fate: str
    v3: Sequence[str]
    reason: str
    loss: str


def _rows() -> list[_Row]:
    targets = {
        tuple(record["field"]): record
        for record in read_table("field_targets")
        if record["target"] == TARGET
    }
    rows = []
    for field in read_table("fields"):
        to = targets[field["answer"], field["path"]]
        head = (field["path"], field["slug"], field["deprecated"])
        rows.append(_Row(*head, to["fate"], to["v3_paths"], to["reason"], to["loss"]))
    return rows


def _fields(rows: list[_Row]) -> dict[str, Name]:
    """The fields, and the objects around them."""
    ends: dict[str, list[_Row]] = defaultdict(list)
    objects: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        *around, end = _steps(row.path)
        ends[end].append(row)
        for step in dict.fromkeys(around):
            objects[step].append(row)
    found = {name: _object(name, inside) for name, inside in objects.items()}
    return found | {name: _field(name, same) for name, same in ends.items()}


def _steps(path: str) -> list[str]:
    return [step.removesuffix("[]") for step in path.split(".")]


def _field(name: str, rows: list[_Row]) -> Name:
    lost = any(row.fate in LOST and row.loss == "information" for row in rows)
    return Name(
        kind="field",
        v2=name,
        severity="warning" if lost else "notice",
        fate=" or ".join(dict.fromkeys(row.fate for row in rows)),
        v3=_places(rows),
        message=" ".join(_reasons(rows)),
        reference=f"/fields/{rows[0].slug}/" if len(rows) == 1 else f"/fields/?q={name}",
    )


def _places(rows: Iterable[_Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for row in rows for path in row.v3))


def _reasons(rows: list[_Row]) -> list[str]:
    """What is said of the rows; with the place where not all say the same."""
    told = ["Deprecated in v2."] if all(row.deprecated for row in rows) else []
    reasons = {row.reason: row.path for row in rows if row.reason}
    if len(reasons) < 2:
        return [*told, *reasons]
    told += [f"{path}: {reason}" for reason, path in reasons.items()][:MOST_REASONS]
    more = len(reasons) - MOST_REASONS
    return [*told, f"And {more} more places."] if more > 0 else told


def _object(name: str, inside: list[_Row]) -> Name:
    written = [row for row in inside if row.fate != "dropped"]
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


def _statuses() -> dict[str, Name]:
    spelled = {record["code"]: record["here_v3"] for record in read_table("v3_statuses")}
    pairs: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    v3: dict[str, list[str]] = defaultdict(list)
    for pair in sorted(read_table("status_pairs"), key=lambda pair: int(pair["position"])):
        (v2,), (code,) = pair["v2"], pair["v3"]
        pairs[v2].append(pair)
        v3[v2].append(spelled[code] or UNKNOWN)
    return {
        v2.casefold(): Name(
            kind="status",
            v2=v2,
            severity="notice" if len(v3[v2]) == 1 else "warning",
            fate=str(same[0]["fate"]),
            v3=tuple(dict.fromkeys(v3[v2])),
            message=" ".join(dict.fromkeys(str(pair["reason"]) for pair in same if pair["reason"])),
            reference=f"/statuses/v2/{v2}/",
        )
        for v2, same in pairs.items()
    }


def _connectors() -> dict[int, Name]:
    spelled = {record["code"]: record["here_v3"] for record in read_table("standards")}
    v3: dict[int, list[str]] = defaultdict(list)
    for record in sorted(read_table("connector_standards"), key=lambda row: int(row["position"])):
        (v2_id,), (standard,) = record["connector"], record["standard"]
        v3[v2_id].append(spelled[standard] or standard)
    return {
        record["v2_id"]: Name(
            kind="connector",
            v2=str(record["v2_id"]),
            severity="notice" if len(v3[record["v2_id"]]) == 1 else "warning",
            fate=record["fate"],
            v3=tuple(v3[record["v2_id"]]),
            message=". ".join(filter(None, (record["v2_name"], record["reason"]))),
            reference=f"/connectors/{record['v2_id']}/",
        )
        for record in read_table("connectors")
    }


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
