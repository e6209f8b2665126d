"""Storing reviews, changing them, and letting them go; how long, and how much for whom."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet, Sum
from django.db.models.functions import Length
from django.http import HttpRequest
from django.utils import timezone

from evmap.operations.children import ON_YOUR_MACHINE, Refused
from evmap.operations.clients import address_of, group_of
from evmap.reviews.models import StoredPart, StoredReview
from evmap.reviews.sealing import Seal, digest_of
from evmap.reviews.service import tables_version
from evmap.reviews.stored import State
from evmap.reviews.work import Made


class NoRoom(Refused):
    """A review that is not stored, for what it and others take: what to answer."""

    def __init__(self, status: int, message: str, advice: str, again: int | None = None) -> None:
        super().__init__(message, advice)
        self.status = status
        self.again = again


class Gone(Refused):
    """The review went while it was being changed."""

    status = 410
    again = None


class Outdated(Exception):
    """Somebody else's conversion of the same review was stored meanwhile."""


def client_of(request: HttpRequest) -> str:
    """Return who asks, as a digest that says nothing to others."""
    address = group_of(address_of(request.META, settings.PROXY_HOPS))
    return hmac.digest(settings.SECRET_KEY.encode(), f"reviews {address}".encode(), "sha256").hex()


# --- Storing and changing ---


def store(token: str, made: Made, state: State, client: str) -> None:
    """Store a new review. Raise NoRoom."""
    purge()
    parts = {**made.parts, "state": state.sealed(Seal(token))}
    size = _size(parts)
    _refuse(size, client)
    now = timezone.now()
    with transaction.atomic():
        row = StoredReview.objects.create(
            digest=digest_of(token),
            client=client,
            created_at=now,
            expires_at=_an_hour_from(now),
            kept=False,
            files=made.files,
            bytes=made.bytes,
            stored_bytes=size,
            tables=tables_version(),
        )
        _write(row, parts)


def change(token: str, edit: Callable[[State], None]) -> None:
    """Change what people decided, one after the other, so that nothing is lost.

    Raise Gone, NoRoom.
    """
    with transaction.atomic():
        row, seal, state, size = _locked(token)
        edit(state)
        sealed = state.sealed(seal)
        more = len(sealed) - size
        if more > 0:
            _refuse(row.stored_bytes + more, row.client, instead_of=row.stored_bytes)
        _write(row, {"state": sealed})
        row.stored_bytes += more
        _stay(row)


def keep(token: str, name: str) -> None:
    """Keep a review from now on for the days of the setting, under a name. Raise Gone."""

    def named(state: State) -> None:
        state.name = name or state.name

    change(token, named)
    until = timezone.now() + timedelta(days=settings.EVMAP_KEEP_DAYS)
    StoredReview.objects.filter(digest=digest_of(token)).update(kept=True, expires_at=until)


def replace(
    token: str, made: Made, before: bytes, conversions: int, edit: Callable[[State], None]
) -> None:
    """Store another conversion of a review, and what people decided for it.

    before: the sealed findings of the one before. conversions: how many there were when this one
    began. Raise Outdated where there are more by now; NoRoom, Gone.
    """
    with transaction.atomic():
        row, seal, state, _size_of_state = _locked(token)
        if row.conversions != conversions:
            raise Outdated
        edit(state)
        parts = {**made.parts, "state": state.sealed(seal), "before": before}
        # The documents of before stay, where no others came.
        stays = [] if "input-1" in made.parts else [f"input-{n + 1}" for n in range(made.files)]
        kept = StoredPart.objects.filter(review=row, name__in=stays)
        size = _size(parts) + (kept.aggregate(size=Sum(Length("content")))["size"] or 0)
        _refuse(size, row.client, instead_of=row.stored_bytes)
        StoredPart.objects.filter(review=row).exclude(name__in=stays).delete()
        _write(row, parts)
        row.stored_bytes, row.bytes, row.files = size, made.bytes, made.files
        row.conversions += 1
        row.tables = tables_version()
        _stay(row)


