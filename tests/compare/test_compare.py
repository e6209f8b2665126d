"""What came, what went, what changed between two lists of findings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evmap.conversion import Options, convert
from evmap.conversion.findings.compare import Comparison, Told, compare, told
from evmap.conversion.reports.contract import make_report
from evmap.samples import SAMPLES

POOL = SAMPLES["pool"].read()


def findings(data: bytes = POOL, **options: Any) -> list[Told]:
    return told(make_report(convert(data, Options(**options))).findings)


def codes(comparison: Comparison) -> dict[str, list[str]]:
    return {
        "added": [one.code for one in comparison.added],
        "gone": [one.code for one in comparison.gone],
        "changed": [change.after.code for change in comparison.changed],
    }


def edited(**change: Any) -> bytes:
    answer = json.loads(POOL)
    answer["evStations"]["evStation"][0] |= change
    return json.dumps(answer).encode()


NOTHING: dict[str, list[str]] = {"added": [], "gone": [], "changed": []}


def test_the_same_findings_do_not_differ() -> None:
    found = compare(findings(), findings())
    assert not found.differs
    assert codes(found) == NOTHING
    assert len(found.same) == len(findings())
    assert found.balance() == {"error": 0, "warning": 0, "notice": 0}


def test_a_new_loss_is_added_and_the_way_back_is_gone() -> None:
    there = compare(findings(), findings(edited(colour="blue")))
    back = compare(findings(edited(colour="blue")), findings())
    assert codes(there) == NOTHING | {"added": ["EV101"]}
    assert codes(back) == NOTHING | {"gone": ["EV101"]}
    assert (there.balance()["warning"], back.balance()["warning"]) == (1, -1)


def test_more_of_the_same_is_a_change() -> None:
    answer = json.loads(POOL)
    (first, *_) = answer["evStations"]["evStation"]
    answer["evStations"]["evStation"].append(first | {"poolId": "another", "id": "9"})
    found = compare(findings(), findings(json.dumps(answer).encode()))
    assert codes(found)["gone"] == []
    change = next(c for c in found.changed if c.after.pattern.endswith("/brand"))
    assert (change.before.occurrences, change.after.occurrences) == (2, 3)


def test_another_choice_for_a_status_is_a_change() -> None:
    chosen = findings(statuses=(("OUT_OF_SERVICE", "OUTOFORDER"),))
    found = compare(findings(), chosen)
    assert codes(found) == NOTHING | {"changed": ["EV301"]}
    assert "OUTOFORDER is written" in found.changed[0].after.message


def test_another_status_at_the_same_place_is_another_finding() -> None:
    other = POOL.replace(b"OUT_OF_SERVICE", b"OFFLINE")
    found = compare(findings(), findings(other))
    assert codes(found) == {"added": ["EV301"], "gone": ["EV301"], "changed": []}


def test_a_target_that_says_the_same_in_other_words_is_no_difference() -> None:
    counts = SAMPLES["counts"].read()
    before, after = findings(counts, target="ocpi-2.2.1"), findings(counts, target="ocpi-2.3.0")
    said = {one.message for one in after} - {one.message for one in before}
    assert any(one.message in said for one in compare(before, after).same)


def test_another_target_is_told_by_what_it_adds_and_spares() -> None:
    found = compare(findings(), findings(target="here-v3"))
    assert codes(found) == {
        "added": ["EV601", "EV404", "EV613"],
        "gone": ["EV402", "EV402", "EV402", "EV402", "EV612"],
        "changed": [],
    }
    assert found.balance() == {"error": 1, "warning": -6, "notice": 2}


def test_another_fate_at_the_same_place_is_a_change() -> None:
    lossy = Told("EV403", "/x", "lossy", "m", 1)
    found = compare([lossy], [Told("EV403", "/x", "dropped", "m", 1)])
    assert [(c.before.fate, c.after.fate) for c in found.changed] == [("lossy", "dropped")]


@pytest.mark.parametrize("target", ["here-v3", "ocpi-2.2.1", "ocpi-2.3.0"])
@pytest.mark.parametrize("name", ["pool", "deprecated", "counts"])
def test_no_finding_is_lost_or_told_twice(name: str, target: str) -> None:
    data = SAMPLES[name].read()
    before, after = findings(data), findings(data, target=target)
    found = compare(before, after)
    stays = len(found.changed) + len(found.same)
    assert stays + len(found.gone) == len(before)
    assert stays + len(found.added) == len(after)
    total = sum(found.balance().values())
    assert total == sum(f.occurrences for f in after) - sum(f.occurrences for f in before)


def test_equal_keys_are_paired_one_to_one() -> None:
    one = Told("EV402", "/x", "dropped", "m", 1)
    found = compare([one, one], [one])
    assert (len(found.same), len(found.gone)) == (1, 1)
