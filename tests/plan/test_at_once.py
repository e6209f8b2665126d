"""Two processes change one decision at once, on a real database: one is saved, one is told."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.support.site import ROOT, LiveSite, prepared_site

#: Decides inside of a transaction that ends when a line comes in.
PROGRAM = """
import sys
import django
django.setup()
from django.contrib.auth.models import User
from django.db import transaction
from evmap.plan.services import ChangedMeanwhile, decide
name, subject, choice, version, waits = sys.argv[1:]
print("here", flush=True)
try:
    with transaction.atomic():
        made = decide(subject, choice, "Asked.", User(username=name), version=int(version))
        if waits == "waits":
            print("decided", flush=True)
            sys.stdin.readline()
    print(f"saved {made.version}", flush=True)
except ChangedMeanwhile as error:
    print(f"told: {error}", flush=True)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site that is prepared and not served: only its database is of interest."""
    with prepared_site(tmp_path_factory.mktemp("at-once")) as made:
        yield made


def deciding(site: LiveSite, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def at_once(site: LiveSite, subject: str, choices: tuple[str, str], version: int) -> list[str]:
    """What the two print: the second decides while the first has not committed yet."""
    first = deciding(site, "ada", subject, choices[0], str(version), "waits")
    assert [line_of(first), line_of(first)] == ["here", "decided"]
    second = deciding(site, "bob", subject, choices[1], str(version), "-")
    assert line_of(second) == "here"
    time.sleep(0.5)
    assert second.poll() is None, "the second did not wait for the first"
    said = [first.communicate("\n", timeout=30)[0], second.communicate(timeout=30)[0]]
    return [text.strip() for text in said]


def decision(site: LiveSite, subject: str) -> str:
    """The decision as the database has it, and how many edits its history has."""
    question = (
        "from evmap.plan.models import Decision as D; "
        f"d = D.objects.get(subject='{subject}'); "
        "print('found', d.choice, d.author, d.version, D.history.filter(id=d.id).count())"
    )
    return site.manage("shell", "--command", question).partition("found ")[2].strip()


def test_of_two_processes_the_later_is_told_and_nothing_of_it_is_saved(site: LiveSite) -> None:
    told = "told: Meanwhile ada changed this decision. Look at it as it is now; nothing was saved."
    subject = "status/OFFLINE"
    assert at_once(site, subject, ("REMOVED", "PLANNED"), 0) == ["saved 1", told]
    assert decision(site, subject) == "REMOVED ada 1 1"
    assert at_once(site, subject, ("PLANNED", "UNKNOWN"), 1) == ["saved 2", told]
    assert decision(site, subject) == "PLANNED ada 2 2"


def test_two_who_decide_on_different_subjects_are_both_saved(site: LiveSite) -> None:
    one = deciding(site, "ada", "status/OTHER", "UNKNOWN", "0", "-")
    other = deciding(site, "bob", "connector/18", "leave_out", "0", "-")
    said = {process.communicate(timeout=60)[0].split("\n")[1] for process in (one, other)}
    assert said == {"saved 1"}
