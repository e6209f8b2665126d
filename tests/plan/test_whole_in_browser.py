"""A whole migration in a browser: upload, decide, add figures, take the plan to the command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from evmap.plan.models import Decision
from tests.commands.support import evmap
from tests.plan.test_command import OFFLINE
from tests.support.axe import accessibility_problems, too_wide
from tests.support.site import LiveSite

PASSWORD = "only-for-this-migration"
#: Beside an ambiguous status a value that v3 has no place for.
STATION = json.dumps({"id": "here-station-1", **json.loads(OFFLINE)})
EMPTY = (
    f"from {Decision.__module__} import Decision, Sighting; "
    "Decision.objects.all().delete(); Sighting.objects.all().delete()"
)


@pytest.fixture
def signed_in(live_site: LiveSite, page: Page) -> Iterator[Page]:
    """An editor's browser; what was decided goes afterwards: other tests share the site."""
    live_site.manage("shell", "--command", EMPTY)
    live_site.add_superuser("migrant", PASSWORD)
    page.goto("/admin/login/?next=/convert/")
    page.get_by_label("Username").fill("migrant")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url("/convert/")
    yield page
    live_site.manage("shell", "--command", EMPTY)


def decide(page: Page, choice: str, reason: str) -> None:
    """Decide for the team at the finding that is shown, and convert again."""
    team = page.locator("#team")
    team.get_by_text("Decide for the team", exact=True).first.click()
    assert accessibility_problems(page) == []
    assert too_wide(page) == 0
    team.get_by_label(choice).check()
    team.get_by_label("Why").fill(reason)
    team.get_by_role("button", name="Decide for the team").click()
    expect(page).to_have_url(re.compile(r"/reviews/.*finding="))
    expect(page.locator("#team")).to_contain_text(reason)
    page.locator("#team").get_by_role("button", name="Convert it again").click()
    again = page.get_by_role("button", name="Convert it again")
    expect(again).to_have_count(0, timeout=30_000)


def told(report: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What a report says of its findings, whatever site or command wrote it."""
    names = ("code", "severity", "bucket", "pattern", "occurrences", "subject", "decision")
    return sorted(
        (*(one.get(name, "") for name in names), one.get("accepted", ""))
        for one in report["findings"]
    )


def downloaded(page: Page, link: Locator, folder: Path) -> Path:
    with page.expect_download() as waiting:
        link.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_what_the_team_decides_on_the_desk_is_what_the_command_obeys(
    signed_in: Page, tmp_path: Path
) -> None:
    page = signed_in
    document = tmp_path / "station.json"
    document.write_text(STATION)
    page.get_by_label("Files", exact=True).set_input_files(document)
    page.get_by_role("button", name="Convert", exact=True).locator("visible=true").first.click()
    page.wait_for_url("**/reviews/**")
    review = page.url

    page.goto(f"{review}?bucket=decide")
    expect(page.locator("#finding-title")).to_contain_text("Ambiguous status")
    decide(page, "REMOVED", "We take them down.")
    page.goto(f"{review}?bucket=lost")
    decide(page, "Our clients can do without it", "We never showed it.")
    page.goto(review)
    for bucket in ("decide", "lost"):
        expect(page.locator(f".counts .bucket-{bucket} strong")).to_have_text("0")

    page.locator(".desk-figures summary").click()
    page.set_viewport_size({"width": 390, "height": 900})
    assert too_wide(page) == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Name of the source").fill("Nightly dump")
    page.get_by_role("button", name="Add the figures of this review to the plan").click()
    expect(page.locator(".message")).to_contain_text("The figures of Nightly dump")

    page.goto("/")
    expect(page.locator(".plan-home")).to_contain_text(re.compile(r"2\s+decided"))
    page.goto("/plan/")
    plan = downloaded(page, page.get_by_role("link", name="Download plan.json"), tmp_path)
    page.goto(review)
    page.get_by_text("Download", exact=True).click()
    of_site = downloaded(page, page.get_by_role("link", name="Report as JSON"), tmp_path)

    of_command = tmp_path / "command.json"
    command = ("convert", document, "--fail-on", "warning", "-o", tmp_path / "out.json")
    done = evmap(*command, "--plan", plan, "--report", of_command)
    assert done.returncode == 0, done.stderr
    ours, theirs = json.loads(of_command.read_bytes()), json.loads(of_site.read_bytes())
    assert told(ours) == told(theirs)
    assert ours["summary"] == theirs["summary"]
    assert ours["plan"] == theirs["plan"]
    assert ours["ledger"] == theirs["ledger"]
    assert evmap(*command).returncode == 1
