"""Django's settings. What differs between machines comes from the environment; docs in README.md."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import django.conf.locale

from cms import database, environment
from cms.database.timeouts import Timeouts

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = environment.flag("DEBUG", default=False)
# pytest says so itself. Tests see production's behaviour, with a laptop's defaults.
TESTING = "PYTEST_VERSION" in os.environ
LOCAL = DEBUG or TESTING

# --- The server: read here, so that every command refuses what `serve` could not start with ---------

BIND = environment.own_address("BIND", default="127.0.0.1")
PORT = environment.number("PORT", default=8000, at_least=1, at_most=65535)
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
WORKERS = environment.number("WORKERS", default=_CORES, at_least=1)
# Twice the cores and one: beyond that threads only wait for the interpreter, and granian says so.
THREADS = environment.number("THREADS", default=min(4, 2 * (os.cpu_count() or 1) + 1), at_least=1)

# --- Who may ask, and over what -------------------------------------------------------------------

SECRET_KEY = environment.text(
    "SECRET_KEY",
    default="only for a laptop: this key is in the repository and protects nothing" if LOCAL else None,
    looks_like="50 or more random characters",
)
if environment.is_weak_key(SECRET_KEY):
    environment.refuse("SECRET_KEY", "is too weak", "50 or more random characters")
# What is signed with one of them is believed, too.
SECRET_KEY_FALLBACKS = environment.names(
    "SECRET_KEY_FALLBACKS", default=[], looks_like="the earlier keys, separated by commas"
)
if any(environment.is_weak_key(key) for key in SECRET_KEY_FALLBACKS):
    environment.refuse(
        "SECRET_KEY_FALLBACKS",
        "holds a key that is too weak",
        "50 or more random characters, several with commas between",
    )
ALLOWED_HOSTS = environment.served_hosts(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if LOCAL else None
)
_OWN_HOST = next((host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"), "localhost")
_OWN_URL = f"http://127.0.0.1:{PORT}" if LOCAL else f"https://{_OWN_HOST}"
WAGTAILADMIN_BASE_URL = environment.web_address("ADMIN_URL", default=_OWN_URL)
FRONTEND_URL = environment.web_address("FRONTEND_URL", default=_OWN_URL)
CSRF_TRUSTED_ORIGINS = environment.web_origins("CSRF_TRUSTED_ORIGINS", default=[])

# HTTPS=0 is for trying the production server without a proxy that ends TLS.
HTTPS = environment.flag("HTTPS", default=not LOCAL)
# The application server itself speaks plain HTTP, so a proxy stands before it and says what it received.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
# How many proxies of ours add to X-Forwarded-For what they heard; floods are told by the address they come from.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", default=1 if HTTPS else 0)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # X_FRAME_OPTIONS: the preview beside the form is a frame from our own site
    "security.W021",  # HSTS preload binds the whole domain for months: its owner's decision
]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = HTTPS
# A browser takes a cookie of such a name only from this very host, over TLS.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
# For who ticks «Husk meg»; for all others the session ends with the browser, and here after the same time.
SESSION_COOKIE_AGE = 24 * 3600 * environment.number("SESSION_DAYS", default=7, at_least=1, at_most=90)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin reads it
X_FRAME_OPTIONS = "SAMEORIGIN"

# Whoever has set up a second factor is asked for it anyhow.
REQUIRE_TWO_FACTOR = environment.flag("REQUIRE_TWO_FACTOR", default=False)
OTP_TOTP_ISSUER = "FoUI Trøndelag"
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 1
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "cms.login.DemoPasswordBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five wrong passwords for one account, or from one address, and nobody gets in there for a quarter of an hour. Counted
# in the database, so by all workers together.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Else who goes on trying would keep the page from saying when it ends.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "cms.login.address_of_login"
AXES_LOCKOUT_CALLABLE = "cms.login.locked_out"
# Wagtail's log has who logged in.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# The readers' site, on the same GraphQL documents as any frontend; another one may stand in its place.
READER = environment.flag("READER", default=True)
# Where the readers' site asks; in its own process when empty.
READER_ENDPOINT = environment.web_address("READER_ENDPOINT", default="")

# --- What it is made of ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "pages",
    "snippets",
    "search",
    *(["cms.reader"] if READER else []),
    "cms.webhooks",
    "cms.api",
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",  # its editor's scripts
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    # Before grapple: the other order answers every GraphQL request with an error, and no check says so.
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "grapple",
    "graphene_django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "cms.watching.Watch",
    "cms.api.keeping.KeepAnswers",  # before all others: a kept answer needs none of them
    "cms.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.two_factor.TwoFactorMiddleware",
    "axes.middleware.AxesMiddleware",  # the last: it gives another response for who tries too often
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # Of the apps' folders, with what Wagtail writes into its templates put into Norwegian.
            "loaders": [("django.template.loaders.cached.Loader", ["cms.norwegian.NorwegianLoader"])],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "cms.login.DemoPasswordValidator"},
]

# --- Where things are kept ------------------------------------------------------------------------

DATABASES = {
    "default": {
        "OPTIONS": {},
        **database.connection_settings(),
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
    }
}
# In seconds, 0 for none. Whoever asks for a page does not wait longer; who migrates lets nobody else wait longer.
REQUEST_TIMEOUTS = Timeouts(
    statement=environment.number("STATEMENT_TIMEOUT", default=15),
    lock=environment.number("LOCK_TIMEOUT", default=5),
    idle=60,
)
MIGRATE_TIMEOUTS = Timeouts(
    statement=environment.number("MIGRATE_STATEMENT_TIMEOUT", default=60),
    lock=environment.number("MIGRATE_LOCK_TIMEOUT", default=5),
)
# Where spans are sent, as OpenTelemetry names it; nothing is traced when empty. Docs in docs/observability.md.
TRACING = any(
    environment.web_address(name, default="")
    for name in ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
)
if (
    environment.text("OTEL_EXPORTER_OTLP_PROTOCOL", default="http/protobuf", looks_like="http/protobuf")
    != "http/protobuf"
):
    environment.refuse("OTEL_EXPORTER_OTLP_PROTOCOL", "is one that spans are not sent by", "http/protobuf")
if TRACING:
    MIDDLEWARE.insert(0, "cms.tracing.Trace")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Where readers' searches are answered; PostgreSQL when empty. Docs in docs/search/opensearch.md.
SEARCH_URL = environment.search_address("SEARCH_URL")

CACHES = {
    # What Django and Wagtail remember: in production nothing, since each worker would remember its own, and answer with
    # what another has changed since. Nor in Redis: what could not be forgotten there while it was away would come back.
    "default": {"BACKEND": f"django.core.cache.backends.{'locmem.LocMemCache' if LOCAL else 'dummy.DummyCache'}"},
    # Where workers leave answers for each other, which are never believed without asking the database.
    "answers": environment.cache("CACHE_URL", default="dummycache://"),
}

# In days after the event; the organiser may have questions to answer, or a list to send.
REGISTRATIONS_KEPT_DAYS = environment.number("REGISTRATIONS_KEPT_DAYS", default=30)
# SCHEDULER=0 where `manage.py run_scheduled` is run from outside.
SCHEDULER = environment.flag("SCHEDULER", default=True)

# Hosts in networks of our own that webhooks may be sent to, also without TLS. Docs in docs/webhooks.md.
WEBHOOK_PRIVATE_HOSTS = environment.hosts("WEBHOOK_PRIVATE_HOSTS", default=["localhost", "127.0.0.1"] if LOCAL else [])

vars().update(environment.email("EMAIL_URL", default="consolemail://" if LOCAL else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = environment.sender("DEFAULT_FROM_EMAIL", default=f"FoUI Trøndelag <ikke-svar@{_OWN_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

STATIC_URL = "/static/"
# Production serves what `collectstatic` gathered; a laptop serves the sources.
STATIC_ROOT = None if LOCAL else VAR_DIR / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_URL = environment.text("MEDIA_URL", default="/media/", looks_like="/media/ or https://files.example.no/")
if not MEDIA_URL.endswith("/"):
    environment.refuse("MEDIA_URL", "does not end with a slash", "/media/ or https://files.example.no/")
MEDIA_ROOT = environment.directory("MEDIA_ROOT", default=VAR_DIR / "media")
STORAGES = {
    "default": environment.storage("STORAGE", default="cms.whole_files.WholeFiles"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "nb"
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True

# Forms show dates as they are written in Norway; `cms.formats` has what else may be typed.
FORMAT_MODULE_PATH = "cms.formats"
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_TIME_FORMAT = "%H.%M"
WAGTAIL_DATETIME_FORMAT = f"{WAGTAIL_DATE_FORMAT} {WAGTAIL_TIME_FORMAT}"

# What Wagtail leaves in English. Named here and not only kept in an app: the admin's scripts look nowhere else.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]

# Django ships no Southern Sámi; Wagtail asks for the name of every content language.
django.conf.locale.LANG_INFO["sma"] = {
    "bidi": False,
    "code": "sma",
    "name": "Southern Sami",
    "name_local": "Åarjelsaemien gïele",
}
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("nb", "Bokmål"),
    ("nn", "Nynorsk"),
    ("en", "English"),
    ("sma", "Åarjelsaemien gïele"),
]
WAGTAIL_I18N_ENABLED = True
# What this project says itself is in no other language: each of them would give a mix.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nb", "Bokmål")]

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "FoUI Trøndelag"
# In milliseconds; Wagtail looks each half second. The preview then shows before the draft is stored, not after
# (measured from the last key to the picture: 2.0 s at the median instead of 2.4, in development on a slow machine).
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 200
# All who work here are in Norway. The list of all zones also holds one that stops the browser's scripts (`localtime`).
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_USER_LOGIN_FORM = "cms.login.LoginForm"
WAGTAILIMAGES_IMAGE_MODEL = "snippets.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "snippets.upload_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "snippets.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "snippets.upload_forms.DocumentForm"
# Through a view that asks who may see it, never a plain file address.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# What is private is not on the site, so no reader would ever be asked for the password.
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# Known by what is in them; no SVG, which may hold scripts. Fifty million pixels are 200 MB of memory.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cms.temporary_uploads.TemporaryUploads",
]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "norwegian"}}
# Python and the browser follow the rules in snippets.slugs.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# The admin asks nobody outside: no update check, no news banner, no portraits by e-mail address.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Nor does the server ask YouTube and its like about an address an editor pastes; films are linked to by their block.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# --- GraphQL --------------------------------------------------------------------------------------

GRAPPLE = {
    "APPS": ["snippets", "pages"],
    "PAGE_INTERFACE": "pages.interface.PageInterface",
    "SNIPPET_INTERFACE": "cms.api.types.Node",
}
# Where a shared cache before the site takes purges of what has changed; docs in docs/caching/.
_PURGE_URL = environment.web_address("PURGE_URL", default="")
_SHARED_MAX_AGE = environment.number("SHARED_MAX_AGE", default=24 * 3600 if _PURGE_URL else 0)
if _SHARED_MAX_AGE and not _PURGE_URL:
    environment.refuse(
        "PURGE_URL", "is missing, and what SHARED_MAX_AGE lets a cache keep grows stale", "http://cache.example.no:6081"
    )
# Limits count over a whole batch; over one, a request is refused before anything runs.
GRAPHQL: dict[str, Any] = {
    "MAX_DEPTH": 12,
    "MAX_ALIASES": 30,
    "MAX_DIRECTIVES": 50,
    "MAX_TOKENS": 2000,
    "MAX_COST": 5000,
    "MAX_PAGE_SIZE": 100,
    "DEFAULT_PAGE_SIZE": 20,
    "MAX_BODY_BYTES": 100_000,
    "MAX_BATCH": 10,
    # Points of cost a minute for each client's address, all workers together; what is answered from memory costs none.
    "RATE_LIMIT": environment.number("RATE_LIMIT", default=0 if LOCAL else 300_000),
    # Seconds for which a shared cache may answer by itself, as long as nobody purges the answer.
    "SHARED_MAX_AGE": _SHARED_MAX_AGE,
    "PURGE_URL": _PURGE_URL,
    # How much memory each worker may fill with answers; 0 keeps none.
    "ANSWERS_BYTES": environment.number("ANSWERS_BYTES", default=64 * 1024 * 1024),
    # Whether workers leave answers for each other: in Redis, when there is one.
    "SHARE_ANSWERS": "redis" in CACHES["answers"]["BACKEND"].lower(),
    # The trusted documents.
    "DOCUMENTS": BASE_DIR / "cms" / "reader" / "documents",
    "INTROSPECTION": environment.flag("GRAPHQL_INTROSPECTION", default=True),
    "TRUSTED_ONLY": environment.flag("GRAPHQL_TRUSTED_ONLY", default=False),
    "SUGGESTIONS": DEBUG,
}

# --- Logs and metrics; docs in docs/observability.md ----------------------------------------------

# With it /metrics may be read from elsewhere; without it from this machine only.
METRICS_TOKEN = environment.text("METRICS_TOKEN", default="", looks_like="20 or more random characters")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    environment.refuse("METRICS_TOKEN", "is too short", "20 or more random characters")
# Whatever takes as many milliseconds or more is logged as slow.
SLOW_MS = environment.number("SLOW_MS", default=1000, at_least=1)
LOG_FORMAT = environment.text("LOG_FORMAT", default="line", looks_like="line or json").lower()
if LOG_FORMAT not in {"line", "json"}:
    environment.refuse("LOG_FORMAT", "is no format of log lines", "line or json")

LOG_LEVEL = environment.text("LOG_LEVEL", default="INFO", looks_like="INFO or WARNING").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    environment.refuse("LOG_LEVEL", "is no log level", "INFO or WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cms.logs.Lines"}, "json": {"()": "cms.logs.JSONLines"}},
    "filters": {"routes": {"()": "cms.logs.Routes"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": LOG_FORMAT,
            "filters": ["routes"],
        }
    },
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    "loggers": {
        # Its own handlers would print each line twice.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Two lines for every saved object, at a level that says something happened.
        "django_tasks": {"level": "WARNING"},
    },
}
