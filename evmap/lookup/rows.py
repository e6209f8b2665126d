"""The rows of the mapping tables as look-ups see them: what each means, and what names it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import replace

from evmap.lookup.text import plain, spellings

#: The tables that are read, by the names of their fixture files.
TABLES = (
    *("connectors", "connector_standards", "successors", "older_names", "standards", "synonyms"),
    *("v2_statuses", "v3_statuses", "status_pairs", "data_elements", "fields", "field_targets"),
)

Record = Mapping[str, Any]
Tables = Mapping[str, list[Record]]

#: How each system writes a standard.
WIRE = ("here_v3", "ocpi_2_1_1", "ocpi_2_2_1", "ocpi_2_3_0")
#: Parts of a natural key, where it is written as one text.
SEPARATOR = " = "


class Kind(IntEnum):
    """What a term is to its row; the lower, the better it names the row."""

    CODE = 0
    NAME = 1
    SYNONYM = 2
    #: The end of a v2 path, and of a v3 path that a field becomes.
    PART = 3
    V3_PART = 4
    #: A step of such a v3 path: an object that the value goes into.
    V3_STEP = 5
    #: A name of its counterpart: it finds the row, and names another.
    OTHER = 6
    TEXT = 7


class Meaning(msgspec.Struct, frozen=True):
    """One row of the tables, as a look-up shows it."""

    #: connector, standard, v2-status, v3-status, element, field, or status for a pair.
    table: str
    #: What the row is, as in "v2 connector type"; empty where it has no page of its own.
    what: str
    system: str
    code: str
    name: str
    fate: str
    #: Counterparts in the other system, the guide's order.
    becomes: tuple[str, ...]
    reason: str = ""
    deprecated: bool = False
    #: evmap's candidates where the guide names no counterpart.
    candidates: tuple[str, ...] = ()
    #: What names the row's page, and the row as notes name it: the code unless they are given.
    slug: str = ""
    key: str = ""
    #: What goes with the value of a field, as the field map says it; empty where nothing does.
    loss: str = ""


class Term(msgspec.Struct, dict=True, frozen=True):
    """One text that finds a row."""

    kind: Kind
    text: str
    plain: str

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Return the normal forms that a query is compared with."""
        return spellings(self.text)

    def holds(self, looked_for: re.Pattern[str]) -> bool:
        """Say whether a pattern is found in any spelling."""
        return any(looked_for.search(spelling) for spelling in self.spellings)


class Entry(msgspec.Struct, dict=True, frozen=True):
    """A row and its terms."""

    meaning: Meaning
    terms: tuple[Term, ...]

    @cached_property
    def all_spellings(self) -> str:
        """Return every spelling of every term, one a line."""
        return "\n".join(spelling for term in self.terms for spelling in term.spellings)


def entries_of(tables: Tables) -> Iterator[Entry]:
    """Give the rows of all tables, in the order of the navigation."""
    related = _Related(tables)
    yield from (_connector(record, related) for record in tables["connectors"])
    yield from (_standard(record, related) for record in tables["standards"])
    yield from (_status("v2", "v3", record, related) for record in tables["v2_statuses"])
    yield from (_status("v3", "v2", record, related) for record in tables["v3_statuses"])
    yield from (_pair(record, related) for record in tables["status_pairs"])
    yield from map(_element, tables["data_elements"])
    yield from (_field(record, related) for record in tables["fields"])


class _Related:
    """Rows of other tables, by what they belong to."""

    def __init__(self, tables: Tables) -> None:
        self.standard = {record["code"]: record for record in tables["standards"]}
        self.connector = {record["v2_id"]: record for record in tables["connectors"]}
        self.standards = _grouped(tables["connector_standards"], "connector", "standard")
        self.ids = _grouped(tables["connector_standards"], "standard", "connector")
        self.successors = _grouped(tables["successors"], "connector", "standard")
        self.older_names = _grouped(tables["older_names"], "connector", "name")
        self.synonyms = _grouped(tables["synonyms"], "standard", "term")
        self.v2_status = {record["code"]: record for record in tables["v2_statuses"]}
        self.v3_status = {record["code"]: record for record in tables["v3_statuses"]}
        self.pairs = tables["status_pairs"]
        self.targets: dict[tuple[str, str], dict[str, Record]] = defaultdict(dict)
        for record in tables["field_targets"]:
            self.targets[_key(record["field"])][record["target"]] = record

    def words(self, code: str) -> list[str]:
        """All that a standard is called."""
        record = self.standard[code]
        spelled = [record[name] for name in WIRE]
        return [code, record["common_name"], *spelled, *self.synonyms[code]]


def _connector(record: Record, related: _Related) -> Entry:
    v2_id, name = record["v2_id"], record["v2_name"]
    standards = related.standards[v2_id]
    meaning = Meaning(
        *("connector", "v2 connector type", "v2", str(v2_id), name or record["more_information"]),
        *(record["fate"], tuple(standards), record["reason"], record["state"] == "deprecated"),
        candidates=tuple(related.successors[v2_id]),
    )
    others = [word for code in standards for word in related.words(code)]
    return entry_of(
        meaning,
        {
            Kind.CODE: [str(v2_id)],
            Kind.NAME: [name],
            Kind.SYNONYM: related.older_names[v2_id],
            Kind.OTHER: [record["more_information"], *others],
        },
    )


