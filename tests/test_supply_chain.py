"""What the project is made of, what goes into its image, and what is known of it."""

from __future__ import annotations

import fnmatch
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jsonschema
import pytest

from tests.support.site import ROOT
from tools import audit, sbom

# --- The bill of materials ---


def test_the_bill_of_materials_lists_the_lock_and_what_is_vendored() -> None:
    document = json.loads(sbom.FILE.read_text(encoding="utf-8"))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    listed = {one["name"]: one["version"] for one in document["components"]}
    vendored = {folder.name for folder in (ROOT / "static/vendor").iterdir()}
    for name, version in audit.locked().items():
        assert listed.pop(name) == version
    assert {f"{name}-{version}" for name, version in listed.items()} == vendored
    for one in document["components"]:
        assert one["purl"].endswith(f"{one['name']}@{one['version']}")
        assert one.get("hashes") or one["purl"].startswith("pkg:npm/")


def test_it_is_in_step_and_the_same_each_time() -> None:
    written = sbom.FILE.read_text(encoding="utf-8")
    assert sbom.without_licences(sbom.made()) == sbom.without_licences(written)
    assert sbom.made() == sbom.made()


# --- Known weaknesses ---


@pytest.fixture
def service() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A service that speaks as OSV does and knows one weakness of Django."""
    asked: list[dict[str, object]] = []

    class Osv(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            asked.extend(queries)
            found = [
                {"vulns": [{"id": "PYSEC-0"}]} if one["package"]["name"] == "django" else {}
                for one in queries
            ]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": found}).encode())

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Osv) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def run_audit(service: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.audit", "--service", service],
        cwd=ROOT,
        env={"PATH": "", "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_known_weakness_is_told(service: tuple[str, list[dict[str, object]]]) -> None:
    done = run_audit(service[0])
    version = audit.locked()["django"]
    assert (done.returncode, done.stdout) == (1, f"django {version}: PYSEC-0\n")
    assert len(service[1]) == len(audit.locked())


def test_without_a_network_a_line_says_so() -> None:
    done = run_audit("http://127.0.0.1:1/")
    assert (done.returncode, done.stdout) == (3, "")
    assert re.fullmatch(r"OSV could not be asked \(.*\): known weaknesses .*\n", done.stderr)


def test_what_is_out_of_support_is_told_without_a_network() -> None:
    versions = {"python": "3.11.7", "django": "5.2.19"}
    assert audit.unsupported(versions, date(2027, 10, 31)) == []
    assert audit.unsupported(versions, date(2027, 11, 1)) == [
        "python 3.11.7: its support ended on 2027-10-31"
    ]
    assert len(audit.unsupported({"python": "3.99.0", "django": "6.0"}, date(2026, 1, 1))) == 2


# --- The image ---


def let_in(path: str) -> bool:
    """Whether .dockerignore lets a file into the image: the last rule that fits it decides."""
    inside = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        rule = line.removeprefix("!")
        steps = path.split("/")
        parts = ["/".join(steps[: n + 1]) for n in range(len(steps))]
        anywhere = rule.removeprefix("**/")
        fits = (
            any(fnmatch.fnmatchcase(step, anywhere) for step in steps)
            if rule.startswith("**/")
            else any(fnmatch.fnmatchcase(part, rule) for part in parts if part.count("/") == 0)
        )
        if fits:
            inside = line.startswith("!")
    return inside


@pytest.mark.parametrize(
    "path",
    [
        *("var/db.sqlite3", "var/secret_key", "notes.sqlite3", "db.sqlite3-wal", "evmap.backup"),
        *(".env", ".env.production", "evmap/.env", "dump.sql", "backups/x.dump", "id_rsa"),
        *("evmap/db.sqlite3", "static/notes.sqlite3-shm", "evmap/old.sql", "templates/x.dump"),
        *("tests/test_health.py", ".git/config", ".venv/bin/python", "docs/operating.md"),
        *("evmap/__pycache__/urls.cpython-311.pyc", "evmap/conversion/.hidden"),
    ],
)
def test_no_database_and_no_secret_gets_into_the_image(path: str) -> None:
    assert not let_in(path)


@pytest.mark.parametrize(
    "path",
    [
        *("evmap/settings.py", "evmap/mappings/fixtures/connectors.json", "templates/base.html"),
        *("static/css/tokens.css", "requirements.txt", "pyproject.toml", "manage.py", "README.md"),
        *("gunicorn.conf.py", "docker/entrypoint.sh", "docker/healthcheck.py", "LICENSE"),
    ],
)
def test_what_the_site_needs_gets_in(path: str) -> None:
    assert let_in(path)
    assert (ROOT / path).is_file()


def test_images_have_exact_tags_and_containers_have_limits() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    images = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    images += re.findall(r"image: (\S+)", compose)
    assert len(images) == 3
    for image in images:
        assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?-\w+(-\w+)?", image), image
    assert len(re.findall(r"mem_limit: \dg", compose)) == 2


def test_the_bill_of_materials_has_the_shape_of_cyclonedx() -> None:
    document = json.loads(sbom.FILE.read_text(encoding="utf-8"))
    shape = {
        "type": "object",
        "required": ["bomFormat", "specVersion", "serialNumber", "version", "components"],
        "properties": {"serialNumber": {"pattern": "^urn:uuid:[0-9a-f-]{36}$"}},
    }
    jsonschema.validate(document, shape)
