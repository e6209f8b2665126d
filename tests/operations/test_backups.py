"""A backup is tried by a restore, on both databases; and what expires is removed daily."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import ROOT, LiveSite, own_database, prepared_site

WRITE = (
    "from evmap.mappings.models import Note; from evmap.plan.models import Decision as P;"
    "from django.contrib.auth.models import User;"
    "n = Note.objects.create(table='connector', key='36', text='first', author='Ada');"
    "n.text = 'second'; n.save();"
    "P.objects.create(subject='status/OFFLINE', choice='REMOVED', author='Ada');"
    "User.objects.create_user('ada', password='correct horse battery')"
)
READ = (
    "from evmap.mappings.models import Note; from evmap.plan.models import Decision as P;"
    "from django.contrib.auth import authenticate;"
    "print([n.text for n in Note.objects.all()], [h.text for h in Note.history.order_by('pk')],"
    "[p.choice for p in P.objects.all()],"
    "bool(authenticate(username='ada', password='correct horse battery')))"
)
WHOLE = "['second'] ['first', 'second'] ['REMOVED'] True"
EMPTY = "[] [] [] False"


#: Before code that runs commands: to start a process for each takes longer than they do.
COMMANDS = "from django.core.management import CommandError, call_command as run\n"


def shell(site: LiveSite, *code: str) -> str:
    """Run code in one process on the database of a site, and return what it prints."""
    return site.manage("shell", "--no-imports", "--command", COMMANDS + "\n".join(code)).strip()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A database in which people wrote, to be copied."""
    with prepared_site(tmp_path_factory.mktemp("written")) as site:
        shell(site, WRITE)
        yield site


@pytest.fixture
def databases(tmp_path: Path, written: LiveSite) -> Iterator[list[LiveSite]]:
    """Two databases on the server under test, without a running site.

    In the first people wrote, and the second is only prepared.
    """
    server = os.environ.get("EVMAP_TEST_DATABASE_URL", "sqlite:")
    if server.startswith("postgres") and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed. Debian: apt-get install postgresql-client")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    copied = written.environment["DATABASE_URL"]
    with (
        own_database(server, tmp_path / "one", copied) as url,
        prepared_site(tmp_path / "two") as second,
    ):
        yield [LiveSite(tmp_path / "one", url), second]


