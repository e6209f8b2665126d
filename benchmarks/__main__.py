"""`make bench`: the converter beside jq, gojq and a Python script."""

from __future__ import annotations

from benchmarks.conversion import main

main()
