"""What is said where a connector's figures contradict its standard, or each other."""

from __future__ import annotations

from collections.abc import Iterator

from evmap.conversion.diagnostics import Diagnostic
from evmap.conversion.facts.plausible import Contradiction, check
from evmap.conversion.guide import Guide
from evmap.conversion.rules.plug_facts import PlugNotes

#: What contradicts -> code, and the attribute whose place in v2 tells it.
CODES = {
    "current": ("EV460", "power_type"),
    "phases": ("EV461", "power_type"),
    "volts": ("EV462", "max_voltage"),
    "amperes": ("EV462", "max_amperage"),
    "watts": ("EV462", "max_electric_power"),
    "product": ("EV463", "max_electric_power"),
}


def contradictions(
    guide: Guide,
    notes: PlugNotes,
    standard: str,
    figures: tuple[str | None, int | None, int | None, int | None],
) -> Iterator[Diagnostic]:
    """Say what of a connector's figures does not fit; all of them stay as they are.

    figures: power_type, max_voltage, max_amperage, max_electric_power. `notes` name a source of
    each of them that is known.
    """
    for found in check(guide.limits.get(standard, ()), *figures):
        code, attribute = CODES[found.what]
        # The current comes first among the sources of power_type, the phases last.
        place = notes.sources_of(attribute)[-1 if found.what == "phases" else 0]
        yield Diagnostic(code, place, None, _words(standard, found))


def _words(standard: str, found: Contradiction) -> tuple[str, ...]:
    if found.what == "product":
        return found.value, found.limit
    return standard, found.value, found.limit
