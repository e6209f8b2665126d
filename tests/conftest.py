"""Fixtures for all tests."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test with a database finds the mapping tables loaded."""
    with django_db_blocker.unblock():
        call_command("load_mappings", verbosity=0)