def test_what_people_wrote_comes_back_from_a_backup(
    databases: list[LiveSite], tmp_path: Path
) -> None:
    first, second = databases
    file = tmp_path / "backups" / "one.backup"
    assert re.search(r"one\.backup: [\d,]+ bytes", first.manage("backup", str(file)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["one.backup"]

    shell(second, WRITE.replace("36", "35").replace("ada", "eve"))
    assert "is restored" in second.manage("restore", str(file), "--yes")
    assert shell(second, READ, "run('load_mappings', check=True)").startswith(WHOLE)


def test_a_restore_brings_an_older_backup_to_this_version(
    databases: list[LiveSite], tmp_path: Path
) -> None:
    first, second = databases
    file = tmp_path / "old.backup"
    shell(first, "run('migrate', 'operations', 'zero', verbosity=0)", f"run('backup', '{file}')")
    restored = f"run('restore', '{file}', yes=True)"
    assert WHOLE in shell(second, restored, READ, "run('migrate', check_unapplied=True)")


NO_BACKUPS = (b"", b"nonsense" * 500, b"SQLite format 3\0", b"PGDMP")
#: Runs a command that is refused, and prints why.
REFUSED = """
try:
    run({})
except CommandError as error:
    print(str(error).replace(chr(10), ' '))
"""


def test_what_is_no_backup_changes_nothing(databases: list[LiveSite], tmp_path: Path) -> None:
    files = [tmp_path / f"{number}-no.backup" for number in range(len(NO_BACKUPS))]
    for file, content in zip(files, NO_BACKUPS, strict=True):
        file.write_bytes(content)
    each = [REFUSED.format(f"'restore', '{file}', yes=True") for file in files]
    *told, left = shell(databases[0], *each, READ).splitlines()
    assert len(told) == len(files)
    for line, file in zip(told, files, strict=True):
        assert file.name in line or "pg_restore: " in line
    assert left == WHOLE


def test_what_can_not_be_done_is_told_without_a_traceback(
    databases: list[LiveSite], tmp_path: Path
) -> None:
    file = tmp_path / "no.backup"
    file.write_bytes(b"nonsense")
    with pytest.raises(AssertionError, match="CommandError") as refused:
        databases[1].manage("restore", str(file), "--yes")
    assert "Traceback" not in str(refused.value)


def test_a_backup_that_can_not_be_written_is_told_and_replaces_no_file(
    databases: list[LiveSite], tmp_path: Path
) -> None:
    mine, beside = tmp_path / "mine.txt", tmp_path / "file" / "x.backup"
    mine.write_text("mine")
    beside.parent.write_text("")
    each = [REFUSED.format(f"'backup', '{file}'") for file in (mine, beside)]
    first, second = shell(databases[0], *each).splitlines()
    assert "is there already: choose another name" in first
    assert second.startswith("The backup can't be written: ")
    assert mine.read_text() == "mine"


EXPIRE = (
    "from datetime import timedelta; from django.utils import timezone;"
    "from django.contrib.sessions.models import Session;"
    "from evmap.operations.models import Bucket; from evmap.reviews.models import StoredReview;"
    "now = timezone.now(); day = timedelta(days=1);"
    "[(Session.objects.create(session_key=k, session_data='', expire_date=now + d),"
    " StoredReview.objects.create(digest=k, created_at=now, expires_at=now + d, files=1, bytes=1,"
    " stored_bytes=1), Bucket.objects.create(key=k, full_at=(now + d).timestamp()))"
    " for k, d in (('old', -day), ('new', day))]"
)
LEFT = (
    "from django.contrib.sessions.models import Session;"
    "from evmap.operations.models import Bucket; from evmap.reviews.models import StoredReview;"
    "print([s.session_key for s in Session.objects.all()],"
    "[r.digest for r in StoredReview.objects.all()], [b.key for b in Bucket.objects.all()])"
)


@pytest.mark.parametrize("command", ["daily", "prepare"])
def test_what_has_expired_is_removed_daily_and_at_each_start(
    databases: list[LiveSite], command: str
) -> None:
    told = shell(databases[0], EXPIRE, f"run('{command}')", LEFT)
    assert told.splitlines()[-1] == "['new'] ['new'] ['new']"


def test_under_compose_the_programs_of_the_database_make_the_backup() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"docker compose exec --no-TTY db \\\n\t\tpg_dump --username evmap", makefile)
    assert "docker compose exec --no-TTY db sh -c '$(RESTORE)' < $(FILE)" in makefile


def test_what_compose_runs_restores_a_copy(databases: list[LiveSite], tmp_path: Path) -> None:
    """The very lines of the Makefile, with the server under test in the container's place."""
    first, second = databases
    url = second.environment["DATABASE_URL"]
    if not url.startswith("postgres"):
        pytest.skip("compose has PostgreSQL")
    file = tmp_path / "one.backup"
    first.manage("backup", str(file))
    printed = subprocess.run(
        ["make", "--dry-run", "restore", "COMPOSE=on", f"FILE={file}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = printed.split("sh -c '")[1].split("' <")[0]
    assert "psql --username evmap --dbname evmap" in lines
    lines = lines.replace("--dbname evmap", f"--dbname '{url}'").replace(
        "cd /tmp", f"cd {tmp_path}"
    )
    with file.open("rb") as copy:
        subprocess.run(["sh", "-c", lines], stdin=copy, check=True)
    assert shell(second, READ) == WHOLE
    assert sorted(one.name for one in tmp_path.glob("copy*")) == []
