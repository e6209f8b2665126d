"""v3 pointers of examples: they lead to the value in the document, or there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate import stations
from evmap import samples
from evmap.conversion import TARGETS, Options, convert
from evmap.conversion.findings.line import Example
from evmap.conversion.reports.contract import make_report

SAMPLES = Path(samples.__file__).parent


def value_at(document: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def examples(data: bytes, target: Any) -> tuple[Any, list[Example]]:
    conversion = convert(data, Options(target=target, accept_successors=True))
    report = make_report(conversion)
    return json.loads(conversion.document), [e for f in report.findings for e in f.examples]


@pytest.mark.parametrize("target", TARGETS)
def test_every_pointer_leads_into_the_document(target: Any) -> None:
    found = list(stations(60, seed=5))
    generated = json.dumps({"evStations": {"evStation": found}}).encode()
    texts = [(SAMPLES / f"{name}.json").read_bytes() for name in ("pool", "counts", "deprecated")]
    pointers = 0
    for text in (*texts, generated):
        document, shown = examples(text, target)
        for example in shown:
            if example.v3_pointer is not None:
                value_at(document, example.v3_pointer)
                pointers += 1
    assert pointers > 10


def test_a_status_leads_to_its_own_evse() -> None:
    document, shown = examples((SAMPLES / "pool.json").read_bytes(), "v3")
    pointers = [e.v3_pointer for e in shown if e.value == "OUT_OF_SERVICE" and e.v3_pointer]
    assert [value_at(document, pointer) for pointer in pointers] == ["INOPERATIVE"]


def test_a_value_that_is_gone_leads_nowhere() -> None:
    _, shown = examples(b'{"poolId": "P", "distance": 5, "unheardOf": 1}', "v3")
    assert {e.v3_pointer for e in shown if e.value in (5, 1)} == {None}
