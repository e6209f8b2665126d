"""Small files that programs look for at fixed addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

TEXT = "text/plain; charset=utf-8"
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /api/
Disallow: /convert/
Disallow: /reviews/
Disallow: /request/
"""


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: the tables may be found; forms and what they answer need not be."""
    return HttpResponse(ROBOTS, content_type=TEXT)


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """`/favicon.ico`: where the icon of the pages is."""
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """`/.well-known/security.txt` (RFC 9116), where SECURITY_CONTACT says whom to write to."""
    if not settings.SECURITY_CONTACT:
        raise Http404("There is no page at this address.")
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {expires.isoformat()}"]
    return HttpResponse("\n".join([*lines, "Preferred-Languages: en", ""]), content_type=TEXT)
