"""Write the software bill of materials, or check that it is in step with the lock.

    python tools/sbom.py             write sbom.cdx.json (CycloneDX 1.6)
    python tools/sbom.py --check     compare only

It lists what runs in production: the packages of requirements.txt with their hashes and licences,
and what is vendored under static/. The same lock in the same environment always gives the same
bytes; licences are known of what is installed, so `--check` leaves them out.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import uuid
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "sbom.cdx.json"
LOCK = ROOT / "requirements.txt"
PACKAGE = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^\]]*\])?==([^ \\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def made() -> str:
    """Return the document."""
    lock = LOCK.read_text(encoding="utf-8")
    bom = Bom(
        serial_number=uuid.UUID(hashlib.sha256(lock.encode()).hexdigest()[:32], version=4),
        components=[*_packages(lock), *_vendored()],
    )
    # Of the lock, not of the moment: the document changes when what it lists does.
    bom.metadata.timestamp = datetime(2026, 1, 1, tzinfo=UTC)
    evmap = Component(
        name="evmap", type=ComponentType.APPLICATION, bom_ref="evmap", licenses=_licences("evmap")
    )
    bom.metadata.component = evmap
    bom.register_dependency(evmap, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _packages(lock: str) -> list[Component]:
    """The packages of a lock file's text."""
    blocks = re.split(r"\n(?=[a-z0-9])", lock)[1:]
    found = []
    for block in blocks:
        match = PACKAGE.match(block)
        if match is None:
            raise ValueError(f"this is no locked package: {block[:60]}")
        name, version = match.groups()
        url = PackageURL("pypi", None, name, version)
        hashes = [HashType(alg=HashAlgorithm.SHA_256, content=one) for one in HASH.findall(block)]
        found.append(
            Component(
                name=name,
                version=version,
                type=ComponentType.LIBRARY,
                bom_ref=str(url),
                purl=url,
                hashes=hashes,
                licenses=_licences(name),
            )
        )
    return found


def _vendored() -> list[Component]:
    """What lies in static/vendor, each folder named as name-version."""
    found = []
    for folder in sorted((ROOT / "static" / "vendor").iterdir()):
        name, _, version = folder.name.rpartition("-")
        url = PackageURL("npm", None, name, version)
        found.append(
            Component(
                name=name, version=version, type=ComponentType.LIBRARY, bom_ref=str(url), purl=url
            )
        )
    return found


def _licences(name: str) -> list[License]:
    """The licence of a package, by its own metadata; none where it is not installed."""
    try:
        about: Any = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    text = about.get("License-Expression") or about.get("License") or ""
    if not text or len(text) > 60:
        return []
    return [LicenseFactory().make_from_string(text)]


def without_licences(document: str) -> Any:
    """Return what a document says beside licences."""
    found = json.loads(document)
    for component in (*found["components"], found["metadata"]["component"]):
        component.pop("licenses", None)
    return found


def main() -> int:
    """Run the command."""
    document = made()
    if "--check" not in sys.argv:
        FILE.write_text(document, encoding="utf-8")
        return 0
    if FILE.is_file() and without_licences(FILE.read_text("utf-8")) == without_licences(document):
        return 0
    print("sbom.cdx.json is not in step with requirements.txt: run `make sbom`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
