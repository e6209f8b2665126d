"""Every term of the mapping tables, and the rows that it means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from evmap.conversion.guide import FIXTURES

SYSTEMS = ("v2", "v3")

Record = Mapping[str, Any]
Tables = Mapping[str, list[Record]]

#: The fixture files that are read.
FILES = (
    *("connectors", "connector_standards", "successors", "older_names", "standards", "synonyms"),
    *("v2_statuses", "v3_statuses", "status_pairs", "data_elements", "fields", "field_targets"),
)

#: A v2 id as spreadsheets and people write it: 31, 031, 31.0.
_NUMBER = re.compile(r"0*(\d{1,3})(?:\.0+)?", re.ASCII)
_SEPARATORS = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2}\s*:\s+")


class Meaning(msgspec.Struct, frozen=True):
    """One row of the tables, as a look-up shows it."""

    #: connector, standard, v2-status, v3-status, element or field.
    table: str
    what: str
    system: str
    code: str
    name: str
    fate: str
    #: Counterparts in the other system, the guide's order.
    becomes: tuple[str, ...]
    reason: str = ""
    deprecated: bool = False
    #: Our candidates where the guide names no counterpart.
    candidates: tuple[str, ...] = ()
    #: What names the row's page: the code, or a field's slug.
    slug: str = ""


def plain(term: str) -> str:
    """What two spellings of a term share: OUT_OF_SERVICE, outOfService and "out of service"."""
    return _SEPARATORS.sub("", term.casefold())


class Index:
    """Finds rows by their terms: codes first, then names and synonyms, then parts of paths."""

    def __init__(self, tables: Tables) -> None:
        self.ids: dict[int, Meaning] = {}
        self.codes: dict[str, list[Meaning]] = defaultdict(list)
        self.names: dict[str, list[Meaning]] = defaultdict(list)
        self.parts: dict[str, list[Meaning]] = defaultdict(list)
        #: Codes to the letter: what is recognised in the middle of a text.
        self.exact: set[str] = set()
        for meaning, names in (*_connectors(tables), *_standards(tables)):
            self._add(meaning, names)
        for meaning, spellings in (*_v2_statuses(tables), *_v3_statuses(tables)):
            self._add(meaning, (), spellings)
        for meaning, names in _elements(tables):
            self._add(meaning, names)
        for meaning in _fields(tables):
            self._add_field(meaning)
        for record in tables["standards"]:
            self._add_spellings(self.codes[plain(record["code"])][0], _wire(record))

    def find(self, text: str, table: str = "") -> list[Meaning]:
        """The rows that a text names as a whole; in one table, or in all."""
        number = _NUMBER.fullmatch(text)
        if number:
            found = self.ids.get(int(number[1]))
            return [found] if found and table in ("", "connector") else []
        for term in (text, _LANGUAGE.sub("", text, count=1)):
            for group in (self.codes, self.names, self.parts):
                hits = [one for one in group.get(plain(term), ()) if table in ("", one.table)]
                if hits:
                    return hits
        return []

    def _add(self, meaning: Meaning, names: Iterable[str], spellings: Iterable[str] = ()) -> None:
        if meaning.table == "connector":
            self.ids[int(meaning.code)] = meaning
        else:
            self._add_spellings(meaning, (meaning.code, *spellings))
        for name in names:
            _put(self.names, name, meaning)

    def _add_spellings(self, meaning: Meaning, spellings: Iterable[str]) -> None:
        for spelling in filter(None, spellings):
            _put(self.codes, spelling, meaning)
            if meaning.table != "element" and spelling != spelling.lower():
                # `available` and `Connector` are words of the language too.
                self.exact.add(spelling)

    def _add_field(self, meaning: Meaning) -> None:
        _put(self.codes, meaning.code, meaning)
        steps = meaning.code.split(".")
        for start in range(1, len(steps)):
            _put(self.parts, ".".join(steps[start:]), meaning)
        last = steps[-1].removesuffix("[]")
        if last != last.lower() and last[0].islower():
            # camelCase is no word of a language.
            self.exact.add(last)
        for path in meaning.becomes:
            _put(self.parts, path, meaning)


def _put(group: dict[str, list[Meaning]], term: str, meaning: Meaning) -> None:
    key = plain(term)
    if key and meaning not in group[key]:
        group[key].append(meaning)


@lru_cache(maxsize=1)
def fixture_index() -> Index:
    """The terms of the fixture files."""
    return Index({name: _read(name) for name in FILES})


def _read(name: str) -> list[Record]:
    records = msgspec.json.decode((FIXTURES / f"{name}.json").read_bytes())
    return sorted((r["fields"] for r in records), key=lambda fields: fields.get("position", 0))


def _wire(record: Record) -> tuple[str, ...]:
    return tuple(record[n] for n in ("here_v3", "ocpi_2_1_1", "ocpi_2_2_1", "ocpi_2_3_0"))


Named = Iterator[tuple[Meaning, tuple[str, ...]]]


def _connectors(tables: Tables) -> Named:
    standards = _grouped(tables["connector_standards"], "connector", "standard")
    successors = _grouped(tables["successors"], "connector", "standard")
    older = _grouped(tables["older_names"], "connector", "name")
    for record in tables["connectors"]:
        v2_id = record["v2_id"]
        meaning = Meaning(
            table="connector",
            what="v2 connector type",
            system="v2",
            code=str(v2_id),
            name=record["v2_name"] or record["more_information"],
            fate=record["fate"],
            becomes=tuple(standards[v2_id]),
            reason=record["reason"],
            deprecated=record["state"] == "deprecated",
            candidates=tuple(successors[v2_id]),
            slug=str(v2_id),
        )
        yield meaning, (record["v2_name"], *older[v2_id])


def _standards(tables: Tables) -> Named:
    connectors = {record["v2_id"]: record for record in tables["connectors"]}
    ids = _grouped(tables["connector_standards"], "standard", "connector")
    synonyms = _grouped(tables["synonyms"], "standard", "term")
    for record in tables["standards"]:
        code = record["code"]
        fates = [connectors[v2_id]["fate"] for v2_id in ids[code]]
        meaning = Meaning(
            table="standard",
            what="v3 connector standard",
            system="v3",
            code=code,
            name=record["description"],
            fate=fates[0] if fates else "unknown",
            becomes=tuple(map(str, ids[code])),
            reason="" if fates else "The guide names no v2 id for it.",
            slug=code,
        )
        yield meaning, (record["common_name"], *synonyms[code])


def _v2_statuses(tables: Tables) -> Named:
    pairs = tables["status_pairs"]
    for record in tables["v2_statuses"]:
        own = [pair for pair in pairs if pair["v2"] == [record["code"]]]
        yield _status(record, "v2", own, [pair["v3"][0] for pair in own]), ()


def _v3_statuses(tables: Tables) -> Named:
    pairs = tables["status_pairs"]
    for record in tables["v3_statuses"]:
        own = [pair for pair in pairs if pair["v3"] == [record["code"]]]
        meaning = _status(record, "v3", own, [pair["v2"][0] for pair in own])
        yield meaning, (record["here_v3"], record["ocpi"])


def _status(record: Record, system: str, pairs: list[Record], others: list[str]) -> Meaning:
    fates = [pair["fate"] for pair in pairs] or ["unknown"]
    return Meaning(
        table=f"{system}-status",
        what=f"{system} status",
        system=system,
        code=record["code"],
        name=record["meaning"],
        fate="lossy" if "lossy" in fates else fates[0],
        becomes=tuple(others),
        reason=" ".join(dict.fromkeys(pair["reason"] for pair in pairs if pair["reason"])),
        slug=record["code"],
    )


def _elements(tables: Tables) -> Named:
    for record in tables["data_elements"]:
        code = record["v3_element"]
        meaning = Meaning(
            table="element",
            what="data element",
            system="",
            code=code,
            name=record["data_element"],
            fate="renamed",
            becomes=tuple(record["v2_elements"]),
            slug=code,
        )
        yield meaning, (*record["v2_elements"], record["data_element"])


def _fields(tables: Tables) -> Iterator[Meaning]:
    fates = {
        tuple(record["field"]): record
        for record in tables["field_targets"]
        if record["target"] == "v3"
    }
    for record in tables["fields"]:
        fate = fates[record["answer"], record["path"]]
        yield Meaning(
            table="field",
            what=f"v2 field, {record['answer']}",
            system="v2",
            code=record["path"],
            name=record["meaning"],
            fate=fate["fate"],
            becomes=tuple(fate["v3_paths"]),
            reason=fate["reason"],
            deprecated=record["deprecated"],
            slug=record["slug"],
        )


def _grouped(records: Iterable[Record], by: str, value: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for record in records:
        found[_one(record[by])].append(_one(record[value]))
    return found


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value
