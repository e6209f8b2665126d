"""`load_mappings` brings the tables to the state of the files, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evmap.mappings import loading
from evmap.mappings.files import FOLDER, TABLES, FixtureError, fixtures_digest
from evmap.mappings.lint.common import Problem
from evmap.mappings.loading import TableChanges, load, tables_current
from evmap.mappings.models import (
    Connector,
    Field,
    FieldTarget,
    Note,
    Source,
    Standard,
    StatusPair,
    TablesVersion,
)
from evmap.plan.models import Decision

pytestmark = pytest.mark.django_db

Records = list[dict[str, Any]]
Edit = Callable[[str, Callable[[Records], None]], Path]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Return a function that changes one file of a copy of the fixtures."""
    folder = tmp_path / "fixtures"
    shutil.copytree(FOLDER, folder)

    def change(table: str, how: Callable[[Records], None]) -> Path:
        path = folder / f"{table}.json"
        records = json.loads(path.read_text(encoding="utf-8"))
        how(records)
        path.write_text(json.dumps(records), encoding="utf-8")
        fixtures_digest.cache_clear()
        return folder

    return change


def fields_of(records: Records, **key: Any) -> dict[str, Any]:
    """Return the fields of the one record that has these values."""
    (found,) = [r["fields"] for r in records if key.items() <= r["fields"].items()]
    return cast("dict[str, Any]", found)


def changes(done: loading.Loading) -> dict[str, TableChanges]:
    """Return the tables in which something changes."""
    return {table.table: table for table in done.tables if table}


def command(*arguments: str, verbosity: int = 1) -> str:
    """Run `load_mappings` and return what it prints."""
    out = StringIO()
    call_command("load_mappings", *arguments, stdout=out, verbosity=verbosity)
    return out.getvalue()


# --- Nothing to do ---


def test_running_again_changes_nothing() -> None:
    before = list(Connector.objects.values_list("pk", "v2_id"))
    version = TablesVersion.objects.get()
    done = load()
    assert not done
    assert changes(done) == {}
    assert list(Connector.objects.values_list("pk", "v2_id")) == before
    assert TablesVersion.objects.get().loaded_at == version.loaded_at


def test_a_run_with_nothing_to_do_writes_nothing_and_asks_little() -> None:
    with CaptureQueriesContext(connection) as queries:
        load()
    statements = [query["sql"].split()[0] for query in queries]
    assert set(statements) <= {"SELECT", "SAVEPOINT", "RELEASE", "LOCK"}
    assert statements.count("SELECT") == len(TABLES) + 3


def test_check_says_nothing_when_nothing_would_change() -> None:
    assert "0 added, 0 changed, 0 removed" in command("--check")
    assert command("--check", verbosity=0) == ""


# --- Something to do ---


def test_rows_are_added_changed_and_removed(edit: Edit) -> None:
    def how(records: Records) -> None:
        fields_of(records, code="MCS")["common_name"] = "Megawatt"
        records.append({"model": "mappings.standard", "fields": new})

    new = {
        "code": "NEW_1",
        "description": "A new plug",
        "position": 45,
        "source": ["evmap"],
        "section": "Test",
    }
    keep = Standard.objects.get(code="MCS").pk
    edit("standards", how)
    edit("connector_standards", lambda records: records.remove(at_66(records)))
    folder = edit("synonyms", lambda records: records.__delitem__(0))
    done = changes(load(folder))
    assert set(done) == {"standards", "connector_standards", "synonyms"}
    assert set(done["standards"].added) == {("NEW_1",)}
    assert done["standards"].changed == {("MCS",): {"common_name": ("MCS", "Megawatt")}}
    assert done["connector_standards"].removed == [(66, "TESLA_R")]
    assert len(done["synonyms"].removed) == 1
    assert Standard.objects.get(code="MCS").pk == keep
    assert Standard.objects.get(code="MCS").common_name == "Megawatt"
    assert Standard.objects.get(code="NEW_1").description == "A new plug"
    assert Connector.objects.get(v2_id=66).standards.count() == 0
    assert tables_current(folder)
    assert not tables_current()


