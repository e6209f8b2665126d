"""What a user chose about a conversion. What there is to choose: :mod:`evmap.options`."""

from __future__ import annotations

import msgspec

from evmap.conversion.limits import LOCAL, Limits
from evmap.conversion.plan.file import Decision
from evmap.options import TARGETS, Target

__all__ = ["TARGETS", "Options", "Target"]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Choices for one conversion; the same for web, API and command line.

    statuses: v2 status -> v3 status, for ambiguous v2 statuses; overrides the tables' preference.
    accept_successors: write candidate standards for deprecated connector ids, where there is one.
    standards: v2 connector id -> standard to write where the tables leave it open.
    country_code, party_id: the CPO in OCPI, where the v2 EVSE ids don't tell.
    publish: OCPI's `publish`, where v2 doesn't tell. partner_id: the operator's, for here-v3.
    plan: the decisions that were obeyed (`plan.with_plan`); the report names those that answer.
    """

    target: Target = "v3"
    statuses: tuple[tuple[str, str], ...] = ()
    accept_successors: bool = False
    standards: tuple[tuple[int, str], ...] = ()
    country_code: str | None = None
    party_id: str | None = None
    publish: bool | None = None
    partner_id: str | None = None
    plan: tuple[Decision, ...] = ()
    limits: Limits = LOCAL
