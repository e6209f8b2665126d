"""What a child process has in memory before its first call: Django, and the converter.

Loaded once in the clean process that children are forked from, so that a new child is there in some
milliseconds. Nothing here opens a connection to the database.
"""

from __future__ import annotations

import importlib
import os

import django

MODULES = ("evmap.api.work", "evmap.operations.children", "evmap.reviews.work")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evmap.settings")
django.setup()
for _name in MODULES:
    importlib.import_module(_name)
