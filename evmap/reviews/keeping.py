"""Keeping a review, finding it by its token, and letting it go."""

from __future__ import annotations

import gzip
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.http import QueryDict
from django.utils import timezone

from evmap import __version__
from evmap.mappings.snapshot import current_version
from evmap.reviews.models import KeptDocument, KeptReview
from evmap.reviews.payload import Payload

#: Bytes of randomness in a link.
TOKEN_BYTES = 32


class NotKept(Exception):
    """A review that cannot be kept; the message says why and what to do."""


class _File(msgspec.Struct):
    data: bytes
    name: str
    pasted: bool


class _Content(msgspec.Struct):
    options: str
    sample: str
    files: list[_File]


@dataclass(frozen=True)
class Kept:
    """A kept review that was found."""

    review: KeptReview
    content: _Content
    #: Whether it was made with the tables of today.
    is_current: bool

    def form_data(self) -> QueryDict:
        """Return what the form of a result page would send."""
        data = QueryDict(self.content.options, mutable=True)
        data.setlist("sample", [self.content.sample] if self.content.sample else [])
        data.setlist("packed", [_payload(file).packed() for file in self.content.files])
        data.setlist("name", [file.name for file in self.content.files])
        data.setlist("pasted", ["1"] if any(f.pasted for f in self.content.files) else [])
        return data


def _payload(file: _File) -> Payload:
    return Payload(file.data, file.name, pasted=file.pasted)


def may_keep() -> bool:
    """Return whether this site keeps reviews at all."""
    return bool(settings.EVMAP_KEEP_DAYS > 0)


def keep(payloads: Sequence[Payload], options: str) -> str:
    """Keep a review and return its token. Raise NotKept where it is too large, or the site full."""
    if not may_keep():
        raise NotKept("This site keeps no reviews.")
    sample = payloads[0].sample
    files = [] if sample else [_File(one.data, one.name, one.pasted) for one in payloads]
    packed = gzip.compress(
        msgspec.msgpack.encode(_Content(options, sample.name if sample else "", files)),
        compresslevel=6,
        mtime=0,
    )
    purge()
    _refuse(len(packed))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = timezone.now()
    with transaction.atomic():
        review = KeptReview.objects.create(
            digest=digest_of(token),
            created_at=now,
            expires_at=now + timedelta(days=settings.EVMAP_KEEP_DAYS),
            files=len(payloads),
            bytes=sum(len(one.data) for one in payloads),
            stored_bytes=len(packed),
        )
        KeptDocument.objects.create(review=review, content=packed, tables=tables_version())
    return token


def _refuse(size: int) -> None:
    if size > settings.EVMAP_KEEP_BYTES:
        raise NotKept(
            f"Packed, the review has {size / 1024 / 1024:.1f} MB; this site keeps up to "
            f"{settings.EVMAP_KEEP_BYTES / 1024 / 1024:.4g} MB. Download the report instead."
        )
    used = KeptReview.objects.aggregate(used=Sum("stored_bytes"))["used"] or 0
    if used + size > settings.EVMAP_KEEP_TOTAL_BYTES:
        raise NotKept("This site has no room for more reviews now. Download the report instead.")


def find(token: str) -> Kept | None:
    """Return a kept review; None where there is none, or none any more."""
    found = (
        KeptDocument.objects.select_related("review")
        .filter(review__digest=digest_of(token), review__expires_at__gt=timezone.now())
        .first()
    )
    if found is None:
        return None
    content = msgspec.msgpack.decode(gzip.decompress(bytes(found.content)), type=_Content)
    return Kept(found.review, content, found.tables == tables_version())


def was_kept(token: str) -> bool:
    """Return whether a review has expired and waits for its removal; remove it."""
    deleted, _ = KeptReview.objects.filter(digest=digest_of(token)).delete()
    return bool(deleted)


def reviews_of(tokens: Sequence[str]) -> list[tuple[str, KeptReview]]:
    """Return the reviews of these tokens that are still kept, the newest first."""
    by_digest = {digest_of(token): token for token in tokens}
    found = KeptReview.objects.filter(digest__in=by_digest, expires_at__gt=timezone.now())
    return [(by_digest[review.digest], review) for review in found]


def let_go(token: str) -> None:
    """Delete a review at once."""
    KeptReview.objects.filter(digest=digest_of(token)).delete()


def purge() -> int:
    """Remove all reviews that have expired; return how many."""
    _, by_model = KeptReview.objects.filter(expires_at__lte=timezone.now()).delete()
    return by_model.get("reviews.KeptReview", 0)


def digest_of(token: str) -> str:
    """Return what the table knows of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def tables_version() -> str:
    """Return what decides a conversion: the version of evmap, and the digest of its tables."""
    return f"{__version__} {current_version()[0]}"[:80]
