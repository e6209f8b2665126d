"""Write the locked requirements from pyproject.toml, or check that they are in step with it.

    python tools/lock.py             lock what pyproject.toml asks for; what is locked stays
    python tools/lock.py --upgrade   resolve everything anew (both need the network)
    python tools/lock.py --check     compare only (works offline, in the tests' environment)

The first line of a locked file carries a digest of what it was resolved from. The files are
installed with `pip install --no-deps`, so each has to be complete: `--check` tells of packages and
extras that something asks for and the lock does not hold, and of packages that nothing needs.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    *("uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"),
    *("--python-version", "3.11", "--generate-hashes", "--no-strip-extras"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
]
#: Lock file -> what it is resolved from, beside the dependencies of the project.
LOCKS = {
    "requirements.txt": [
        *("--extra", "postgres", "--extra", "metrics", "--extra", "sentry", "--group", "build"),
    ],
    "requirements-dev.txt": [
        *("--extra", "postgres", "--extra", "metrics", "--extra", "sentry"),
        *("--extra", "bulk", "--group", "build", "--group", "dev"),
        *("--constraint", "requirements.txt"),
    ],
}


def first_line(lock: str) -> str:
    """Return the comment a lock file starts with when it is in step with pyproject.toml."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    declared = [
        project["requires-python"],
        project["dependencies"],
        project["optional-dependencies"],
        pyproject["dependency-groups"],
        LOCKS[lock],
    ]
    digest = hashlib.sha256(json.dumps(declared).encode()).hexdigest()
    return f"# Written by `make lock` from pyproject.toml, dependencies {digest[:16]}"


def write(*, upgrade: bool) -> None:
    """Resolve the dependencies and write both lock files."""
    for lock, arguments in LOCKS.items():
        file = ROOT / lock
        if upgrade:
            file.write_text("", encoding="utf-8")
        # What stands in the file is preferred, where it still fits.
        subprocess.run([*COMPILE, *arguments, "--output-file", lock], cwd=ROOT, check=True)
        file.write_text(f"{first_line(lock)}\n{file.read_text(encoding='utf-8')}", "utf-8")


def stale() -> list[str]:
    """Return the lock files that were not resolved from today's pyproject.toml."""
    return [
        lock
        for lock in LOCKS
        if (ROOT / lock).read_text(encoding="utf-8").partition("\n")[0] != first_line(lock)
    ]


def locked(text: str) -> dict[str, Requirement]:
    """Return the requirements of a lock file's text by their canonical names."""
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*?) *\\?$", text, re.MULTILINE)
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def roots(lock: str) -> list[Requirement]:
    """Return what pyproject.toml wants a lock file to hold."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    wanted = list(project["dependencies"])
    arguments = LOCKS[lock]
    for option, value in pairwise(arguments):
        if option == "--extra":
            wanted += project["optional-dependencies"][value]
        if option == "--group":
            wanted += pyproject["dependency-groups"][value]
    return list(map(Requirement, wanted))


def installed(name: str) -> list[str]:
    """Return what a package asks for, by its own metadata; nothing if it is not installed here."""
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def incomplete(
    held: dict[str, Requirement],
    wanted: Iterable[Requirement],
    requires: Callable[[str], list[str]] = installed,
) -> list[str]:
    """Return a sentence for each thing that is missing in a lock, and for each that is too much.

    held: the locked requirements by name. wanted: what has to be there, with all that it requires.
    Only what is for this platform and this Python can be told.
    """
    found: set[str] = set()
    reached: set[tuple[str, str]] = set()
    waiting = [("the project", requirement) for requirement in wanted]
    while waiting:
        who, requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in held:
            found.add(f"{name} is not locked, and {who} needs it")
            continue
        for extra in requirement.extras - held[name].extras:
            found.add(f"{name} is locked without [{extra}], and {who} needs that")
        version = str(held[name].specifier).removeprefix("==")
        if not requirement.specifier.contains(version, prereleases=True):
            found.add(f"{name} {version} is locked, and {who} needs {requirement}")
        for extra in ("", *requirement.extras):
            if (name, extra) not in reached:
                reached.add((name, extra))
                waiting += [
                    (name, needed)
                    for needed in map(Requirement, requires(name))
                    if _applies(needed, extra)
                ]
    needed_names = {name for name, _ in reached}
    for held_name, requirement in held.items():
        if held_name not in needed_names and _applies(requirement):
            found.add(f"{held_name} is locked, and nothing needs it")
    return sorted(found)


def _applies(requirement: Requirement, extra: str = "") -> bool:
    """Whether a requirement counts on this platform and this Python, where an extra is wanted."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def check() -> list[str]:
    """Return all that is wrong with the lock files."""
    found = [f"{lock} is not in step with pyproject.toml: run `make lock`" for lock in stale()]
    for lock in LOCKS:
        held = locked((ROOT / lock).read_text(encoding="utf-8"))
        found += [f"{lock}: {trouble}" for trouble in incomplete(held, roots(lock))]
    return found


def main() -> int:
    """Run the command."""
    if "--check" not in sys.argv:
        write(upgrade="--upgrade" in sys.argv)
        return 0
    found = check()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
