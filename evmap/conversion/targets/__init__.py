"""Targets: the neutral location in the spelling of one system, with what it can and cannot hold."""

from __future__ import annotations

from evmap.conversion.guide import Guide
from evmap.conversion.options import Options
from evmap.conversion.targets.base import Target
from evmap.conversion.targets.here_v3 import HereV3
from evmap.conversion.targets.ocpi import GuideV3
from evmap.conversion.targets.ocpi_fit import StrictOcpi


def make_target(guide: Guide, options: Options) -> Target:
    """The writer for `options.target`."""
    if options.target == "v3":
        return GuideV3(guide, options)
    if options.target == "here-v3":
        return HereV3(guide, options)
    return StrictOcpi(guide, options)
