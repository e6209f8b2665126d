"""The group of the editors: it may read every mapping table, write notes, and decide."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions

from evmap.mappings.files import TABLES

GROUP = "editors"
WRITTEN = ("note", "decision", "sighting")

#: Where the tables and what is written stand.
APPLICATIONS = ("mappings", "plan")


def codenames() -> set[str]:
    """Return the permissions that editors have, and no others."""
    written = {f"{action}_{model}" for model in WRITTEN for action in ("add", "change", "delete")}
    return written | {f"view_{model}" for model in (*TABLES.values(), *WRITTEN)}


def make_group(using: str, verbosity: int = 1, **_signal: Any) -> None:
    """Make the group, or bring its permissions up to date; run after each `migrate`.

    Members stay. Permissions that somebody gave the group beside these are taken away again.
    """
    # Django's own receiver, which makes the permissions, may run after this one.
    for label in APPLICATIONS:
        config = apps.get_app_config(label)
        create_permissions(config, using=using, verbosity=verbosity)
    permissions = apps.get_model("auth", "Permission")._default_manager.using(using)
    group, _ = (
        apps.get_model("auth", "Group")._default_manager.using(using).get_or_create(name=GROUP)
    )
    group.permissions.set(
        permissions.filter(content_type__app_label__in=APPLICATIONS, codename__in=codenames())
    )