def _standard(record: Record, related: _Related) -> Entry:
    code = record["code"]
    ids = related.ids[code]
    fates = [related.connector[v2_id]["fate"] for v2_id in ids] or ["unknown"]
    meaning = Meaning(
        *("standard", "v3 connector standard", "v3", code, record["description"]),
        *(fates[0], tuple(map(str, ids)), "" if ids else "The guide names no v2 id for it."),
    )
    return entry_of(
        meaning,
        {
            Kind.CODE: [code, *(record[name] for name in WIRE)],
            Kind.NAME: [record["common_name"]],
            Kind.SYNONYM: related.synonyms[code],
            Kind.TEXT: [record["description"]],
        },
    )


def _status(system: str, other: str, record: Record, related: _Related) -> Entry:
    code = record["code"]
    pairs = [pair for pair in related.pairs if _one(pair[system]) == code]
    fates = [pair["fate"] for pair in pairs] or ["unknown"]
    reasons = dict.fromkeys(pair["reason"] for pair in pairs if pair["reason"])
    meaning = Meaning(
        *(f"{system}-status", f"{system} status", system, code, record["meaning"]),
        *("lossy" if "lossy" in fates else fates[0], tuple(_one(pair[other]) for pair in pairs)),
        reason=" ".join(reasons),
    )
    definitions = [pair["ocpi_definition"] for pair in pairs] if system == "v3" else []
    spelled = [record.get("here_v3", ""), record.get("ocpi", "")]
    texts = [record["meaning"], *definitions]
    return entry_of(meaning, {Kind.CODE: [code, *spelled], Kind.TEXT: texts})


def _pair(record: Record, related: _Related) -> Entry:
    """A pair of statuses: a row that notes stand on, without a page of its own."""
    (v2,), (v3,) = record["v2"], record["v3"]
    there, here = related.v2_status[v2], related.v3_status[v3]
    definition = record["ocpi_definition"]
    key = f"{v2}{SEPARATOR}{v3}"
    meaning = Meaning("status", "", "", key, definition, record["fate"], (), slug=v2)
    texts = [definition, there["meaning"], here["meaning"]]
    names = [here["here_v3"], here["ocpi"]]
    return entry_of(meaning, {Kind.CODE: [v2, v3], Kind.NAME: names, Kind.TEXT: texts})


def _element(record: Record) -> Entry:
    code, name, elements = record["v3_element"], record["data_element"], record["v2_elements"]
    meaning = Meaning("element", "data element", "", code, name, "renamed", tuple(elements))
    return entry_of(
        meaning,
        {
            Kind.CODE: [code],
            Kind.NAME: elements,
            Kind.SYNONYM: [name],
            Kind.TEXT: [record["ocpi_definition"]],
        },
    )


def _field(record: Record, related: _Related) -> Entry:
    answer, path = record["answer"], record["path"]
    targets = related.targets[answer, path]
    usual = targets["v3"]
    meaning = Meaning(
        *("field", f"v2 field, {answer}", "v2", path, record["meaning"], usual["fate"]),
        *(tuple(usual["v3_paths"]), usual["reason"], record["deprecated"]),
        slug=record["slug"],
        key=f"{answer}{SEPARATOR}{path}",
        loss=usual.get("loss", ""),
    )
    v3_paths = [path for one in targets.values() for path in one["v3_paths"]]
    return entry_of(
        meaning,
        {
            Kind.CODE: [path],
            Kind.PART: _ends(path)[1:],
            Kind.V3_PART: [end for path in v3_paths for end in _ends(path) if _is_name(end)],
            Kind.V3_STEP: [step for path in v3_paths for step in _steps(path) if _is_name(step)],
            Kind.TEXT: [record["meaning"], record["replacement"]],
        },
    )


def _ends(path: str) -> list[str]:
    """The path, and what of it follows each of its dots."""
    steps = path.split(".")
    return [".".join(steps[start:]) for start in range(len(steps))]


def _steps(path: str) -> list[str]:
    """The objects on a path."""
    return [step.removesuffix("[]") for step in path.split(".")[:-1]]


def _is_name(text: str) -> bool:
    """Whether a text names a field alone: `opening_times` does, `connectors` is also a word."""
    return text != text.lower() or "_" in text or "." in text


def entry_of(meaning: Meaning, texts: Mapping[Kind, Iterable[str]]) -> Entry:
    """Return a row with its terms; a text that is several of them counts as the best."""
    code = meaning.code
    meaning = replace(meaning, slug=meaning.slug or code, key=meaning.key or code)
    found: dict[str, Term] = {}
    for kind, group in sorted(texts.items()):
        for text in filter(None, group):
            found.setdefault(text, Term(kind, text, plain(text)))
    return Entry(meaning, tuple(found.values()))


def _grouped(records: Iterable[Record], by: str, value: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for record in records:
        found[_one(record[by])].append(_one(record[value]))
    return found


def _one(value: Any) -> Any:
    """The only part of a natural key, or the value itself."""
    return value[0] if isinstance(value, list | tuple) else value


def _key(value: Any) -> tuple[str, str]:
    answer, path = value
    return answer, path
