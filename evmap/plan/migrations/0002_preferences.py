"""Preferred statuses of the admin become decisions, with their history."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REASON = "Chosen in the admin, before there was a plan."


def to_decisions(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write a decision for each preference, and each of their edits."""
    decision = apps.get_model("plan", "Decision")
    past = apps.get_model("plan", "HistoricalDecision")
    versions: dict[str, int] = {}
    edits = apps.get_model("mappings", "HistoricalStatusPreference").objects
    written = {
        row.v2_status: decision.objects.create(
            subject=f"status/{row.v2_status}",
            state="decided",
            choice=row.v3_status,
            reason=REASON,
            author=row.author,
        )
        for row in apps.get_model("mappings", "StatusPreference").objects.all()
    }
    for row in apps.get_model("mappings", "StatusPreference").objects.all():
        # The time of the choice, not that of the migration.
        decision.objects.filter(pk=written[row.v2_status].pk).update(changed_at=row.changed_at)
    for edit in edits.order_by("history_date", "history_id"):
        version = versions[edit.v2_status] = versions.get(edit.v2_status, 0) + 1
        now = written.get(edit.v2_status)
        past.objects.create(
            id=now.pk if now else 0,
            subject=f"status/{edit.v2_status}",
            state="decided",
            choice=edit.v3_status,
            reason=REASON,
            author=edit.author,
            changed_at=edit.changed_at,
            version=version,
            history_date=edit.history_date,
            history_type=edit.history_type,
            history_user_id=edit.history_user_id,
        )


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial"), ("mappings", "0002_truth_data")]

    operations = [migrations.RunPython(to_decisions, migrations.RunPython.noop)]
