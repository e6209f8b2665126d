"""`make bench`: the converter beside jq and beside the floor."""

from __future__ import annotations

from benchmarks.conversion import main

main()
