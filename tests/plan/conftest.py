"""What the tests of the plan share."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client


@pytest.fixture
def editor(db: None) -> User:
    """A member of the group, without any other mark."""
    user = User.objects.create_user("eva", password="only-for-this-test")
    user.groups.add(Group.objects.get(name="editors"))
    return user


@pytest.fixture
def editing(editor: User) -> Client:
    """The editor, signed in."""
    client = Client()
    client.force_login(editor)
    return client
