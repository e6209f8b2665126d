"""Preferred statuses live in the plan (`plan.0002_preferences`)."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mappings", "0002_truth_data"), ("plan", "0002_preferences")]

    operations = [
        migrations.DeleteModel(name="HistoricalStatusPreference"),
        migrations.DeleteModel(name="StatusPreference"),
    ]
