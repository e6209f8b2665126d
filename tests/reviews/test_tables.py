"""The web converts by the tables in the database, and by the preferences of this moment."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from django.utils import timezone

from evmap.conversion import Options
from evmap.conversion.guide import Guide, Row, fixture_guide
from evmap.mappings import guide
from evmap.mappings.guide import current_guide
from evmap.mappings.models import ConnectorStandard, Standard, TablesVersion
from evmap.plan.models import Decision
from tests.reviews.support import convert_for_web

pytestmark = pytest.mark.django_db

OFFLINE = (
    b'{"poolId":"p","connectors":{"connector":[{"connectorType":{"id":"31"},"connectorStatuses":'
    b'{"connectorStatus":[{"cpoEvseId":"1","state":"OFFLINE"}]}}]}}'
)


def written(document: bytes) -> dict[str, str]:
    """Return status and standard of the only EVSE."""
    (location,) = msgspec.json.decode(document)["items"]
    (evse,) = location["evses"]
    return {"status": evse["status"], "standard": evse["connectors"][0]["standard"]}


def plain(guide: Guide) -> object:
    return msgspec.to_builtins(guide, str_keys=True, order="deterministic")


def test_the_database_gives_the_guide_that_the_fixtures_give() -> None:
    assert plain(current_guide()) == plain(fixture_guide())


def test_the_guide_is_built_once_for_each_loading(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    first = current_guide()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert current_guide() is first


def test_changed_tables_take_effect_in_the_next_conversion() -> None:
    before = written(convert_for_web(OFFLINE, Options()).document)
    row = ConnectorStandard.objects.get(connector__v2_id=31)
    row.standard = Standard.objects.get(code="IEC_62196_T3A")
    row.save()
    TablesVersion.objects.update(loaded_at=timezone.now())
    after = written(convert_for_web(OFFLINE, Options()).document)
    assert (before["standard"], after["standard"]) == ("IEC_62196_T2", "IEC_62196_T3A")


def test_tables_that_are_loaded_while_they_are_read_are_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from_tables = guide._rows
    readings = []

    def interrupted() -> Iterator[Row]:
        readings.append(1)
        for number, row in enumerate(from_tables()):
            yield row
            if number == 5 and len(readings) == 1:
                TablesVersion.objects.update(loaded_at=timezone.now())

    TablesVersion.objects.update(loaded_at=timezone.now())
    monkeypatch.setattr(guide, "_rows", interrupted)
    built = current_guide()
    assert len(readings) == 2
    assert current_guide() is built


def test_without_loaded_tables_the_fixture_files_are_read() -> None:
    TablesVersion.objects.all().delete()
    assert current_guide() is fixture_guide()


def test_a_changed_preference_takes_effect_in_the_next_conversion() -> None:
    def status() -> str:
        return written(convert_for_web(OFFLINE, Options()).document)["status"]

    assert status() == "PLANNED"
    preference = Decision.objects.create(subject="status/OFFLINE", choice="REMOVED", reason="Ours.")
    assert status() == "REMOVED"
    preference.delete()
    assert status() == "PLANNED"


def test_the_users_choice_counts_more_than_the_preference() -> None:
    Decision.objects.create(subject="status/OFFLINE", choice="REMOVED", reason="Ours.")
    chosen = Options(statuses=(("OFFLINE", "PLANNED"),))
    assert written(convert_for_web(OFFLINE, chosen).document)["status"] == "PLANNED"


def test_a_preference_that_is_no_candidate_has_no_effect() -> None:
    Decision.objects.create(subject="status/OFFLINE", choice="AVAILABLE", reason="Ours.")
    assert written(convert_for_web(OFFLINE, Options()).document)["status"] == "PLANNED"
