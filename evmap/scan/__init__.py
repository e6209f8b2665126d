"""Where a program speaks v2: requests, fields, statuses and connector ids in its source.

What each becomes is read from the mapping tables, as pages and converter read them. Only names that
nothing else has show that a file speaks v2; in such a file the others count as well.
"""

from __future__ import annotations

from evmap.scan.files import NoSuchPath, Scan, Scanned, scan
from evmap.scan.names import Kind, Name, Severity
from evmap.scan.text import Hit, scan_text

__all__ = ["Hit", "Kind", "Name", "NoSuchPath", "Scan", "Scanned", "Severity", "scan", "scan_text"]
