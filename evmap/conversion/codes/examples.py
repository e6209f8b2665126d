"""Examples of findings: a sample that triggers each code, and what the converter makes of it.

The samples stand in `codes/samples/<code>.json`. Nothing of the result is written down: it is
what the converter does with the sample now.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from evmap.conversion.batch.pools import pools_again
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.convert import Conversion, convert
from evmap.conversion.findings.finding import fill
from evmap.conversion.options import Options
from evmap.conversion.read.recognise import answer_of

SAMPLES = Path(__file__).resolve().parent / "samples"


#: What clients expect of every station; those of samples have it unless they say otherwise.
SITE: dict[str, Any] = {
    "position": {"latitude": 52.5199013, "longitude": 13.3800898},
    "address": {"street": "Luisenstraße", "city": "Berlin", "country": "DEU"},
    "lastUpdateTimestamp": "2026-11-02T09:30:00Z",
}


class Input(msgspec.Struct, forbid_unknown_fields=True):
    """A document: as JSON value, or where its very bytes matter as text or as base64.

    The stations of a value have what is in SITE, but for the members named in `without`. beside:
    another file of the same run.
    """

    value: Any = None
    without: list[str] = []
    text: str = ""
    base64: str = ""
    beside: Any = None

    def data(self) -> bytes:
        """The bytes that are converted."""
        if self.base64:
            return base64.b64decode(self.base64)
        if self.text:
            return self.text.encode()
        whole = _with_site(self.value, self.without)
        return msgspec.json.format(msgspec.json.encode(whole), indent=2)


def _with_site(value: Any, without: list[str]) -> Any:
    """The value with SITE in each of its stations."""
    if isinstance(value, list):
        return [_with_site(each, without) for each in value]
    if not isinstance(value, dict):
        return value
    if "evStations" in value:
        inside = value["evStations"]
        return value | {"evStations": {key: _with_site(inside[key], without) for key in inside}}
    if answer_of(set(value)) != "station":
        return value
    site = {key: member for key, member in SITE.items() if key not in without}
    if "address" in site:
        found = site["address"] | value.get("address", {})
        site["address"] = {k: v for k, v in found.items() if f"address.{k}" not in without}
    return (
        value
        | {key: member for key, member in site.items() if key not in value}
        | {key: site[key] for key in value if key == "address" and key in site}
    )


class Sample(msgspec.Struct, forbid_unknown_fields=True):
    """A small document that triggers a code, and a near one that doesn't.

    options: of the conversion. codes: all codes that the sample triggers, where there are more
    than the one; near_codes: all that the near one does. before, after: what an example shows of
    input and output, as pointers with * for indexes.
    """

    input: Input
    near: Input
    before: list[str]
    after: list[str]
    options: Options = Options()
    codes: list[str] = []
    near_codes: list[str] = []


class Example(msgspec.Struct, frozen=True):
    """A code's example: JSON texts of the parts of input and output that matter.

    source, target: the forms of both, as in v2 and here-v3. `message` and `advice` are those of the
    finding in it.
    """

    source: str
    target: str
    before: str
    after: str
    message: str
    advice: str


read_sample = msgspec.json.Decoder(Sample).decode


@lru_cache(maxsize=256)
def sample(code: str) -> Sample:
    """The sample of a code. Raises FileNotFoundError for a code without one."""
    return read_sample((SAMPLES / f"{code}.json").read_bytes())


@lru_cache(maxsize=256)
def example(code: str) -> Example:
    """The example of a code, made by the converter."""
    found = sample(code)
    done = run(found.input, found.options)
    entry = CATALOGUE[code]
    args = next(finding.args for finding in done.findings if finding.code == code)
    return Example(
        source="v2",
        target=done.target,
        before=found.input.text or shown(msgspec.json.decode(done.text), found.before),
        after=shown(msgspec.json.decode(done.document), found.after),
        message=fill(entry.message, args),
        advice=fill(entry.advice, args),
    )


def run(source: Input, options: Options) -> Conversion:
    """Convert a sample with the tables of the fixture files."""
    done = convert(source.data(), options, name="sample.json")
    if source.beside is not None:
        done.findings += pools_again(done.text, msgspec.json.encode(source.beside), options.limits)
    return done


def shown(document: Any, pointers: list[str]) -> str:
    """The parts of a document at these pointers, without the levels that only lead there."""
    steps = [tuple(pointer.strip("/").split("/")) if pointer else () for pointer in pointers]
    part = _unwrapped(_part(document, steps))
    return msgspec.json.format(msgspec.json.encode(part), indent=2).decode()


def _part(value: Any, wanted: list[tuple[str, ...]]) -> Any:
    """The value with only what the wanted paths lead to; empty where they lead to nothing."""
    if () in wanted:
        return value
    if isinstance(value, dict):
        inner = {key: [path[1:] for path in wanted if path[0] == key] for key in value}
        return {key: _part(value[key], paths) for key, paths in inner.items() if paths}
    if isinstance(value, list):
        inner_of = [
            [path[1:] for path in wanted if path[0] in ("*", str(index))]
            for index in range(len(value))
        ]
        return [_part(entry, paths) for entry, paths in zip(value, inner_of, strict=True) if paths]
    return value


def _unwrapped(value: Any) -> Any:
    """The value without the lists of one around it, and objects that hold nothing else."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return _unwrapped(value[0])
    if isinstance(value, dict) and len(value) == 1:
        inner = next(iter(value.values()))
        unwrapped = _unwrapped(inner)
        if unwrapped is not inner:
            return unwrapped
    return value
