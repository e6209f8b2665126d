"""Where a program speaks v2: requests, fields, statuses and connector ids in its source.

What each becomes is read from the mapping tables, as pages and converter read them. A request, or a
name that only v2 has, shows that a program speaks v2; then its other names count as well.
"""

from __future__ import annotations

from evmap.scan.files import Scan, Scanned, scan
from evmap.scan.names import Kind, Name, Severity
from evmap.scan.text import Hit, Seen, scan_text

__all__ = ["Hit", "Kind", "Name", "Scan", "Scanned", "Seen", "Severity", "scan", "scan_text"]
