"""Settings of the tests: the project's own, on a throw-away database, over plain HTTP.

EVMAP_TEST_DATABASE_URL chooses the database server; without it the tests run on SQLite.
"""

from __future__ import annotations

import os

import environ

os.environ.update(
    {"SECRET_KEY": "only-for-tests-but-long-enough-for-one", "DEBUG": "off", "HTTPS": "off"}
)
# Playwright keeps an event loop running in the thread of the tests; the project has no async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from evmap.settings import *  # noqa: F403

# What one test rendered is no answer to the next, and what it asked for is no limit of the next.
EVMAP_KEPT_PAGES_BYTES = 0
EVMAP_RATES = {name: (0, at_once) for name, (_, at_once) in EVMAP_RATES.items()}  # noqa: F405
# Several tests convert in one process; each of them waits for a place.
EVMAP_CONVERSIONS_WAITING = 50
# A machine that runs tests has other things to do, and conversions give way to them.
EVMAP_CONVERSION_SECONDS = 600

DATABASES = {
    "default": environ.Env().db_url("EVMAP_TEST_DATABASE_URL", default="sqlite://:memory:")
}

# The manifest of collected files is tested with the real server, see `live_site`.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
