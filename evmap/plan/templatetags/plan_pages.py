"""The plan on pages of other applications: its progress, and the decisions on a row."""

from __future__ import annotations

from django import template

from evmap.mappings.addresses import name_of
from evmap.mappings.models.base import MappingRow
from evmap.plan import rows
from evmap.plan.table import address

register = template.Library()


register.simple_tag(rows.progress, name="plan_progress")


@register.simple_tag
def decisions_on(row: MappingRow) -> list[rows.PlanRow]:
    """Return what there is to decide on a row of a mapping table."""
    return rows.rows_on(*name_of(row))


register.filter("plan_address", address)
