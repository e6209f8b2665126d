"""Log-ins in the log: who tried from where, and how it ended. No password, and no unknown name."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from evmap.operations.clients import address_of

log = logging.getLogger("evmap.logins")


@receiver(user_login_failed)
def _failed(
    credentials: Mapping[str, Any], request: HttpRequest | None = None, **_more: object
) -> None:
    name = str(credentials.get("username", ""))[:150]
    # A name that nobody has may be a password in the wrong field.
    known = get_user_model().objects.filter(username=name).exists()
    account = f"account {name!r}" if known else "an unknown account"
    log.warning("log-in failed for %s from %s", account, _address(request))


@receiver(user_logged_in)
def _done(request: HttpRequest | None, user: Any, **_more: object) -> None:
    log.info("log-in of account %r from %s", user.get_username(), _address(request))


def _address(request: HttpRequest | None) -> str:
    return address_of(request.META if request else {}, settings.PROXY_HOPS) or "-"
