"""The upgrade to reviews that are stored sealed: what was kept before, readable, goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from evmap.reviews.models import StoredReview
from evmap.reviews.sealing import digest_of
from tests.pages.conftest import Seen
from tests.support.migrating import Migrate

BEFORE, AFTER = [("reviews", "0001_kept")], [("reviews", "0002_stored")]


@pytest.mark.django_db(transaction=True)
def test_kept_documents_go_and_their_links_say_that_they_ended(
    client: Client, migrate: Migrate
) -> None:
    token = "a" * 43
    old = migrate(BEFORE)
    now = timezone.now()
    review = old.get_model("reviews", "KeptReview").objects.create(
        digest=digest_of(token), created_at=now, expires_at=now + timedelta(days=3),
        files=1, bytes=100, stored_bytes=50,
    )  # fmt: skip
    old.get_model("reviews", "KeptDocument").objects.create(
        review=review, content=b"readable", tables="x"
    )

    migrate(AFTER)

    assert "reviews_keptdocument" not in connection.introspection.table_names()
    row = StoredReview.objects.get()
    assert (row.kept, row.stored_bytes, row.parts.count()) == (True, 0, 0)
    page = Seen(client.get(f"/reviews/{token}/"))
    assert page.status == 410
    assert "did not encrypt what it stored" in page.main
