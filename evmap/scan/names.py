"""The names of v2 that a program may hold, each with what becomes of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal

import msgspec

from evmap.lookup import by_position
from evmap.lookup.rows import TABLES, Meaning, Record, entries_of
from evmap.lookup.text import plain
from evmap.mappings.files import read_table
from evmap.requests import translate
from evmap.requests.resources import BROWSE, V3

Kind = Literal["request", "response", "field", "status", "connector"]
Severity = Literal["error", "warning", "notice"]

#: Of several rows of one name, the worst fate is told.
WORST_FIRST = ("dropped", "lossy", "unknown", "restructured", "converted", "renamed", "same")
LOST = ("dropped", "lossy")
#: A text speaks v2 where its different names have this weight: with a request, or two names of
#: charging that v3 does not have, or six other names that v3 does not have.
ENOUGH, OF_CHARGING, OTHER = 6, 3, 1
_CHARGING = re.compile(r"ev[A-Z]|cpo[A-Z]|charg|pool|volts|amps|ema_|powerFeed")
#: Where words of a name meet, or a digit.
_JOINT = re.compile(r"[a-z][A-Z]|[^\W_]_|\d")
#: Rows of one name whose reasons are told.
MOST_REASONS = 2
#: A request that each resource takes. Only what is said of the resource is used.
EXAMPLES = {
    "stations": "stations.json?prox=52.5,13.4,5000",
    "stations/count": "stations/count.json?prox=52.5,13.4,5000",
    "stations/bulk": "stations/bulk.json?id=1234567",
    "pools": "pools/bulk.json?id=1234567",
    "pools/bulk": "pools/bulk.json?id=1234567",
    "evses": "evses/bulk.json?id=1234567",
    "evses/bulk": "evses/bulk.json?id=1234567",
    "connectortypes": "connectortypes.json",
    "roamings": "roamings.json",
    "powerfeedtypes": "powerfeedtypes.json",
    "connectorstatuses": "connectorstatuses.json",
}


class Name(msgspec.Struct, frozen=True):
    """What a name of v2 becomes.

    reference: the page that tells more, on the site. weight: how much the name shows that a text
    speaks v2; see ENOUGH.
    """

    kind: Kind
    v2: str
    severity: Severity
    fate: str
    v3: tuple[str, ...]
    message: str
    reference: str
    weight: int = 0


class Names(msgspec.Struct, frozen=True):
    """All names: fields by their plain form, statuses as written, connectors by id, resources."""

    fields: Mapping[str, Name]
    statuses: Mapping[str, Name]
    connectors: Mapping[int, Name]
    resources: Mapping[str, Name]


HOST = Name(
    *("request", "ev-v2.cc.api.here.com", "error", "dropped", (V3, BROWSE)),
    "The host of v2. v3 describes locations by id; HERE Search finds them.",
    "/request/",
    weight=ENOUGH,
)
RESPONSE = Name(
    *("response", "evStations", "notice", "converted", ()),
    "A v2 response. evmap convert turns it into v3 and tells what becomes of every value.",
    "/convert/",
    weight=ENOUGH,
)


@lru_cache(maxsize=1)
def names() -> Names:
    """Return the names that the fixture files of the mapping tables have."""
    tables = {name: by_position(read_table(name)) for name in TABLES}
    rows: dict[str, list[Meaning]] = defaultdict(list)
    for entry in entries_of(tables):
        rows[entry.meaning.table].append(entry.meaning)
    return Names(
        fields=_fields(rows["field"], set(_v3_names(tables["field_targets"]))),
        statuses=_statuses(rows["v2-status"], {row.code for row in rows["v3-status"]}),
        connectors={int(row.code): _connector(row) for row in rows["connector"]},
        resources={resource: _resource(resource) for resource in EXAMPLES},
    )


# --- Fields ---


def _v3_names(targets: Iterable[Record]) -> Iterator[str]:
    for target in targets:
        for path in target["v3_paths"]:
            yield from map(plain, _steps(path))


def _fields(rows: Iterable[Meaning], v3: set[str]) -> dict[str, Name]:
    """The fields, and the objects around them, whose names are no plain words."""
    ends: dict[str, list[Meaning]] = defaultdict(list)
    objects: dict[str, list[Meaning]] = defaultdict(list)
    for row in rows:
        *around, end = _steps(row.code)
        ends[end].append(row)
        for step in dict.fromkeys(around):
            objects[step].append(row)
    found = {plain(name): _object(name, inside, v3) for name, inside in objects.items()}
    found |= {plain(name): _field(name, same, v3) for name, same in ends.items()}
    return {key: name for key, name in found.items() if is_joined(name.v2)}


def _steps(path: str) -> list[str]:
    return [step.removesuffix("[]") for step in path.split(".")]


def is_joined(name: str) -> bool:
    """Whether a name is no plain word, such as `address`, that any program has."""
    return _JOINT.search(name) is not None


def _field(name: str, rows: list[Meaning], v3: set[str]) -> Name:
    fate = min((row.fate for row in rows), key=WORST_FIRST.index)
    lost = any(row.fate in LOST and row.loss == "information" for row in rows)
    reasons = list(dict.fromkeys(row.reason for row in rows if row.reason))
    told = reasons[:MOST_REASONS]
    if len(reasons) > MOST_REASONS:
        told.append(f"v2 has it in {len(rows)} places, with more to say of them.")
    if any(row.deprecated for row in rows):
        told.insert(0, "Deprecated in v2.")
    return Name(
        *("field", name, "warning" if lost else "notice", fate),
        tuple(dict.fromkeys(path for row in rows for path in row.becomes)),
        " ".join(told),
        f"/fields/{rows[0].slug}/" if len(rows) == 1 else f"/fields/?q={name}",
        _weight(name, v3),
    )


def _weight(name: str, v3: set[str]) -> int:
    if plain(name) in v3:
        return 0
    return OF_CHARGING if _CHARGING.match(name) else OTHER


def _object(name: str, inside: list[Meaning], v3: set[str]) -> Name:
    dropped = sum(row.fate == "dropped" for row in inside)
    fate = "dropped" if dropped == len(inside) else "restructured"
    written = len(inside) - dropped
    message = f"An object of v2. Of the fields in it v3 has {written}, and {dropped} are dropped."
    page = f"/fields/?q={name}"
    return Name("field", name, "notice", fate, (), message, page, _weight(name, v3))


# --- Statuses, connectors, resources ---


def _statuses(rows: Iterable[Meaning], v3: set[str]) -> dict[str, Name]:
    """The statuses that v3 calls otherwise."""
    return {
        row.code: Name(
            *("status", row.code, "warning" if row.fate in LOST else "notice", row.fate),
            *(row.becomes, row.reason, f"/statuses/v2/{row.code}/"),
            weight=OTHER if "_" in row.code and row.code not in v3 else 0,
        )
        for row in rows
        if row.becomes != (row.code,)
    }


def _connector(row: Meaning) -> Name:
    is_clear = len(row.becomes) == 1
    return Name(
        *("connector", row.code, "notice" if is_clear else "warning", row.fate, row.becomes),
        ". ".join(filter(None, (row.name, row.reason))),
        f"/connectors/{row.code}/",
    )


def _resource(resource: str) -> Name:
    found = translate(EXAMPLES[resource])
    line = next(one for one in found.lines if one.parameter == found.resource)
    v3 = (line.becomes,) if line.becomes else ()
    message = f"{found.about} `evmap request` translates a whole request."
    return Name("request", resource, "error", line.fate, v3, message, "/request/", ENOUGH)
