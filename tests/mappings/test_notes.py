"""Notes on a row, of a table and with their history; preferred statuses."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evmap.mappings.guide import current_guide
from evmap.mappings.models import Connector, Field, Note, Standard, StatusPair
from evmap.mappings.models.base import MappingRow
from evmap.mappings.note_rows import find_row, resolve_key, row_keys, with_has_note
from evmap.mappings.notes import (
    history_of,
    notes_for,
    notes_of_table,
)
from evmap.mappings.preferences import preferred_statuses, status_candidates
from evmap.mappings.snapshot import data_version, one_version
from evmap.plan.models import Decision

pytestmark = pytest.mark.django_db

GUIDES_ORDER = {
    "AVAILABLE": "AVAILABLE",
    "UNAVAILABLE": "BLOCKED",
    "OCCUPIED": "CHARGING",
    "OUT_OF_SERVICE": "INOPERATIVE",
    "OFFLINE": "PLANNED",
    "RESERVED": "RESERVED",
    "OTHER": "UNKNOWN",
    "UNKNOWN": "UNKNOWN",
}


def write(table: str, key: str, text: str, author: str = "eva") -> Note:
    return Note.objects.create(table=table, key=key, text=text, author=author, changed_by=author)


# --- Notes ---


def test_notes_of_a_row_are_its_own_and_oldest_first() -> None:
    first = write("connector", "36", "First.")
    second = write("connector", "36", "Second.")
    write("connector", "3", "Of another row.")
    write("standard", "36", "Of another table.")
    assert notes_for("connector", "36") == [first, second]
    assert notes_for("connector", "37") == []


def test_notes_of_a_table_take_one_query() -> None:
    first = write("connector", "36", "First.")
    second = write("connector", "36", "Second.")
    third = write("connector", "3", "Third.")
    write("standard", "MCS", "Of another table.")
    with CaptureQueriesContext(connection) as queries:
        assert notes_of_table("connector") == {"36": [first, second], "3": [third]}
    assert len(queries) == 1


def test_rows_know_whether_they_have_a_note() -> None:
    write("connector", "36", "A note.")
    write("standard", "MCS", "A note.")
    write("status", "OFFLINE = REMOVED", "A note.")
    write("field", "station = address.city", "A note.")
    noted = {
        model: {row.note_key for row in with_has_note(model._default_manager.all()) if row.has_note}
        for model in (Connector, Standard, StatusPair, Field)
    }
    assert noted == {
        Connector: {"36"},
        Standard: {"MCS"},
        StatusPair: {"OFFLINE = REMOVED"},
        Field: {"station = address.city"},
    }


# --- History ---


def test_each_edit_is_told_newest_first_with_before_and_after() -> None:
    note = write("connector", "36", "Mind the current.")
    note.text, note.changed_by = "Mind the amperes.", "ole"
    note.save()
    note.changed_by = "ida"
    note.save()  # nothing new in it
    note.delete()
    with CaptureQueriesContext(connection) as queries:
        told = [(c.what, c.who, c.before, c.after) for c in history_of("connector", "36")]
    assert told == [
        ("removed", "ida", "Mind the amperes.", ""),
        ("changed", "ole", "Mind the current.", "Mind the amperes."),
        ("written", "eva", "", "Mind the current."),
    ]
    assert len(queries) == 1


def test_a_note_that_moves_leaves_one_row_and_comes_to_another() -> None:
    note = write("connector", "36", "On three phases.")
    note.key = "39"
    note.save()
    assert [(c.what, c.before, c.after) for c in history_of("connector", "36")] == [
        ("removed", "On three phases.", ""),
        ("written", "", "On three phases."),
    ]
    assert [(c.what, c.before, c.after) for c in history_of("connector", "39")] == [
        ("written", "", "On three phases.")
    ]


def test_a_row_without_notes_has_no_history() -> None:
    write("connector", "36", "Of another row.")
    assert history_of("connector", "35") == []


# --- Rows by key ---


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("connector", "36"),
        ("standard", "IEC_62196_T2"),
        ("status", "OUT_OF_SERVICE = OUTOFORDER"),
        ("element", "EVSE"),
        ("field", "station = connectors.connector[].maxPowerLevel"),
    ],
)
def test_a_row_is_found_by_its_key(table: str, key: str) -> None:
    row = find_row(table, key)
    assert isinstance(row, MappingRow)
    assert (row.note_table, row.note_key) == (table, key)
    assert key in row_keys(table)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("connector", "99"),
        ("connector", "thirty-six"),
        ("connector", "9" * 40),
        ("connector", ""),
        ("status", "OFFLINE"),
        ("status", "OFFLINE = AVAILABLE"),
        ("field", "station = no.such"),
    ],
)
def test_a_row_that_is_not_there(table: str, key: str) -> None:
    assert find_row(table, key) is None


@pytest.mark.parametrize(
    ("table", "text", "key"),
    [
        ("connector", " 36 ", "36"),
        ("standard", "iec_62196_t2", "IEC_62196_T2"),
        ("status", "out_of_service=outoforder", "OUT_OF_SERVICE = OUTOFORDER"),
        ("field", "poolId", "station = poolId"),
        (
            "field",
            "connectors-connector-maxpowerlevel",
            "station = connectors.connector[].maxPowerLevel",
        ),
        ("field", "evses = id", "evses = id"),
    ],
)
def test_a_key_need_not_be_exact(table: str, text: str, key: str) -> None:
    assert resolve_key(table, text) == (key, [])


def test_a_wrong_key_gets_close_ones() -> None:
    assert resolve_key("standard", "IEC_62196_T4") == (
        "",
        ["IEC_62196_T2", "IEC_62196_T1", "IEC_62196_T3C"],
    )
    assert resolve_key("connector", "plug") == ("", [])


# --- Preferred statuses ---


def test_the_first_in_the_guides_order_is_preferred() -> None:
    assert preferred_statuses() == GUIDES_ORDER
    assert status_candidates() == {
        **{v2: (v3,) for v2, v3 in GUIDES_ORDER.items()},
        "OUT_OF_SERVICE": ("INOPERATIVE", "OUTOFORDER"),
        "OFFLINE": ("PLANNED", "REMOVED"),
        "OTHER": ("UNKNOWN", "OPERATIONAL"),
    }


def test_an_editors_choice_comes_first_and_takes_one_query() -> None:
    Decision.objects.create(subject="status/OUT_OF_SERVICE", choice="OUTOFORDER", reason="Ours.")
    current_guide()
    with one_version(data_version()), CaptureQueriesContext(connection) as queries:
        chosen = preferred_statuses()
    assert chosen == GUIDES_ORDER | {"OUT_OF_SERVICE": "OUTOFORDER"}
    assert preferred_statuses() == chosen
    assert len(queries) == 1


@pytest.mark.parametrize(("v2", "v3"), [("OFFLINE", "AVAILABLE"), ("GONE", "UNKNOWN")])
def test_a_choice_that_is_no_candidate_has_no_effect(v2: str, v3: str) -> None:
    Decision.objects.create(subject=f"status/{v2}", choice=v3, reason="Ours.")
    assert preferred_statuses() == GUIDES_ORDER