def _locked(token: str) -> tuple[StoredReview, Seal, State, int]:
    """A review that nobody else changes until the transaction ends; and the size of its state."""
    row = (
        StoredReview.objects.select_for_update()
        .filter(digest=digest_of(token), expires_at__gt=timezone.now())
        .first()
    )
    part = StoredPart.objects.filter(review=row, name="state").first() if row else None
    if row is None or part is None:
        raise Gone("The review has gone.", "It was deleted, or its time was up. Convert again.")
    seal = Seal(token)
    return row, seal, State.opened(seal, part.content), len(part.content)


def _write(row: StoredReview, parts: Mapping[str, bytes]) -> None:
    StoredPart.objects.bulk_create(
        [StoredPart(review=row, name=name, content=content) for name, content in parts.items()],
        update_conflicts=True,
        unique_fields=["review", "name"],
        update_fields=["content"],
    )


def _stay(row: StoredReview) -> None:
    """Let a review that is worked on live for another hour."""
    row.expires_at = max(row.expires_at, _an_hour_from(timezone.now()))
    row.save()


def _an_hour_from(now: datetime) -> datetime:
    """As far as the setting says so: an hour by default."""
    return now + timedelta(minutes=settings.EVMAP_REVIEW_MINUTES)


# --- How much ---


def _size(parts: Mapping[str, bytes]) -> int:
    return sum(map(len, parts.values()))


def _refuse(size: int, client: str, instead_of: int = 0) -> None:
    """Raise NoRoom for a review that is too large, or whose client or site has too many."""
    if size > settings.EVMAP_KEEP_BYTES:
        raise NoRoom(
            413,
            f"Stored, the review takes {_megabytes(size)}, and one review may take "
            f"{_megabytes(settings.EVMAP_KEEP_BYTES)}.",
            ON_YOUR_MACHINE,
        )
    own = StoredReview.objects.filter(client=client)
    if _used(own) - instead_of + size > settings.EVMAP_KEEP_CLIENT_BYTES:
        raise NoRoom(
            429,
            f"The reviews of your network address take {_megabytes(_used(own))} of the "
            f"{_megabytes(settings.EVMAP_KEEP_CLIENT_BYTES)} that one address has.",
            "Delete one under “Your reviews”, or wait until the oldest one goes.",
            _seconds(own),
        )
    everybody = StoredReview.objects.all()
    if _used(everybody) - instead_of + size > settings.EVMAP_KEEP_TOTAL_BYTES:
        raise NoRoom(
            503,
            "This site has no room for more reviews at the moment.",
            "Try again when some have gone. The API and the command store nothing.",
            _seconds(everybody),
        )


def _used(reviews: QuerySet[StoredReview]) -> int:
    return reviews.aggregate(used=Sum("stored_bytes"))["used"] or 0


def _seconds(reviews: QuerySet[StoredReview]) -> int:
    """After how many seconds the first of some reviews goes."""
    first = reviews.aggregate(first=Min("expires_at"))["first"]
    return max(1, round((first - timezone.now()).total_seconds())) if first else 1


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.4g} MB"


# --- Letting go ---


def reviews_of(tokens: Sequence[str]) -> list[tuple[str, str, StoredReview]]:
    """Return token, title and row of the reviews of these links that are still there.

    The newest first.
    """
    by_digest = {digest_of(token): token for token in tokens}
    found = (
        StoredPart.objects.select_related("review")
        .filter(review__digest__in=by_digest, review__expires_at__gt=timezone.now(), name="state")
        .order_by("-review__created_at", "-review")
    )
    lines = []
    for part in found:
        token = by_digest[part.review.digest]
        state = State.opened(Seal(token), part.content)
        lines.append((token, state.title, part.review))
    return lines


def let_go(token: str) -> None:
    """Delete a review at once."""
    StoredReview.objects.filter(digest=digest_of(token)).delete()


def what_was(token: str) -> StoredReview | None:
    """Return what is still known of a review that can't be opened; remove it if it has expired."""
    row = StoredReview.objects.filter(digest=digest_of(token)).first()
    if row is not None and row.expires_at <= timezone.now():
        row.delete()
    return row


def purge() -> int:
    """Remove all reviews that have expired; return how many."""
    _, by_model = StoredReview.objects.filter(expires_at__lte=timezone.now()).delete()
    return by_model.get("reviews.StoredReview", 0)
