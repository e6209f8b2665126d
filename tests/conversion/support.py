"""Payloads, conversions and independent counts for the tests of the converter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker

from evmap.conversion import Conversion, Options, convert, fixture_guide
from evmap.conversion.batch.one import Converted, convert_source, local_workers
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.convert import units_of
from evmap.conversion.counts import OTHERS, FindingKey
from evmap.conversion.explain.locations import explain
from evmap.conversion.explain.values import Explained
from evmap.conversion.findings.buckets import REGULAR
from evmap.conversion.read.split import split
from evmap.conversion.read.xml_answer import read_text
from evmap.conversion.reports.contract import Report, make_report

DATA = Path(__file__).resolve().parents[1] / "data"

Json = dict[str, Any]

POOL_ID = "evcp0-ZGMyNzMzMWEtOTFjZC0xMWYxLTg4YzAtNDIwMTBhYTQwMDE5"
POOL_UUID = "dc27331a-91cd-11f1-88c0-42010aa40019"
PARTNER_ID = "1f351b84-cca5-11ed-8155-42010aa40002"
STAMP = "2026-03-12T13:36:40.919Z"

#: What a user must add to v2 for a document without gaps.
COMPLETE: Json = {
    "partner_id": PARTNER_ID,
    "publish": True,
    "country_code": "DE",
    "party_id": "ICT",
}

STATION = "/evStations/evStation/*"
GROUP = f"{STATION}/connectors/connector/*"
ENTRY = f"{GROUP}/connectorStatuses/connectorStatus/*"


# -- v2 payloads ----------------------------------------------------------------------------


def status(evse: str | None = "1", state: str | None = "AVAILABLE", **more: Any) -> Json:
    """An entry of connectorStatuses."""
    found = {"cpoEvseId": evse, "state": state, **more}
    return {key: value for key, value in found.items() if value is not None}


def group(type_id: str | None = "31", *statuses: Json, **more: Any) -> Json:
    """A connector group: an 11 kW Type 2 socket with 16 A, or what `more` says."""
    found: Json = {
        "maxPowerLevel": 11.0,
        "fixedCable": False,
        "chargingPoint": {"phases": 3, "voltsRange": "400V AC", "ampsRange": "16A"},
        **more,
    }
    if type_id is not None:
        found.setdefault("connectorType", {"id": type_id})
    if statuses:
        found["connectorStatuses"] = {"connectorStatus": list(statuses)}
    return {key: value for key, value in found.items() if value is not None}


def ccs(*statuses: Json, **more: Any) -> Json:
    """A 150 kW CCS2 group."""
    point = {"voltsRange": "400V DC", "ampsRange": "375A"}
    facts: Json = {"maxPowerLevel": 150.0, "fixedCable": True, "chargingPoint": point, **more}
    return group("34", *statuses, **facts)


def station(*groups: Json, **more: Any) -> Json:
    """A station with what strict targets require."""
    found: Json = {
        "id": "station-1",
        "poolId": POOL_ID,
        "lastUpdateTimestamp": STAMP,
        "timeZone": "Europe/Berlin",
        "name": "Hauptstrasse",
        "address": {
            "street": "Hauptstraße",
            "streetNumber": "12",
            "city": "Berlin",
            "postalCode": "10115",
            "country": "DEU",
        },
        "position": {"latitude": 52.5199013, "longitude": 13.38},
        **more,
    }
    if groups:
        found["connectors"] = {"connector": list(groups)}
    return {key: value for key, value in found.items() if value is not None}


def answer(*stations: Json) -> Json:
    """An answer of `stations` without the members beside the list."""
    return {"evStations": {"evStation": list(stations)}}


def encode(value: Any) -> bytes:
    """JSON as v2 writes it."""
    return json.dumps(value, ensure_ascii=False).encode()


# -- conversions ----------------------------------------------------------------------------


def run(value: Any, target: Any = "v3", **options: Any) -> Conversion:
    """Convert a payload (bytes, or what is to be JSON)."""
    data = value if isinstance(value, bytes) else encode(value)
    return convert(data, Options(target=target, **options))


def no_progress(_done: int, _total: int) -> None:
    """Show nothing."""


def convert_file(path: Path, out: BinaryIO, options: Options, workers: int) -> Converted:
    """Convert a file as the command does, by several processes or this one."""
    with local_workers(Setup(options, fixture_guide()), workers) as found:
        return convert_source(Source(str(path)), path.name, out, found, no_progress)


def document(conversion: Conversion) -> Json:
    """The converted document."""
    found: Json = json.loads(conversion.document)
    return found


def locations(conversion: Conversion) -> list[Json]:
    """The converted locations."""
    if conversion.root == "/*":
        return [json.loads(line) for line in conversion.document.splitlines()]
    found: list[Json] = document(conversion)[conversion.root.split("/")[1]]
    return found


def location(value: Any, target: Any = "v3", **options: Any) -> Json:
    """The only location of a payload."""
    (found,) = locations(run(value, target, **options))
    return found


def one_connector(value: Any, target: Any = "v3", **options: Any) -> Json:
    """The only connector of the only EVSE of a payload."""
    (evse,) = location(value, target, **options)["evses"]
    (connector,) = evse["connectors"]
    found: Json = connector
    return found


def report(conversion: Conversion) -> Report:
    """The report of a conversion."""
    return make_report(conversion)


def codes(conversion: Conversion) -> set[tuple[str, str]]:
    """(code, pattern) of all findings but those that every payload of these tests has."""
    return {
        (finding.code, finding.pattern)
        for finding in report(conversion).findings
        if finding.code not in REGULAR
    }


def fates(conversion: Conversion) -> dict[str, dict[str, int]]:
    """Pattern -> fate -> number of leaves."""
    found: dict[str, dict[str, int]] = {}
    for line in report(conversion).ledger:
        found.setdefault(line.pattern, {})[line.fate] = line.count
    return found


def fate_of(conversion: Conversion, pattern: str) -> str:
    """The one fate of a pattern."""
    (fate,) = fates(conversion)[pattern]
    return fate


def findings_of(conversion: Conversion) -> Counter[tuple[str, str, str | None, str]]:
    """Everything that findings say, with how often."""
    return Counter(
        {(f.code, f.pattern, f.fate, f.message): f.occurrences for f in report(conversion).findings}
    )


# -- independent counts ---------------------------------------------------------------------


def leaves(value: Any) -> Iterator[Any]:
    """All scalars; an empty list or object counts as one."""
    if isinstance(value, dict) and value:
        for member in value.values():
            yield from leaves(member)
    elif isinstance(value, list) and value:
        for member in value:
            yield from leaves(member)
    else:
        yield value


def leaf_patterns(value: Any, base: str = "") -> Iterator[tuple[str, Any]]:
    """(pattern, value) of all leaves."""
    if isinstance(value, dict) and value:
        for key, member in value.items():
            step = key.replace("~", "~0").replace("/", "~1")
            yield from leaf_patterns(member, f"{base}/{step}")
    elif isinstance(value, list) and value:
        for member in value:
            yield from leaf_patterns(member, f"{base}/*")
    else:
        yield base, value


def parse_any(text: bytes) -> Any:
    """JSON, or a list of the lines of NDJSON."""
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError:
        return [json.loads(line, parse_float=Decimal) for line in text.splitlines() if line.strip()]


def check_ledger(conversion: Conversion, source: Any) -> None:
    """Both sides of the ledger, pattern by pattern, against an independent count."""
    found = Counter[str]()
    for line in report(conversion).ledger:
        assert line.count > 0, line
        found[line.pattern] += line.count
    assert found == Counter(pattern for pattern, _ in leaf_patterns(source))
    written = Counter[str]()
    for output in report(conversion).output:
        assert output.count > 0, output
        written[output.pattern] += output.count
    result = parse_any(conversion.document) if conversion.root != "/*" else locations(conversion)
    assert written == Counter(pattern for pattern, _ in leaf_patterns(result))
    summary = report(conversion).summary
    assert summary.leaves == sum(found.values()) == sum(summary.fates.values())
    assert sum(summary.origins.values()) == sum(written.values())


def explained(data: bytes, target: Any = "v3", **options: Any) -> Explained:
    """All of an input, closely."""
    chosen = Options(target=target, **options)
    guide = fixture_guide()
    source = split(read_text(data, guide, chosen.limits).text, chosen.limits)
    units = units_of(source, guide, chosen)
    return explain(list(units), source.frames, guide, chosen)


def told_of(closely: Explained, target: str) -> list[FindingKey]:
    """All findings of what was looked at closely, one for each occurrence."""
    found = [remark.key for remark in closely.remarks]
    for value in closely.v2:
        told = {remark.key for remark in value.remarks}
        found += [key for key in value.findings(target, closely.written) if key not in told]
    return found


def check_both_ways(data: bytes, target: Any, **options: Any) -> Conversion:
    """Convert, and explain all of it: both must tell the same of every value."""
    conversion = run(data, target, **options)
    closely = explained(data, target, **options)
    written = [json.loads(line) for line in closely.document.splitlines()]
    assert written == locations(conversion)
    counts = conversion.counts
    if any(
        OTHERS in pattern for pattern, _ in counts.fates
    ):  # more patterns than are counted apart
        assert len(closely.v2) == counts.fates.total()
        return conversion
    assert Counter((v.pattern, v.fate) for v in closely.v2) == +counts.fates
    assert Counter((v.pattern.removeprefix("/"), v.origin) for v in closely.v3) == +counts.origins
    whole = {f.key: f.occurrences for f in conversion.findings if f.code not in ("EV110", "EV111")}
    assert Counter(told_of(closely, target)) == whole
    return conversion


# -- schemas --------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _validator(target: str) -> Any:
    schema = json.loads((DATA / "schemas" / f"{target}.schema.json").read_bytes())
    if target == "here-v3":
        definitions = {"definitions": schema["definitions"]}
        schema = {"$ref": "#/definitions/ChargingLocations", **definitions}
        return Draft7Validator(schema, format_checker=FormatChecker())
    return Draft202012Validator(schema, format_checker=FormatChecker())


def schema_errors(conversion: Conversion) -> list[str]:
    """What the target's JSON Schema says about the document."""
    validator = _validator(conversion.target)
    found = [document(conversion)] if conversion.target == "here-v3" else locations(conversion)
    return [
        f"{error.json_path}: {error.message}"
        for item in found
        for error in validator.iter_errors(item)
    ]


def everything() -> bytes:
    """The payload that holds every field of a stations answer."""
    return (DATA / "v2" / "everything.json").read_bytes()


def options_of(target: str) -> Json:
    """Options with which a complete payload leaves no gap in `target`."""
    return {} if target == "v3" else dict(COMPLETE)
