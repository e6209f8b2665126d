"""The equivalence line: a term of one system, and what stands for it in the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evmap.mappings.addresses import address
from evmap.mappings.models import Connector, Field, Standard, StatusPair, V2Status, V3Status
from evmap.mappings.preferences import Choice


@dataclass(frozen=True)
class Term:
    """A name in one of the systems; without codes it says in `name` what is missing."""

    codes: tuple[str, ...] = ()
    name: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Branch:
    """A term on the side of many, and the fate of the way to it, as a part of a ledger has it."""

    term: Term
    part: str
    #: A word of the glossary on the term, such as "preferred".
    mark: str = ""


@dataclass(frozen=True)
class Equivalence:
    """One term and its counterparts; v2 stands left, v3 right, also where v3 is the one."""

    one: Term
    branches: tuple[Branch, ...]
    one_is_v3: bool = False
    left: str = "v2"
    right: str = "v3"


def of_connector(row: Connector, *, link: bool = False) -> Equivalence:
    """Return a v2 id and its standards."""
    standards = [equivalence.standard for equivalence in row.equivalences.all()]
    branches = [Branch(_standard(standard, link=True), row.fate) for standard in standards]
    return Equivalence(
        _connector(row, link=link),
        tuple(branches) or (Branch(Term(name="No v3 standard"), row.fate),),
        left="v2 connectorType.id",
        right="v3 standard",
    )


def of_standard(row: Standard) -> Equivalence:
    """Return the v2 ids that become a standard."""
    connectors = [equivalence.connector for equivalence in row.equivalences.all()]
    branches = [
        Branch(_connector(connector, link=True), connector.fate) for connector in connectors
    ]
    return Equivalence(
        _standard(row),
        tuple(branches) or (Branch(Term(name="No v2 id"), "unknown"),),
        one_is_v3=True,
        left="v2 connectorType.id",
        right="v3 standard",
    )


def of_v2_status(row: V2Status, pairs: list[StatusPair], choice: Choice | None) -> Equivalence:
    """Return a v2 status and its v3 candidates, the preferred one marked."""
    branches = tuple(
        Branch(
            Term((pair.v3.code,), pair.v3.meaning, address(pair.v3)),
            pair.fate,
            "preferred" if choice and choice.code == pair.v3.code else "",
        )
        for pair in pairs
    )
    term = Term((row.code,), row.meaning)
    return Equivalence(term, branches, left="v2 status", right="v3 status")


def of_v3_status(
    row: V3Status, pairs: list[StatusPair], choices: Mapping[str, Choice]
) -> Equivalence:
    """Return a v3 status and the v2 statuses that may become it."""
    branches = tuple(
        Branch(
            Term((pair.v2.code,), pair.v2.meaning, address(pair.v2)),
            pair.fate,
            _reaches(pair, choices),
        )
        for pair in pairs
    )
    return Equivalence(
        Term((row.code,), row.meaning),
        branches,
        one_is_v3=True,
        left="v2 status",
        right="v3 status",
    )


def of_field(row: Field) -> Equivalence:
    """Return a v2 field and what becomes of it in each target; equal targets share a branch."""
    labels: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for target in row.targets.all():
        labels.setdefault((target.part, tuple(target.v3_paths)), []).append(target.target)
    branches = tuple(
        Branch(Term(paths, "" if paths else "No place for it", label=", ".join(targets)), part)
        for (part, paths), targets in labels.items()
    )
    term = Term((row.path,), row.meaning, label=row.get_answer_display())
    return Equivalence(term, branches, left="v2 field", right="in the target")


def _connector(row: Connector, *, link: bool = False) -> Term:
    name = row.v2_name or row.more_information
    return Term((str(row.v2_id),), name, address(row) if link else "")


def _standard(row: Standard, *, link: bool = False) -> Term:
    return Term((row.code,), row.description, address(row) if link else "")


def _reaches(pair: StatusPair, choices: Mapping[str, Choice]) -> str:
    """A word on a v2 status that may become another v3 status as well."""
    choice = choices.get(pair.v2.code)
    if choice is None:
        return ""
    return "preferred" if choice.code == pair.v3.code else "only-on-request"
