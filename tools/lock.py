"""Write the locked requirements from pyproject.toml, or check that they are in step with it.

    python tools/lock.py           resolve anew (needs the network)
    python tools/lock.py --check   compare only (works offline)

The first line of a locked file carries a digest of what it was resolved from.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    *("uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"),
    *("--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
]
LOCKS = {
    "requirements.txt": ["--extra", "postgres", "--group", "build"],
    "requirements-dev.txt": [
        *("--extra", "postgres", "--extra", "bulk", "--group", "build", "--group", "dev"),
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


def write() -> None:
    """Resolve the dependencies and write both lock files."""
    for lock, arguments in LOCKS.items():
        done = subprocess.run(
            [*COMPILE, *arguments], cwd=ROOT, check=True, capture_output=True, text=True
        )
        (ROOT / lock).write_text(f"{first_line(lock)}\n{done.stdout}", encoding="utf-8")


def stale() -> list[str]:
    """Return the lock files that were not resolved from today's pyproject.toml."""
    return [
        lock
        for lock in LOCKS
        if (ROOT / lock).read_text(encoding="utf-8").partition("\n")[0] != first_line(lock)
    ]


def main() -> int:
    """Run the command."""
    if sys.argv[1:] != ["--check"]:
        write()
        return 0
    for lock in stale():
        print(f"{lock} is not in step with pyproject.toml: run `make lock`", file=sys.stderr)
    return 1 if stale() else 0


if __name__ == "__main__":
    sys.exit(main())
