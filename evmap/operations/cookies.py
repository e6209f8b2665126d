"""Cookies that no program of this site has set."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from evmap.middleware import GetResponse


class CookieMiddleware:
    """Passes over cookies that hold more than printable ASCII: ours never do.

    In quotes they can spell any byte, as in "\\000", and a session of that name would be looked for
    in a database that takes no NUL.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on without them."""
        odd = [
            name
            for name, value in request.COOKIES.items()
            if not (value.isascii() and value.isprintable())
        ]
        for name in odd:
            del request.COOKIES[name]
        return self.get_response(request)
