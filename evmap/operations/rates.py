"""How much one client may ask for: a token bucket for each client and kind, in the database.

All processes share it, and it needs nothing beside the database. A client is an address, or the
/64 network of an IPv6 address. A bucket is one row with one time: when it will be full again. Each
request moves that time on by what one request takes; one that would move it too far is refused (the
"generic cell rate algorithm"). One statement does it, so that two processes never give the same
token twice.
"""

from __future__ import annotations

import hmac
import logging
import math
import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from evmap.middleware import GetResponse
from evmap.operations.clients import address_of, group_of
from evmap.operations.metrics import count_refusal
from evmap.operations.models import Bucket
from evmap.operations.problems import problem

log = logging.getLogger("evmap.rates")

#: No row comes back where the bucket is empty. A time that is further away than an empty bucket can
#: say was written before the clock was set back, and counts as now.
TAKE = """
INSERT INTO operations_bucket (key, full_at) VALUES (%(key)s, %(now)s + %(step)s)
ON CONFLICT (key) DO UPDATE SET full_at = %(step)s + CASE
  WHEN operations_bucket.full_at BETWEEN %(now)s AND %(now)s + %(room)s
  THEN operations_bucket.full_at ELSE %(now)s END
WHERE operations_bucket.full_at <= %(now)s + %(room)s - %(step)s
   OR operations_bucket.full_at > %(now)s + %(room)s + %(step)s
RETURNING full_at
"""

#: The first that fits says of which kind a request is: method (any if empty), start of the path.
KINDS = (
    ("POST", "/admin/login/", "login"),
    ("POST", "/convert/", "convert"),
    ("POST", "/reviews/", "convert"),
    ("", "/reviews/", "review"),
    ("POST", "/api/v1/convert", "convert"),
    ("POST", "/api/v1/revert", "convert"),
    ("POST", "/api/v1/", "lookup"),
    ("POST", "/lookup", "lookup"),
    ("POST", "/request/", "lookup"),
    ("", "/api/v1/", "api"),
)


def take(kind: str, client: str) -> int:
    """Take one request of a kind from a client's bucket.

    Return 0 where it may go on, else the seconds after which it may. Without a limit, and where the
    database can't write, everybody may go on.
    """
    per_minute, at_once = settings.EVMAP_RATES[kind]
    if not per_minute:
        return 0
    key = hmac.digest(settings.SECRET_KEY.encode(), f"{kind} {client}".encode(), "sha256").hex()
    step, now = 60 / per_minute, time.time()
    try:
        with connection.cursor() as cursor:
            given: dict[str, str | float] = {
                "key": key,
                "now": now,
                "step": step,
                "room": at_once * step,
            }
            cursor.execute(TAKE, given)
            if cursor.fetchone() is not None:
                return 0
        full_at = Bucket.objects.values_list("full_at", flat=True).get(key=key)
    except (DatabaseError, Bucket.DoesNotExist) as error:
        log.warning("rates are not limited: %s", str(error).strip().partition("\n")[0])
        return 0
    return max(1, math.ceil(full_at - now - (at_once - 1) * step))


def forget() -> int:
    """Remove the buckets that are full; return how many."""
    return Bucket.objects.filter(full_at__lt=time.time()).delete()[0]


class RateMiddleware:
    """Answers 429, and says when to come back, where a client asks for too much."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse the request, or pass it on."""
        kind = kind_of(request)
        if not kind:
            return self.get_response(request)
        client = group_of(address_of(request.META, settings.PROXY_HOPS))
        wait = take(kind, client)
        if kind == "login":
            account = str(request.POST.get("username", ""))[:150].casefold()
            wait = max(wait, take("account", account))
        if not wait:
            return self.get_response(request)
        count_refusal(kind)
        seconds = f"{wait} second{'' if wait == 1 else 's'}"
        return problem(
            429,
            "You, or somebody at the same address, asked for more than this site does for one.",
            advice=f"Try again in {seconds}.",
            again=wait,
        )


def kind_of(request: HttpRequest) -> str:
    """Return the kind of a request; empty where nothing limits it."""
    # HEAD costs what GET does.
    for method, beginning, kind in KINDS:
        if method in ("", request.method) and request.path_info.startswith(beginning):
            return kind
    return ""
