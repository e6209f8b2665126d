"""Look the locked versions up among known weaknesses, and the big ones among ends of support.

    python tools/audit.py [--service URL]

The ends of support are known without a network. Known weaknesses are asked of OSV, the public
database of advisories, in one request; where it can't be reached a line says so. Exit code 1: there
is a known weakness, or something is out of support. 3: the service could not be asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.error
import urllib.request
from datetime import date

from tools.sbom import LOCK, PACKAGE

SERVICE = "https://api.osv.dev/v1/querybatch"
SECONDS = 20

#: Until when fixes of weaknesses are promised: package or "python", beginning of version, last day.
SUPPORT = (
    ("python", "3.11.", date(2027, 10, 31)),
    ("python", "3.12.", date(2028, 10, 31)),
    ("python", "3.13.", date(2029, 10, 31)),
    ("django", "5.2.", date(2028, 4, 30)),
)


def locked() -> dict[str, str]:
    """Return the locked versions by name."""
    return dict(PACKAGE.findall(LOCK.read_text(encoding="utf-8")))


def unsupported(versions: dict[str, str], today: date) -> list[str]:
    """Return a sentence for each version that gets no fixes any more, or is not in the list."""
    told = []
    for name in dict.fromkeys(name for name, _, _ in SUPPORT):
        version = versions[name]
        ends = [end for one, start, end in SUPPORT if one == name and version.startswith(start)]
        if not ends:
            told.append(f"{name} {version}: tools/audit.py does not know until when it gets fixes")
        elif ends[0] < today:
            told.append(f"{name} {version}: its support ended on {ends[0]}")
    return told


def weaknesses(versions: dict[str, str], service: str) -> list[str]:
    """Return a sentence for each known weakness. Raise OSError where the service is not reached."""
    queries = [
        {"package": {"ecosystem": "PyPI", "name": name}, "version": version}
        for name, version in versions.items()
    ]
    body = json.dumps({"queries": queries}).encode()
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(service, body, headers)  # noqa: S310 - our own constant
    with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
        results = json.load(answer)["results"]
    return [
        f"{name} {version}: {one['id']}"
        for (name, version), result in zip(versions.items(), results, strict=True)
        for one in result.get("vulns", ())
    ]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--service", default=SERVICE)
    service = parser.parse_args().service
    versions = locked()
    python = ".".join(map(str, sys.version_info[:3]))
    told = unsupported(versions | {"python": python}, date.today())  # noqa: DTZ011 - a calendar day
    unreached = ""
    try:
        told += weaknesses(versions, service)
    except (OSError, ValueError, KeyError) as error:
        unreached = f"OSV could not be asked ({error}): known weaknesses were not looked up."
    for line in told:
        print(line)
    if unreached:
        print(unreached, file=sys.stderr)
    elif not told:
        print(f"{len(versions)} packages: no known weakness.")
    return 1 if told else 3 if unreached else 0


if __name__ == "__main__":
    sys.exit(main())
