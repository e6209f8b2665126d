"""What every worker needs, and the engine that it keeps from piece to piece."""

from __future__ import annotations

import threading

import msgspec

from evmap.conversion.engine import Engine
from evmap.conversion.guide import Guide
from evmap.conversion.options import Options


class Setup(msgspec.Struct, frozen=True, eq=False):
    """The choices and the tables of a run; they travel to every worker."""

    options: Options
    guide: Guide


class _Kept(threading.local):
    """The engine of this thread: what it has seen makes the next piece faster."""

    setup: Setup | None = None
    engine: Engine | None = None


_kept = _Kept()


def borrow_engine(setup: Setup) -> Engine:
    """The engine of this thread, or a new one. Give it back when it went well."""
    engine = _kept.engine if _kept.setup is setup else None
    _kept.setup = _kept.engine = None
    return engine or Engine(setup.guide, setup.options)


def return_engine(setup: Setup, engine: Engine) -> None:
    """Keep an engine for the next piece."""
    _kept.setup, _kept.engine = setup, engine
