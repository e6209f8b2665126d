"""The upgrade to the plan: what was preferred in the admin is decided, with its history."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection

from evmap.plan.models import Decision
from tests.support.migrating import Migrate

BEFORE = [("mappings", "0002_truth_data"), ("plan", "0001_initial")]
AFTER = [("mappings", "0003_no_preferences"), ("plan", "0002_preferences")]
FIRST, LAST = datetime(2024, 3, 1, 9, tzinfo=UTC), datetime(2024, 5, 2, 10, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_preferences_become_decisions_with_all_their_edits(migrate: Migrate) -> None:
    eva = User.objects.create_user("eva")
    old = migrate(BEFORE)
    preferences = old.get_model("mappings", "StatusPreference").objects
    edits = old.get_model("mappings", "HistoricalStatusPreference").objects
    kept = preferences.create(v2_status="OFFLINE", v3_status="REMOVED", author="eva")
    preferences.filter(pk=kept.pk).update(changed_at=LAST)
    for status, choice, kind, when in (
        ("OFFLINE", "PLANNED", "+", FIRST),
        ("OFFLINE", "REMOVED", "~", LAST),
        ("OTHER", "UNKNOWN", "+", FIRST),
        ("OTHER", "UNKNOWN", "-", LAST),
    ):
        edits.create(
            id=kept.pk if status == "OFFLINE" else 99, v2_status=status, v3_status=choice,
            author="eva", changed_at=when, history_date=when, history_type=kind,
            history_user_id=eva.pk,
        )  # fmt: skip

    migrate(AFTER)

    tables = connection.introspection.table_names()
    assert [name for name in tables if "statuspreference" in name] == []
    made = Decision.objects.get()
    assert (made.subject, made.state, made.choice) == ("status/OFFLINE", "decided", "REMOVED")
    assert (made.author, made.changed_at) == ("eva", LAST)
    told = Decision.history.order_by("history_id").values_list(
        "subject", "choice", "history_type", "history_date", "version", "history_user__username"
    )
    assert set(told) == {
        ("status/OFFLINE", "PLANNED", "+", FIRST, 1, "eva"),
        ("status/OFFLINE", "REMOVED", "~", LAST, 2, "eva"),
        ("status/OTHER", "UNKNOWN", "+", FIRST, 1, "eva"),
        ("status/OTHER", "UNKNOWN", "-", LAST, 2, "eva"),
    }
    assert set(Decision.history.filter(id=made.pk).values_list("version", flat=True)) == {1, 2}
    made.choice = "PLANNED"
    made.save()
    assert Decision.history.count() == 5
