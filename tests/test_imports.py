"""The import graph of evmap: no circle, and the arrows point one way.

Every import counts: at the top of a module, inside a function, and those for types only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.site import ROOT

Graph = dict[str, set[str]]

#: Rooms, and what they may not know. A room is a module, or a package with all that is in it.
FORBIDDEN = {
    "evmap.conversion": (
        "evmap.api",
        "evmap.cli",
        "evmap.commands",
        "evmap.mappings",
        "evmap.operations",
        "evmap.revert",
        "evmap.reviews",
    ),
    "evmap.conversion.read": (
        "evmap.conversion.rules",
        "evmap.conversion.model",
        "evmap.conversion.targets",
        "evmap.conversion.counts",
        "evmap.conversion.account",
        "evmap.conversion.reports",
    ),
    "evmap.conversion.rules": (
        "evmap.conversion.targets",
        "evmap.conversion.counts",
        "evmap.conversion.account",
        "evmap.conversion.lineage",
        "evmap.conversion.explain",
        "evmap.conversion.findings",
        "evmap.conversion.reports",
    ),
    "evmap.conversion.model": ("evmap.conversion.v2", "evmap.conversion.read"),
    "evmap.conversion.targets": (
        "evmap.conversion.v2",
        "evmap.conversion.read",
        "evmap.conversion.counts",
        "evmap.conversion.account",
        "evmap.conversion.lineage",
        "evmap.conversion.explain",
        "evmap.conversion.findings",
        "evmap.conversion.reports",
    ),
    "evmap.conversion.account": ("evmap.conversion.rules", "evmap.conversion.reports"),
    "evmap.conversion.counts": ("evmap.conversion.rules", "evmap.conversion.targets"),
    "evmap.conversion.facts": (
        "evmap.conversion.read",
        "evmap.conversion.rules",
        "evmap.conversion.model",
        "evmap.conversion.targets",
    ),
    "evmap.conversion.codes": ("evmap.conversion.rules", "evmap.conversion.targets"),
    "evmap.revert": ("evmap.reviews", "evmap.mappings", "evmap.api"),
    "evmap.requests": ("evmap.reviews", "evmap.mappings", "evmap.api"),
    "evmap.scan": (
        "evmap.commands",
        "evmap.conversion.read",
        "evmap.reviews",
        "evmap.api",
        "django",
    ),
    "evmap.commands": ("evmap.reviews", "evmap.mappings", "evmap.api", "django"),
}


@cache
def graph() -> Graph:
    return graph_of(ROOT, "evmap")


def graph_of(root: Path, package: str) -> Graph:
    """Return the modules of a package, each with the modules that it imports."""
    files = {name_of(file.relative_to(root)): file for file in (root / package).rglob("*.py")}
    return {
        name: set(imported(file, set(files))) - {name, *packages_of(name)}
        for name, file in files.items()
    }


def name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def packages_of(name: str) -> Iterator[str]:
    """Give the packages that a module is in, which need not be whole yet when it is imported."""
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def imported(file: Path, modules: set[str]) -> Iterator[str]:
    """Give what a file imports: modules of the package, others by the name of their package."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in modules else node.module for name in inner]
        else:
            continue
        yield from (name if name in modules else name.partition(".")[0] for name in names)


def circle_in(graph: Graph) -> list[str]:
    """Return modules that import each other in a round, the first of them again at the end."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def is_in(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle_in(graph()) == []


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_does_not_know_what_comes_after_it(room: str) -> None:
    members = {name: found for name, found in graph().items() if is_in(name, room)}
    assert members
    assert [
        f"{name} imports {other}"
        for name, found in members.items()
        for other in sorted(found)
        if any(is_in(other, later) for later in FORBIDDEN[room])
    ] == []


def test_every_room_of_the_list_exists() -> None:
    rooms = {*FORBIDDEN, *(room for rooms in FORBIDDEN.values() for room in rooms)} - {"django"}
    assert sorted(room for room in rooms if room not in graph()) == []


@pytest.mark.parametrize(
    "line",
    [
        "from package.one import x",
        "from package import one",
        "import package.one",
        "def f():\n    from package.one import x",
        "if TYPE_CHECKING:\n    from package.one import x",
    ],
)
def test_a_circle_is_seen_wherever_the_import_stands(tmp_path: Path, line: str) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("from package.two import x")
    (package / "one.py").write_text("import os\nfrom package.two import y")
    (package / "two.py").write_text(line)
    assert set(circle_in(graph_of(tmp_path, "package"))) == {"package.one", "package.two"}
    (package / "two.py").write_text("from other import x")
    assert circle_in(graph_of(tmp_path, "package")) == []
