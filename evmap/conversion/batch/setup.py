"""What every worker needs, and the converter that it keeps from piece to piece."""

from __future__ import annotations

import threading

import msgspec

from evmap.conversion.converter import Converter
from evmap.conversion.guide import Guide
from evmap.conversion.options import Options


class Setup(msgspec.Struct, frozen=True, eq=False):
    """The choices and the tables of a run; they travel to every worker."""

    options: Options
    guide: Guide


class _Kept(threading.local):
    """The converter of this thread: what it has seen makes the next piece faster."""

    setup: Setup | None = None
    converter: Converter | None = None


_kept = _Kept()


def borrow_converter(setup: Setup) -> Converter:
    """The converter of this thread, or a new one. Give it back when it went well."""
    converter = _kept.converter if _kept.setup is setup else None
    _kept.setup = _kept.converter = None
    return converter or Converter(setup.guide, setup.options)


def return_converter(setup: Setup, converter: Converter) -> None:
    """Keep a converter for the next piece."""
    _kept.setup, _kept.converter = setup, converter
