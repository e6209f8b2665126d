"""The plan on the desk: decided for the team where a finding asks, and figures of a review."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from django.test import Client

from evmap.plan.models import Decision, Figure, Sighting
from evmap.plan.services import decide
from evmap.reviews.filters import key_of
from evmap.reviews.stored import Review, open_review
from evmap.samples import SAMPLES

pytestmark = pytest.mark.django_db

#: Samples that meet a question of the plan, one of each kind.
ASKED = {
    "status/OFFLINE": ("v3", SAMPLES["ac"].read().decode().replace("AVAILABLE", "OFFLINE")),
    "connector/18": ("v3", SAMPLES["deprecated"].read().decode()),
    "loss/v3/id": ("v3", SAMPLES["ac"].read().decode()),
    "required/ocpi-2.2.1/publish": ("ocpi-2.2.1", SAMPLES["unknown"].read().decode()),
}


@pytest.fixture(params=ASKED)
def asked(request: pytest.FixtureRequest, client: Client) -> tuple[str, str]:
    """A subject, and the address of a review that meets it."""
    return request.param, review_of(client, request.param)


def review_of(client: Client, subject: str) -> str:
    to, text = ASKED[subject]
    return str(client.post("/convert/", {"text": text, "to": to})["Location"])


def stored(address: str) -> Review:
    review = open_review(address.split("/")[2])
    assert review is not None
    return review


def finding_on(address: str, subject: str) -> str:
    """The address of the desk at the finding that asks about a subject."""
    line = next(one for one in stored(address).whole.findings if one.subject == subject)
    return f"{address}?finding={key_of(line)}"


def page_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def one(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, selector
    return found[0]


def given_by(form: Tag) -> dict[str, str]:
    return {str(each["name"]): str(each.get("value", "")) for each in form.select("[type=hidden]")}


def choice_of(form: Tag) -> str:
    return str(form.select("[name=choice]")[0]["value"])


# --- Deciding ---


def test_an_editor_decides_for_the_team_and_stays_at_the_finding(
    editing: Client, asked: tuple[str, str]
) -> None:
    subject, address = asked
    here = finding_on(address, subject)
    form = one(page_of(editing, here), "#team .plan-form")
    choice = choice_of(form)
    sent = {**given_by(form), "choice": choice, "reason": "We asked them."}
    answer = editing.post(str(form["action"]), sent)
    assert (answer.status_code, answer["Location"]) == (302, here)
    made = Decision.objects.get()
    assert (made.subject, made.choice, made.author) == (subject, choice, "eva")


def test_the_review_says_that_it_was_converted_before_and_obeys_when_converted_again(
    editing: Client, asked: tuple[str, str]
) -> None:
    subject, address = asked
    here = finding_on(address, subject)
    choice = choice_of(one(page_of(editing, here), "#team .plan-form"))
    assert not stored(address).tables_changed
    editing.post(f"/plan/{subject}/", {"choice": choice, "reason": "Asked.", "version": "0"})
    again = one(page_of(editing, here), f'#team form[action="{address}choose/"]')
    assert editing.post(str(again["action"]), given_by(again)).status_code == 303
    assert not stored(address).tables_changed
    told = [each for each in stored(address).whole.findings if each.subject == subject]
    assert {each.decision for each in told} in ({choice}, set())
    for each in page_of(editing, here).select("#team form"):
        assert "choose" not in str(each["action"])


def test_what_the_plan_decided_is_called_decided_and_not_accepted_by_somebody(
    editing: Client, client: Client
) -> None:
    choice = {"choice": "REMOVED", "reason": "Gone for good.", "version": "0"}
    editing.post("/plan/status/OFFLINE/", choice)
    address = review_of(client, "status/OFFLINE")
    page = page_of(client, finding_on(address, "status/OFFLINE"))
    assert one(page, "#team").get_text().count("Gone for good.") == 1
    assert "Accepted" not in one(page, ".answers").get_text()
    assert page.select("#accept-reason") == []
    assert "Instead" not in one(page, ".answers").get_text()
    chosen = " ".join(one(page, ".queue [aria-current]").get_text().split())
    assert chosen.endswith("decided")
    for name in ("findings", "checklist"):
        told = page_of(client, f"{address}{name}/").get_text()
        assert "Decided, REMOVED: Gone for good." in told, name
        assert "Accepted: Gone for good." not in told, name


def test_a_decision_taken_back_is_told_too(editing: Client, client: Client) -> None:
    editing.post("/plan/connector/18/", {"choice": "leave_out", "reason": "None.", "version": "0"})
    address = review_of(client, "connector/18")
    editing.post("/plan/connector/18/", {"choice": "open", "reason": "", "version": "1"})
    assert stored(address).tables_changed


def test_a_decision_for_another_target_changes_nothing_here(
    editing: Client, client: Client
) -> None:
    address = review_of(client, "status/OFFLINE")
    form = {"choice": "true", "reason": "Public.", "version": "0"}
    assert editing.post("/plan/required/ocpi-2.2.1/publish/", form).status_code == 302
    assert not stored(address).tables_changed


def test_of_two_editors_at_one_finding_the_second_is_told(editing: Client, client: Client) -> None:
    here = finding_on(review_of(client, "status/OFFLINE"), "status/OFFLINE")
    form = one(page_of(editing, here), "#team .plan-form")
    sent = {**given_by(form), "choice": "REMOVED", "reason": "Ours."}
    assert editing.post(str(form["action"]), sent).status_code == 302
    late = editing.post(str(form["action"]), {**sent, "choice": "PLANNED"})
    assert late.status_code == 409
    assert Decision.objects.get().choice == "REMOVED"


def test_readers_see_what_the_team_decided_and_no_form(
    client: Client, editing: Client, asked: tuple[str, str]
) -> None:
    subject, address = asked
    here = finding_on(address, subject)
    team = one(page_of(client, here), "#team")
    assert "open" in team.get_text()
    assert team.select("form") == []
    choice = choice_of(one(page_of(editing, here), "#team .plan-form"))
    editing.post(f"/plan/{subject}/", {"choice": choice, "reason": "Asked.", "version": "0"})
    assert "Asked." in one(page_of(client, here), "#team").get_text()


def test_a_finding_that_asks_nothing_of_the_plan_offers_nothing(
    editing: Client, client: Client
) -> None:
    address = review_of(client, "status/OFFLINE")
    others = [each for each in stored(address).whole.findings if not each.subject]
    page = page_of(editing, f"{address}?finding={key_of(others[0])}")
    assert page.select("#finding")
    assert page.select("#team") == []


def test_a_choice_of_the_review_outweighs_the_team_and_the_desk_does_not_nag(
    editing: Client, editor: object, client: Client
) -> None:
    decide("status/OFFLINE", "REMOVED", "Ours.", editor)  # type: ignore[arg-type]
    address = review_of(client, "status/OFFLINE")
    client.post(address + "choose/", {"status_OFFLINE": "PLANNED"})
    team = one(page_of(editing, finding_on(address, "status/OFFLINE")), "#team")
    assert "REMOVED" in team.get_text()
    assert "converted before" not in team.get_text()


# --- Figures ---


def test_an_editor_adds_the_figures_of_a_review_and_nothing_else(
    editing: Client, client: Client
) -> None:
    address = review_of(client, "status/OFFLINE")
    form = one(page_of(editing, address), ".desk-figures form")
    answer = editing.post(str(form["action"]), {**given_by(form), "source": "Nightly"})
    assert (answer.status_code, answer["Location"]) == (303, address)
    kept = Sighting.objects.get()
    assert (kept.source, kept.target, kept.author, kept.records) == ("Nightly", "v3", "eva", 1)
    whole = stored(address).whole
    told = {(each.code, each.subject) for each in whole.findings}
    assert set(Figure.objects.values_list("code", "subject")) == told
    assert "Nightly" in page_of(client, "/plan/status/OFFLINE/").get_text()


def test_without_a_name_the_source_is_called_as_the_review(editing: Client, client: Client) -> None:
    address = review_of(client, "status/OFFLINE")
    editing.post(address + "figures/", {"source": " "})
    assert Sighting.objects.get().source == stored(address).state.title


def test_readers_add_no_figures(client: Client, editing: Client) -> None:
    address = review_of(client, "status/OFFLINE")
    assert page_of(client, address).select(".desk-figures") == []
    answer = client.post(address + "figures/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")
    assert editing.get(address + "figures/")["Location"] == address
    assert not Sighting.objects.exists()


def test_figures_are_not_added_from_another_site(editor: object, client: Client) -> None:
    address = review_of(client, "status/OFFLINE")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)  # type: ignore[arg-type]
    assert strict.post(address + "figures/").status_code == 403
    assert not Sighting.objects.exists()


def test_figures_of_a_review_that_ended_are_not_there(editing: Client) -> None:
    assert editing.post(f"/reviews/{'x' * 43}/figures/").status_code == 404