def at_66(records: Records) -> dict[str, Any]:
    (record,) = [record for record in records if record["fields"]["connector"] == [66]]
    return record


def test_the_command_names_rows_fields_and_values(
    edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def how(records: Records) -> None:
        fields_of(records, code="evmap")["remark"] = "Ours"

    folder = edit("sources", how)
    old = Source.objects.get(code="evmap").remark
    monkeypatch.setattr(
        "evmap.mappings.management.commands.load_mappings.load",
        lambda *, check: load(folder, check=check),
    )
    printed = command()
    assert "sources: 22 rows, 0 added, 1 changed, 0 removed" in printed
    assert f"  ~ evmap: remark: {old!r} -> 'Ours'" in printed
    assert "connectors: 69 rows, 0 added, 0 changed, 0 removed" in printed


def test_an_edit_past_the_files_is_put_right() -> None:
    Connector.objects.filter(v2_id=36).update(v2_name="something else")
    done = changes(load())
    assert set(done) == {"connectors"}
    assert done["connectors"].changed == {
        (36,): {"v2_name": ("something else", "IEC 60309 : industrial 3P + E + N (AC)")}
    }
    assert Connector.objects.get(v2_id=36).v2_name == "IEC 60309 : industrial 3P + E + N (AC)"


def test_a_table_that_was_emptied_comes_back_whole() -> None:
    Field.objects.all().delete()
    done = changes(load())
    assert {name: len(table.added) for name, table in done.items()} == {
        "fields": 169,
        "field_targets": 676,
    }
    assert FieldTarget.objects.count() == 676


def test_two_rows_may_swap_a_unique_value(edit: Edit) -> None:
    def how(records: Records) -> None:
        one = fields_of(records, answer="station", path="id")
        two = fields_of(records, answer="station", path="poolId")
        one["slug"], two["slug"] = two["slug"], one["slug"]

    load(edit("fields", how))
    assert Field.objects.get(answer="station", path="id").slug == "poolid"
    assert Field.objects.get(answer="station", path="poolId").slug == "id"


def test_a_source_may_go_when_its_rows_cite_another(edit: Edit) -> None:
    def without(records: Records) -> None:
        records[:] = [r for r in records if r["fields"]["code"] != "here-v2-observed"]

    def cite_another(records: Records) -> None:
        for record in records:
            if record["fields"].get("source") == ["here-v2-observed"]:
                record["fields"]["source"] = ["evmap"]

    edit("sources", without)
    edit("fields", cite_another)
    load(edit("older_names", cite_another))
    assert not Source.objects.filter(code="here-v2-observed").exists()


# --- Only checking ---


def test_check_changes_nothing_and_exits_with_1() -> None:
    Connector.objects.filter(v2_id=36).update(v2_name="something else")
    with pytest.raises(CommandError, match="load_mappings") as caught:
        command("--check")
    assert caught.value.returncode == 1
    assert Connector.objects.get(v2_id=36).v2_name == "something else"


def test_check_sees_another_version_of_the_files() -> None:
    TablesVersion.objects.update(digest="0" * 64)
    assert not tables_current()
    with pytest.raises(CommandError):
        command("--check")
    assert load().digest_changed
    assert tables_current()


# --- What editors wrote ---


def test_notes_and_decisions_survive(edit: Edit) -> None:
    note = Note.objects.create(table="connector", key="36", text="Mind the current.", author="eva")
    choice = Decision.objects.create(subject="status/OFFLINE", choice="REMOVED", reason="Ours.")
    Connector.objects.filter(v2_id=36).delete()
    StatusPair.objects.all().delete()
    done = load()
    assert done
    assert (done.orphaned_notes, done.orphaned_decisions) == ([], [])
    assert list(Note.objects.all()) == [note]
    assert list(Decision.objects.all()) == [choice]
    assert note.history.count() == 1


def test_a_note_whose_row_disappears_is_kept_and_reported(
    edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = Note.objects.create(
        table="status", key="OFFLINE = REMOVED", text="Seen in Oslo.", author="eva"
    )
    choice = Decision.objects.create(subject="status/OFFLINE", choice="REMOVED", reason="Ours.")

    def how(records: Records) -> None:
        records[:] = [r for r in records if r["fields"]["v3"] != ["REMOVED"]]

    folder = edit("status_pairs", how)
    assert load(folder, check=True).orphaned_notes == [note]
    monkeypatch.setattr(
        "evmap.mappings.management.commands.load_mappings.load",
        lambda *, check: load(folder, check=check),
    )
    printed = command()
    assert "- OFFLINE = REMOVED" in printed
    assert (
        f"Note {note.pk} of eva is kept, but its row is gone: status OFFLINE = REMOVED" in printed
    )
    assert "Decision is kept, but has no effect: status/OFFLINE = REMOVED" in printed
    assert list(Note.objects.all()) == [note]
    assert list(Decision.objects.all()) == [choice]


# --- Files that can't be used ---


def break_json(folder: Path) -> None:
    (folder / "standards.json").write_text("[", encoding="utf-8")


def lose_a_file(folder: Path) -> None:
    (folder / "standards.json").unlink()


@pytest.mark.parametrize("damage", [break_json, lose_a_file])
def test_a_file_that_cannot_be_read(edit: Edit, damage: Callable[[Path], None]) -> None:
    folder = edit("sources", lambda records: None)
    damage(folder)
    with pytest.raises(FixtureError, match=r"standards\.json"):
        load(folder)


@pytest.mark.parametrize(
    ("table", "how", "message"),
    [
        (
            "connectors",
            lambda records: records[0].update(model="mappings.standard"),
            r"connectors.json: record 1 is no mappings.connector",
        ),
        (
            "connectors",
            lambda records: records[0]["fields"].update(colour="red"),
            r"connectors.json: record 1 .*\['colour'\]",
        ),
        (
            "fields",
            lambda records: records[0]["fields"].update(slug=records[1]["fields"]["slug"]),
            r"lint_mappings",
        ),
    ],
)
def test_records_that_cannot_be_loaded(
    edit: Edit, table: str, how: Callable[[Records], None], message: str
) -> None:
    folder = edit(table, how)
    with pytest.raises(FixtureError, match=message):
        load(folder)
    assert tables_current()
    assert not load()


def test_the_command_says_that_nothing_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*, check: bool) -> None:
        raise FixtureError("connectors.json: gone")

    monkeypatch.setattr("evmap.mappings.management.commands.load_mappings.load", fail)
    with pytest.raises(CommandError, match=r"connectors\.json: gone\. Nothing was changed\."):
        command()


# --- Readiness ---


def test_tables_are_current_after_loading() -> None:
    assert tables_current()


def test_tables_are_not_current_before_anything_was_loaded() -> None:
    TablesVersion.objects.all().delete()
    assert not tables_current()


def test_tables_are_not_current_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert not tables_current()


def test_files_are_read_without_django() -> None:
    code = (
        "import sys, evmap.mappings.files as files;"
        "assert len(files.fixtures_digest()) == 64;"
        "assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_files_that_are_not_in_order_are_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem("status_pairs", "OFFLINE", "has no pair")
    monkeypatch.setattr("evmap.mappings.management.commands.load_mappings.lint", lambda: [problem])
    StatusPair.objects.all().delete()
    with pytest.raises(CommandError) as refused:
        call_command("load_mappings", verbosity=0)
    assert str(problem) in str(refused.value)
    assert str(refused.value).endswith("The files are not in order. Nothing was changed.")
    assert not StatusPair.objects.exists()
