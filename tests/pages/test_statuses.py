"""`/statuses/`."""

from __future__ import annotations

from evmap.plan.models import Decision
from tests.pages.conftest import See, Seen


def pairs(page: Seen) -> list[tuple[str, str]]:
    return list(zip(page.column("v2 status"), page.column("v3 status"), strict=True))


def test_the_guides_rows_come_in_its_order_and_ours_last(see: See) -> None:
    assert pairs(see("/statuses/")) == [
        ("AVAILABLE", "AVAILABLE"),
        ("UNAVAILABLE", "BLOCKED"),
        ("OCCUPIED", "CHARGING"),
        ("OUT_OF_SERVICE", "INOPERATIVE preferred"),
        ("OUT_OF_SERVICE", "OUTOFORDER"),
        ("OFFLINE", "PLANNED preferred"),
        ("OFFLINE", "REMOVED"),
        ("RESERVED", "RESERVED"),
        ("OTHER", "UNKNOWN preferred"),
        ("OTHER", "OPERATIONAL"),
        ("UNKNOWN", "UNKNOWN"),
    ]


def test_an_editors_choice_moves_the_mark(see: See) -> None:
    Decision.objects.create(
        subject="status/OFFLINE", choice="REMOVED", reason="Ours.", author="Alice"
    )
    rows = pairs(see("/statuses/?q=offline"))
    assert ("OFFLINE", "PLANNED") in rows
    assert ("OFFLINE", "REMOVED preferred") in rows
    assert see("/statuses/?choice=no").sentence.startswith("3 of 11")


def test_a_choice_that_is_no_candidate_has_no_effect(see: See) -> None:
    Decision.objects.create(
        subject="status/OFFLINE", choice="CHARGING", reason="Ours.", author="Alice"
    )
    assert ("OFFLINE", "PLANNED preferred") in pairs(see("/statuses/"))


def test_search_finds_both_sides_and_wire_spellings(see: See) -> None:
    assert pairs(see("/statuses/?q=out+of+service")) == [
        ("OUT_OF_SERVICE", "INOPERATIVE preferred"),
        ("OUT_OF_SERVICE", "OUTOFORDER"),
    ]
    assert pairs(see("/statuses/?q=outOfOrder")) == [("OUT_OF_SERVICE", "OUTOFORDER")]


def test_ambiguous_statuses_and_our_own_row_can_be_picked(see: See) -> None:
    assert len(pairs(see("/statuses/?candidates=several"))) == 6
    assert pairs(see("/statuses/?by=ours")) == [("UNKNOWN", "UNKNOWN")]
