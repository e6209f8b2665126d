"""Django settings. Everything a deployment may change comes from the environment.

`.env.example` lists the variables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"

env = environ.Env()

# --- What kind of deployment this is ---

DEBUG = env.bool("DEBUG", default=False)

# On unless said otherwise: cookies travel over HTTPS only and plain requests are redirected.
HTTPS = env.bool("HTTPS", default=not DEBUG)

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])


def read_secret_key() -> str:
    """Return SECRET_KEY, or the content of the file that SECRET_KEY_FILE names."""
    key: str = env.str("SECRET_KEY", default="").strip()
    file = Path(env.str("SECRET_KEY_FILE", default=str(DATA_DIR / "secret_key")))
    if not key and file.is_file():
        key = file.read_text(encoding="utf-8").strip()
    if key:
        return key
    if DEBUG:
        return "only-for-debugging"
    raise ImproperlyConfigured(
        "There is no secret key. Set SECRET_KEY to a long random text, or SECRET_KEY_FILE to a "
        f"file that holds one ({file} was looked for). `make run` writes one; so does: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )


SECRET_KEY = read_secret_key()

# --- Limits ---

# The largest document the site takes, as a file or as pasted text.
EVMAP_MAX_UPLOAD_BYTES = env.int("EVMAP_MAX_UPLOAD_BYTES", default=20 * 1024 * 1024)
# The deepest nesting of lists and objects in a document.
EVMAP_MAX_DEPTH = env.int("EVMAP_MAX_DEPTH", default=64)

# Days for which a review is kept, for those who ask for it; 0 keeps none.
EVMAP_KEEP_DAYS = env.int("EVMAP_KEEP_DAYS", default=7)
# The largest review that is kept, packed, and the room for all of them.
EVMAP_KEEP_BYTES = env.int("EVMAP_KEEP_BYTES", default=5 * 1024 * 1024)
EVMAP_KEEP_TOTAL_BYTES = env.int("EVMAP_KEEP_TOTAL_BYTES", default=1024 * 1024 * 1024)

# The memory that each process may use for public pages that it has rendered; 0 keeps none.
EVMAP_KEPT_PAGES_BYTES = env.int("EVMAP_KEPT_PAGES_BYTES", default=16 * 1024 * 1024)

# A whole request: the document and the other fields of its form.
EVMAP_MAX_REQUEST_BYTES = EVMAP_MAX_UPLOAD_BYTES + 500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = EVMAP_MAX_REQUEST_BYTES
# Several files make one review; together they stay within the limit of one.
DATA_UPLOAD_MAX_NUMBER_FILES = 50
# An uploaded document stays in memory: nothing of it reaches a disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = EVMAP_MAX_REQUEST_BYTES
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- Applications ---

INSTALLED_APPS = [
    "evmap.mappings",
    "evmap.reviews",
    "evmap.api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "simple_history",
]

# The first eight see every answer, also those of WhiteNoise, of the health checks and of
# refused requests, so that each carries the same headers.
MIDDLEWARE = [
    "evmap.middleware.RequestIdMiddleware",
    "evmap.middleware.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "evmap.health.HealthMiddleware",
    "evmap.api.middleware.ApiMiddleware",
    "evmap.middleware.RequestSizeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "evmap.mappings.published.PublishedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "evmap.urls"
WSGI_APPLICATION = "evmap.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ---


def read_database() -> dict[str, Any]:
    """Return the database of DATABASE_URL: SQLite in var/ by default, or PostgreSQL."""
    database: dict[str, Any] = env.db_url(
        "DATABASE_URL", default=f"sqlite:///{DATA_DIR}/db.sqlite3"
    )
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # Writers of several processes wait for each other instead of failing; readers never wait.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        }
    else:
        database["CONN_HEALTH_CHECKS"] = True
    # Opening a connection takes longer than most queries do.
    database.setdefault("CONN_MAX_AGE", 60)
    return database


DATABASES = {"default": read_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts ---

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

# --- Language and time ---

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files ---

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [path for path in [BASE_DIR / "static"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Only names with a digest are ever asked for: no second copy of each file.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Security ---

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
# Whether HSTS may cover sibling hosts, or be preloaded, is for the owner of the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Only behind a proxy that sets X-Forwarded-Proto itself: anyone else could claim HTTPS.
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Bootstrap draws check marks and arrows from data: images in its style sheet.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Logging: to standard output, each line with the id of its request, never with a body ---

# A report of an error names variables and shows no value: it may be a document.
DEFAULT_EXCEPTION_REPORTER_FILTER = "evmap.reviews.privacy.NoValues"

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "evmap.middleware.RequestIdFilter"},
        "tokens": {"()": "evmap.masking.TokenFilter"},
    },
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "filters": ["request_id", "tokens"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    # Django's own handlers would write to standard error and mail the admins.
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        # Scanners try host names all day. Each is answered with 400, and that is enough.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
