"""Django settings. Everything a deployment may change comes from the environment.

`.env.example` lists the variables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from evmap.operations import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"

# --- What kind of deployment this is ---

DEBUG = env.flag("DEBUG", default=False)

# On unless said otherwise: cookies travel over HTTPS only and plain requests are redirected.
HTTPS = env.flag("HTTPS", default=not DEBUG)

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# Whether a proxy in front sets X-Forwarded-Proto itself, and how many proxies add an address each
# to X-Forwarded-For. Without them anyone could claim HTTPS, or another address.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
PROXY_HOPS = env.number("PROXY_HOPS", int(BEHIND_PROXY), most=10)

# Signs every cookie and every link: a short one can be guessed.
SHORTEST_KEY = 32


def read_secret_key() -> str:
    """Return SECRET_KEY, or the content of the file that SECRET_KEY_FILE names."""
    key = env.text("SECRET_KEY")
    file = env.path("SECRET_KEY_FILE", DATA_DIR / "secret_key")
    if not key and file.is_file():
        key = file.read_text(encoding="utf-8").strip()
    if DEBUG and not key:
        return "only-for-debugging"
    how = (
        "`make run` writes one; so does: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
    if not key:
        raise ImproperlyConfigured(
            "There is no secret key. Set SECRET_KEY to a long random text, or SECRET_KEY_FILE to "
            f"a file that holds one ({file} was looked for). {how}"
        )
    if len(key) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            f"SECRET_KEY has {len(key)} characters; it needs {SHORTEST_KEY} at least. {how}"
        )
    return key


SECRET_KEY = read_secret_key()

# --- Limits ---

# The largest document the site takes, as a file or as pasted text.
EVMAP_MAX_UPLOAD_BYTES = env.number("EVMAP_MAX_UPLOAD_BYTES", 20 * 1024 * 1024, least=1000)
# The deepest nesting of lists and objects in a document.
EVMAP_MAX_DEPTH = env.number("EVMAP_MAX_DEPTH", 64, least=8, most=500)
# The largest body where no document is expected: forms, lists to look up.
EVMAP_MAX_BODY_BYTES = env.number("EVMAP_MAX_BODY_BYTES", 2_000_000, least=1000)

# Each process converts so many documents at once, in processes of their own; so many more wait.
EVMAP_CONVERSIONS = env.number("EVMAP_CONVERSIONS", 2, least=1, most=64)
EVMAP_CONVERSIONS_WAITING = env.number("EVMAP_CONVERSIONS_WAITING", 10, most=250)
# What one conversion may take: seconds, of these of the processor, and memory.
EVMAP_CONVERSION_SECONDS = env.number("EVMAP_CONVERSION_SECONDS", 60, least=1, most=3600)
EVMAP_CONVERSION_CPU_SECONDS = env.number("EVMAP_CONVERSION_CPU_SECONDS", 4, least=1, most=3600)
EVMAP_CONVERSION_MEMORY = env.number(
    "EVMAP_CONVERSION_MEMORY", 1024 * 1024 * 1024, least=64 * 1024 * 1024
)

# Minutes that a review lives after the last change, and days once somebody keeps it; 0: nobody may.
EVMAP_REVIEW_MINUTES = env.number("EVMAP_REVIEW_MINUTES", 60, least=1, most=24 * 60)
EVMAP_KEEP_DAYS = env.number("EVMAP_KEEP_DAYS", 7, most=3650)
# What is stored of reviews, packed: of the largest, of all that one client made, of all.
EVMAP_KEEP_BYTES = env.number("EVMAP_KEEP_BYTES", 50 * 1024 * 1024)
EVMAP_KEEP_CLIENT_BYTES = env.number("EVMAP_KEEP_CLIENT_BYTES", 200 * 1024 * 1024)
EVMAP_KEEP_TOTAL_BYTES = env.number("EVMAP_KEEP_TOTAL_BYTES", 1024 * 1024 * 1024)

# The memory that each process may use for public pages that it has rendered; 0 keeps none.
EVMAP_KEPT_PAGES_BYTES = env.number("EVMAP_KEPT_PAGES_BYTES", 16 * 1024 * 1024)

# What one client may ask for in a minute, and how many of them at once; 0 is no limit.
# `evmap.operations.rates` says what each is for.
EVMAP_RATES = {
    name: (env.number(f"EVMAP_RATE_{name.upper()}", per_minute), at_once)
    for name, per_minute, at_once in (
        ("convert", 120, 60),
        ("review", 600, 200),
        ("lookup", 120, 40),
        ("api", 600, 200),
        ("login", 5, 10),
        ("account", 2, 10),
    )
}

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
    "evmap.plan",
    "evmap.reviews",
    "evmap.api",
    "evmap.operations",
    "evmap.admin_app.EvmapAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tables2",
    "simple_history",
]

# The first ones see every answer, also those of WhiteNoise, of the health checks and of
# refused requests, so that each carries the same headers.
MIDDLEWARE = [
    "evmap.middleware.RequestIdMiddleware",
    "evmap.operations.metrics.MetricsMiddleware",
    "evmap.middleware.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "evmap.health.HealthMiddleware",
    "evmap.api.middleware.ApiMiddleware",
    "evmap.operations.bodies.BodyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "evmap.operations.cookies.CookieMiddleware",
    "evmap.operations.rates.RateMiddleware",
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
    database = env.database("DATABASE_URL", f"sqlite:///{DATA_DIR}/db.sqlite3")
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # Writers of several processes wait for each other instead of failing; readers never wait.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        }
    else:
        database["CONN_HEALTH_CHECKS"] = True
        # A database that is away is told at once, not when the visitor has gone.
        database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
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
LOGIN_REDIRECT_URL = "admin:index"
# An account that is signed in may write on public pages: a working day, not Django's two weeks.
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12, least=1, most=24 * 365) * 3600

# --- Language and time ---

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files ---

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
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
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", default=False)
# Whether HSTS may cover sibling hosts, or be preloaded, is for the owner of the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

if BEHIND_PROXY:
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

LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
# For people, or one JSON object a line for programs.
LOG_FORMAT = env.choice("LOG_FORMAT", "line", ("line", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "evmap.middleware.RequestIdFilter"},
        "tokens": {"()": "evmap.masking.TokenFilter"},
        "expected": {"()": "evmap.operations.logs.Expected"},
    },
    "formatters": {
        "line": {"()": "evmap.operations.logs.LineFormatter"},
        "json": {"()": "evmap.operations.logs.JsonFormatter"},
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "filters": ["request_id", "tokens", "expected"],
            "formatter": LOG_FORMAT,
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

# --- Watching: both are off unless they are set ---

# Whoever knows this token may read /metrics.
METRICS_TOKEN = env.text("METRICS_TOKEN")
# Where errors are reported to, without any value of a request.
SENTRY_DSN = env.text("SENTRY_DSN")
# Whom to write to about a weakness: an address (mailto: or https:) for /.well-known/security.txt.
SECURITY_CONTACT = env.text("SECURITY_CONTACT")
