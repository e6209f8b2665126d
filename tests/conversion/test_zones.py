"""Names of time zones are those of the IANA database; local times become UTC in their zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from evmap.conversion.facts.zones import to_utc, zone


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("Europe/Berlin", "Europe/Berlin", "same"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "same"),
        # Older names and short ones are names of the database too.
        ("Asia/Calcutta", "Asia/Calcutta", "same"),
        ("Europe/Kyiv", "Europe/Kyiv", "same"),
        ("UTC", "UTC", "same"),
        ("CET", "CET", "same"),
        ("Etc/GMT-1", "Etc/GMT-1", "same"),
        ("europe/berlin", "Europe/Berlin", "converted"),
        ("EUROPE/BERLIN", "Europe/Berlin", "converted"),
        (" Europe/Berlin ", "Europe/Berlin", "converted"),
        ("America/New York", "America/New_York", "converted"),
        ("Bogus/Zone", None, "unknown"),
        ("+01:00", None, "unknown"),
        ("UTC+1", None, "unknown"),
        ("GMT+1", None, "unknown"),
        ("W. Europe Standard Time", None, "unknown"),
        ("(UTC+01:00) Berlin", None, "unknown"),
        ("Berlin", None, "unknown"),
        ("CEST", None, "unknown"),
        ("", None, "unknown"),
        (" ", None, "unknown"),
        ("../../etc/passwd", None, "unknown"),
        ("Europe", None, "unknown"),
        ("Europe/Berlin\0", None, "unknown"),
    ],
)
def test_a_text_is_the_name_of_a_zone_or_none(text: str, name: str | None, how: str) -> None:
    assert zone(text) == (name, how)


@pytest.mark.parametrize(
    ("name", "local", "utc", "how"),
    [
        ("Europe/Berlin", "2024-05-01T10:00:00", "2024-05-01T08:00:00", "once"),
        ("Europe/Berlin", "2024-01-01T10:00:00.919", "2024-01-01T09:00:00.919", "once"),
        ("Asia/Kolkata", "2024-05-01T10:00:00", "2024-05-01T04:30:00", "once"),
        ("UTC", "2024-05-01T10:00:00", "2024-05-01T10:00:00", "once"),
        # The night in which clocks go from 2:00 to 3:00: 2:30 never was.
        ("Europe/Berlin", "2024-03-31T02:30:00", "2024-03-31T01:30:00", "never"),
        ("America/New_York", "2024-03-10T02:30:00", "2024-03-10T07:30:00", "never"),
        # The night in which they go from 3:00 back to 2:00: 2:30 was twice, the first is meant.
        ("Europe/Berlin", "2024-10-27T02:30:00", "2024-10-27T00:30:00", "twice"),
        ("Europe/Berlin", "2024-10-27T03:00:00", "2024-10-27T02:00:00", "once"),
        # A day that was left out where the date line was moved.
        ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00", "never"),
    ],
)
def test_a_local_time_in_utc(name: str, local: str, utc: str, how: str) -> None:
    wanted = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert to_utc(datetime.fromisoformat(local), name) == (wanted, how)


def test_a_time_at_the_end_of_time() -> None:
    with pytest.raises(OverflowError):
        to_utc(datetime.max, "America/New_York")  # noqa: DTZ901


def test_every_name_has_rules() -> None:
    for text in ("Europe/Berlin", "america/new york", "CET", "Asia/Calcutta"):
        name = zone(text).name
        assert name is not None
        ZoneInfo(name)
