"""Whose review it is: the browser that made it has its link in a signed cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: The newest tokens of a browser; a cookie has room for about so many.
MOST = 40
SALT = "evmap.reviews.owner"


def cookie_name() -> str:
    """Return the cookie's name; over HTTPS no other host can set it."""
    return "__Host-reviews" if settings.HTTPS else "reviews"


def own_tokens(request: HttpRequest) -> list[str]:
    """Return the tokens of the reviews that this browser made, the newest first."""
    found = request.get_signed_cookie(cookie_name(), default="", salt=SALT)
    return [token for token in str(found).split(".") if token]


def remember(response: HttpResponse, tokens: list[str]) -> None:
    """Set the cookie, or take it away with the last token."""
    if not tokens:
        response.delete_cookie(cookie_name(), samesite="Lax")
        return
    response.set_signed_cookie(
        cookie_name(),
        ".".join(tokens[:MOST]),
        salt=SALT,
        max_age=(settings.EVMAP_KEEP_DAYS + 1) * 24 * 3600,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
