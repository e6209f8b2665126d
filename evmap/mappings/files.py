"""The fixture files: the one source of the mapping tables. Imports no Django.

Each file holds one table in Django's serialization format with natural keys, one record per
block, in the table's order.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "fixtures"

#: Table (the file's name without .json) to model, a table after those that it refers to.
TABLES = {
    "sources": "source",
    "data_elements": "dataelement",
    "standards": "standard",
    "connectors": "connector",
    "connector_standards": "connectorstandard",
    "limits": "limit",
    "successors": "successor",
    "older_names": "oldername",
    "synonyms": "synonym",
    "v2_statuses": "v2status",
    "v3_statuses": "v3status",
    "retired_states": "retiredstate",
    "status_pairs": "statuspair",
    "fields": "field",
    "field_targets": "fieldtarget",
}


class FixtureError(ValueError):
    """A fixture file that can't be read as its table."""


def read_table(table: str, folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return the records of a table, each as its fields, in the file's order.

    Raise FixtureError where the file is missing, is no JSON, or holds something else.
    """
    path = folder / f"{table}.json"
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FixtureError(f"{path.name}: {error}") from error
    model = f"mappings.{TABLES[table]}"
    for number, record in enumerate(records, start=1):
        if record.keys() != {"model", "fields"} or record["model"] != model:
            raise FixtureError(f"{path.name}: record {number} is no {model} with natural key")
    return [record["fields"] for record in records]


@cache
def fixtures_digest(folder: Path = FOLDER) -> str:
    """Return the SHA-256 of all fixture files, in hexadecimal.

    Computed once per process: the files belong to the code. Raise OSError where one is missing.
    """
    digest = hashlib.sha256()
    for table in TABLES:
        digest.update((folder / f"{table}.json").read_bytes())
    return digest.hexdigest()
