"""What the rules of one conversion share: the tables, the user's choices, plugs and statuses."""

from __future__ import annotations

from functools import lru_cache, partial

from evmap.conversion.guide import Guide
from evmap.conversion.model import Plug
from evmap.conversion.options import Options
from evmap.conversion.read.errors import TooLarge
from evmap.conversion.rules.electrical import make_plug
from evmap.conversion.rules.groups import PlugKey, plug_facts
from evmap.conversion.rules.status import StatusRule

#: Plugs kept for reuse.
PLUGS_KEPT = 20_000


class Context:
    """The tables and choices that rules read.

    `plug` gives the plug for :class:`~evmap.conversion.rules.plug_facts.PlugFacts`, equal facts the
    same plug. Raises ValueError for a choice of status that is no candidate of the tables.
    """

    def __init__(self, guide: Guide, options: Options) -> None:
        self.guide = guide
        self.options = options
        self.status = StatusRule(guide, dict(options.statuses))
        self.plug = lru_cache(maxsize=PLUGS_KEPT)(
            partial(
                make_plug,
                guide,
                accept_successors=options.accept_successors,
                decided=dict(options.standards),
            )
        )
        self.plug_of = lru_cache(maxsize=PLUGS_KEPT)(self._plug_of)
        self._made = 0

    def _plug_of(self, key: PlugKey) -> Plug:
        """The plug of a group; see :func:`~evmap.conversion.rules.groups.plug_key`."""
        return self.plug(plug_facts(key))

    def make(self, number: int) -> int:
        """Count EVSEs that are made from mere counts; return the number.

        Raises TooLarge for more than `Limits.made` in one conversion.
        """
        self._made += number
        limit = self.options.limits.made
        if limit is not None and self._made > limit:
            raise TooLarge(
                f"The counts in it ask for more than {limit:,} charging points.",
                "Convert it with the command `evmap convert`, which has no such limit.",
            )
        return number
