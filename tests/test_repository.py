"""The repository as a whole: locked requirements, no traces of a machine, documents in step."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache

import pytest
from packaging.requirements import Requirement

from tests.support.site import ROOT
from tools import lock

LOCKS = ["requirements.txt", "requirements-dev.txt"]
#: Locked by hand, for an environment of its own.
VALIDATORS = "tests/judges/validators/requirements.txt"
# Spelled in parts, so that this file does not find itself.
TRACES = [
    "pypi." + "org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "/ro" + "ot/",
    "/wo" + "rk/",
]
EXAMPLE = re.compile(r"^(?:# )?([A-Z][A-Z_]+)=", re.MULTILINE)
WITHOUT_ONE_DEFAULT = {"SECRET_KEY_FILE", "STATIC_ROOT", "PROXY_HOPS"}
PRINT_ASKED = """
import json, runpy
from evmap.operations import environment
runpy.run_path("gunicorn.conf.py")
print(json.dumps(environment.ASKED))
"""
VIEWS = re.compile(r"^\s*(?:from|import) evmap[\w.]*\.views\b", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    """Return the locked requirements, name and version with its marker, of a lock file."""
    return {
        line.partition("==")[0] + line.partition(";")[2]: line.removesuffix(" \\")
        for line in read(name).splitlines()
        if "==" in line
    }


@pytest.mark.parametrize("name", [*LOCKS, VALIDATORS])
def test_every_requirement_is_locked_by_version_and_hash(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", read(name))[1:]
    assert len(blocks) == len(pins(name))
    for block in blocks:
        assert re.match(
            r"[a-z0-9-]+(\[[a-z0-9,]+\])?==[\w.]+ (; .* )?\\\n    --hash=sha256:[0-9a-f]{64}", block
        )


def test_the_tests_run_on_the_versions_that_are_deployed() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_the_locks_are_in_step_with_the_project() -> None:
    assert lock.stale() == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_all_that_is_needed_and_nothing_else(name: str) -> None:
    assert lock.incomplete(lock.locked(read(name)), lock.roots(name)) == []


REQUIRES = {
    "pytest-cov": ["coverage[toml]>=7.10", "pytest>=7", "hatch; extra == 'build'"],
    "coverage": ["tomli; extra == 'toml' and python_version < '3'", "six; extra == 'toml'"],
}
WHOLE = ["coverage[toml]==7.17.3", "pytest-cov==7.1.0", "pytest==9.1.1", "six==1.17.0"]


@pytest.mark.parametrize(
    ("held", "troubles"),
    [
        (WHOLE, []),
        ([*WHOLE, "colorama==0.4.6 ; sys_platform == 'no-such'"], []),
        (
            ["coverage==7.17.3", *WHOLE[1:]],
            ["coverage is locked without [toml], and pytest-cov needs that"],
        ),
        (WHOLE[:3], ["six is not locked, and coverage needs it"]),
        (
            ["coverage[toml]==7.9", *WHOLE[1:]],
            ["coverage 7.9 is locked, and pytest-cov needs coverage[toml]>=7.10"],
        ),
        ([*WHOLE, "mock==5.2.0"], ["mock is locked, and nothing needs it"]),
        (WHOLE[1:3], ["coverage is not locked, and pytest-cov needs it"]),
    ],
)
def test_a_lock_that_is_not_complete_is_noticed(held: list[str], troubles: list[str]) -> None:
    text = "".join(f"{line} \\\n    --hash=sha256:00\n" for line in held)
    found = lock.incomplete(
        lock.locked(text), [Requirement("pytest-cov")], lambda name: REQUIRES.get(name, [])
    )
    assert found == troubles


@pytest.mark.parametrize("name", [*LOCKS, VALIDATORS])
def test_locked_lines_are_requirements_and_nothing_else(name: str) -> None:
    lines = [line.strip().removesuffix("\\").strip() for line in read(name).splitlines()[1:]]
    for line in lines:
        assert line.startswith("--hash=sha256:") or Requirement(line).url is None


def test_no_file_names_a_registry_or_a_place_on_a_machine() -> None:
    search = ["git", "grep", "--cached", "-I", "-l", "-F", *(f"-e{trace}" for trace in TRACES)]
    done = subprocess.run(
        [*search, "--", ".", ":!*/vendor/*"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode > 1:
        pytest.skip(f"not a git checkout: {done.stderr.strip()}")
    assert done.stdout.split() == []


def test_every_setting_stands_in_the_example() -> None:
    written = set(EXAMPLE.findall(read(".env.example")))
    assert "DEBUG" in asked()
    assert asked().keys() | {"POSTGRES_PASSWORD"} == written


def test_what_is_commented_out_in_the_example_shows_its_default() -> None:
    shown = dict(re.findall(r"^# ([A-Z][A-Z_]+)=(.+)$", read(".env.example"), re.MULTILINE))
    # Paths are those of this machine, HTTPS and hops follow other settings.
    shown = {name: value for name, value in shown.items() if name not in WITHOUT_ONE_DEFAULT}
    assert shown == {name: asked()[name] for name in shown}


def test_every_setting_stands_in_the_table_for_operators() -> None:
    table = read("docs/operating.md").partition("## Settings")[2].partition("## Memory")[0]
    named = set(
        re.findall(r"`([A-Z][A-Z_]+)`", "\n".join(re.findall(r"^\| (`.*?) \|", table, re.M)))
    )
    assert named == asked().keys()


def test_every_check_stands_in_the_table_for_operators() -> None:
    table = set(re.findall(r"^\| (evmap\.[EW]\d+) \|", read("docs/operating.md"), re.MULTILINE))
    assert table == set(re.findall(r'id="(evmap\.[EW]\d+)"', read("evmap/operations/checks.py")))


@cache
def asked() -> dict[str, str]:
    """Every variable that the site reads from its environment, with its default."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT_ASKED],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 50},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_every_make_target_is_explained() -> None:
    makefile = read("Makefile")
    documents = read("README.md") + read("CONTRIBUTING.md")
    targets = set(TARGET.findall(makefile)) - {
        *("help", "test-sqlite", "test-postgres"),
        *("some-python", "free-port"),
    }
    assert "run" in targets
    assert {target for target in targets if f"`make {target}`" not in documents} == set()
    assert {target for target in targets if f"make {target} " not in makefile} == set()


def test_the_readme_starts_with_the_two_commands() -> None:
    lines = [line for line in read("README.md").splitlines() if line.startswith("make ")]
    assert [line.split()[1] for line in lines[:2]] == ["run", "test"]


@pytest.mark.parametrize("room", ["api", "diagnostics", "lookup", "mappings"])
def test_only_addresses_and_views_import_views(room: str) -> None:
    """Tables, look-up and API stand beside the pages, not on them."""
    importing = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "evmap" / room).rglob("*.py")
        if "views" not in path.with_suffix("").parts and path.name != "urls.py"
        if VIEWS.search(path.read_text(encoding="utf-8"))
    }
    assert importing == set()
