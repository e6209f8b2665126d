"""The plan: a team's decisions on what HERE's guide leaves open."""

from __future__ import annotations

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Application that owns the decisions and the figures behind them."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "evmap.plan"
    label = "plan"
    verbose_name = "Plan"
