"""Makes `evmap.admin_site` the admin of the project; apart, because models come later."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class EvmapAdminConfig(AdminConfig):
    """Django's admin with evmap's site."""

    default_site = "evmap.admin_site.EvmapAdminSite"
