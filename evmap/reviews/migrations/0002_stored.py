"""Reviews are stored sealed; what was kept before, readable, goes.

Their links stay known until they would have expired, and say that they ended.
"""

import django.db.models.deletion
from django.db import migrations, models


def empty(apps, _schema_editor):
    """What is left of the reviews that were kept takes no room."""
    apps.get_model("reviews", "StoredReview").objects.update(stored_bytes=0)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_kept")]

    operations = [
        migrations.DeleteModel(name="KeptDocument"),
        migrations.RenameModel(old_name="KeptReview", new_name="StoredReview"),
        migrations.AlterModelOptions(
            name="storedreview",
            options={"ordering": ("-created_at", "-pk"), "verbose_name": "review"},
        ),
        migrations.AlterField(
            model_name="storedreview",
            name="created_at",
            field=models.DateTimeField(verbose_name="made at"),
        ),
        migrations.AddField(
            model_name="storedreview",
            name="client",
            field=models.CharField(db_index=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="storedreview",
            name="kept",
            field=models.BooleanField(default=True, verbose_name="kept"),
        ),
        migrations.AddField(
            model_name="storedreview",
            name="conversions",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="storedreview",
            name="tables",
            field=models.CharField(default="", editable=False, max_length=80),
        ),
        migrations.RunPython(empty, migrations.RunPython.noop),
        migrations.CreateModel(
            name="StoredPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20)),
                ("content", models.BinaryField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="reviews.storedreview",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="storedpart",
            constraint=models.UniqueConstraint(
                fields=("review", "name"), name="one_part_of_a_name"
            ),
        ),
    ]
