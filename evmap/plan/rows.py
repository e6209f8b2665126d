"""The plan's rows: every subject of the tables, its decision, and what was seen of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from evmap.conversion.codes.entry import on_page
from evmap.conversion.plan.file import NOT_IN_DATA
from evmap.conversion.plan.subjects import Subject, subjects_of
from evmap.mappings.guide import current_guide
from evmap.plan.models import Decision, Figure

KINDS = {
    "status": "status",
    "connector": "connector",
    "required": "required value",
    "absent": "not in the target",
    "loss": "lost field",
}


@dataclass(frozen=True)
class Seen:
    """How often the latest reports met a subject, in how many sources, and when last."""

    occurrences: int = 0
    sources: tuple[str, ...] = ()
    last: datetime | None = None


NOT_SEEN = Seen()


#: The choice of a form that means the value beside it.
OWN = "own"


@dataclass(frozen=True)
class Filled:
    """What a form for deciding holds: the chosen button, the value beside it, the reason."""

    choice: str = ""
    own: str = ""
    reason: str = ""


@dataclass(frozen=True)
class PlanRow:
    """A subject with its decision, if there is one."""

    subject: Subject
    decision: Decision | None
    seen: Seen = NOT_SEEN

    @property
    def key(self) -> str:
        """Return the subject's key."""
        return self.subject.key

    @property
    def state(self) -> str:
        """Return open, decided or not_ours."""
        return self.decision.state if self.decision else Decision.State.OPEN.value

    @property
    def state_word(self) -> str:
        """Return the state for people."""
        return str(Decision.State(self.state).label)

    @property
    def is_open(self) -> bool:
        """Return whether the team still has to decide."""
        return self.state == Decision.State.OPEN

    @property
    def so_far(self) -> str:
        """Return what a conversion does as long as it is open."""
        return on_page(self.subject.so_far)

    @property
    def version(self) -> int:
        """Return the version of the decision, 0 without one."""
        return self.decision.version if self.decision else 0

    @property
    def choice(self) -> str:
        """Return what was chosen; empty as long as nothing was."""
        return self.decision.choice if self.decision else ""

    @property
    def chosen(self) -> str:
        """Return what was chosen, in words."""
        if self.state == Decision.State.NOT_OURS:
            return NOT_IN_DATA.capitalize()
        return self.subject.label(self.choice) if self.choice else ""

    @property
    def own(self) -> str:
        """Return the chosen value, if it is one of the team's own."""
        values = [option.value for option in self.subject.options]
        return self.choice if self.choice not in values else ""

    @property
    def filled(self) -> Filled:
        """Return the form of the decision as it is."""
        is_not_ours = self.state == Decision.State.NOT_OURS
        choice = OWN if self.own else self.state if is_not_ours else self.choice
        return Filled(choice, self.own, self.decision.reason if self.decision else "")


def plan_rows() -> list[PlanRow]:
    """Return all subjects: what is open first, by weight, then the rest; two queries."""
    made = {decision.subject: decision for decision in Decision.objects.all()}
    seen = seen_by_subject()
    rows = [
        PlanRow(subject, made.get(key), seen.get(key, NOT_SEEN))
        for key, subject in subjects_of(current_guide()).items()
    ]
    return sorted(rows, key=lambda row: (not row.is_open, -row.seen.occurrences))


def plan_row(key: str) -> PlanRow | None:
    """Return one subject; None where the tables leave no such thing open."""
    subject = subjects_of(current_guide()).get(key)
    if subject is None:
        return None
    found = Decision.objects.filter(subject=key).first()
    return PlanRow(subject, found, seen_by_subject([key]).get(key, NOT_SEEN))


def rows_on(table: str, key: str) -> list[PlanRow]:
    """Return the subjects of a row of a mapping table; a query where there are some."""
    subjects = [one for one in subjects_of(current_guide()).values() if one.row == (table, key)]
    if not subjects:
        return []
    made = {
        one.subject: one for one in Decision.objects.filter(subject__in=[s.key for s in subjects])
    }
    return [PlanRow(subject, made.get(subject.key)) for subject in subjects]


def gone() -> list[Decision]:
    """Return decisions whose subject is not in the tables any more; they are kept."""
    known = subjects_of(current_guide())
    return [decision for decision in Decision.objects.all() if decision.subject not in known]


def progress() -> dict[str, int]:
    """Return how many subjects are in each state, and how many there are; one query."""
    known = subjects_of(current_guide())
    made = dict(Decision.objects.values_list("subject", "state"))
    states = [made.get(key, Decision.State.OPEN.value) for key in known]
    counts = {state: states.count(state) for state in Decision.State.values}
    return {**counts, "all": len(known), "done": len(known) - counts[Decision.State.OPEN]}


def seen_by_subject(keys: Iterable[str] | None = None) -> Mapping[str, Seen]:
    """Return what the latest report of each source and target says of subjects; one query."""
    figures = Figure.objects.exclude(subject="").select_related("sighting")
    if keys is not None:
        figures = figures.filter(subject__in=list(keys))
    latest: dict[tuple[str, str, str], tuple[datetime, int]] = {}
    for figure in figures.order_by("sighting__seen_at", "pk"):
        sighting = figure.sighting
        place = (figure.subject, sighting.source, sighting.target)
        known = latest.get(place)
        same = known is not None and known[0] == sighting.seen_at
        number = figure.occurrences + (known[1] if known and same else 0)
        latest[place] = (sighting.seen_at, number)
    return _sums(latest)


def _sums(latest: Mapping[tuple[str, str, str], tuple[datetime, int]]) -> dict[str, Seen]:
    """Sums over sources. Several targets of one source saw the same: the highest counts."""
    sources: dict[str, dict[str, int]] = defaultdict(dict)
    last: dict[str, datetime] = {}
    for (subject, source, _target), (when, number) in latest.items():
        sources[subject][source] = max(number, sources[subject].get(source, 0))
        last[subject] = max(when, last.get(subject, when))
    return {
        subject: Seen(sum(numbers.values()), tuple(sorted(numbers)), last[subject])
        for subject, numbers in sources.items()
    }
