"""The only settings file. Every choice a machine may make differently comes from the environment.

`ENVIRONMENT=local` (the default) is for one's own machine: it answers to localhost only, makes
itself a random secret, keeps its database, mail and files under `var/` and sends nothing out.
`ENVIRONMENT=production` takes nothing for granted: it refuses to start without its secret, its
host names and its database.
"""

import datetime as dt
import os
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

ENVIRONMENT = env.str("ENVIRONMENT", "local")
if ENVIRONMENT not in ("local", "production"):
    raise ImproperlyConfigured("ENVIRONMENT is 'local' or 'production'; anything else is a mistake.")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", False) and not PRODUCTION


def _own_secret() -> str:
    """Return this machine's own secret, made at first use and readable by its owner only."""
    path = VAR_DIR / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip() or secrets.token_urlsafe(50)


def _required(name: str) -> str:
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} must be set when ENVIRONMENT=production.")
    return value


SECRET_KEY = _required("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", "") or _own_secret()
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: use at least 50 random characters.")
ALLOWED_HOSTS = (
    [host.strip() for host in _required("ALLOWED_HOSTS").split(",")]
    if PRODUCTION
    else ["localhost", "127.0.0.1", "[::1]"]
)
SITE_URL = _required("SITE_URL") if PRODUCTION else env.str("SITE_URL", "http://127.0.0.1:8000")
OFFICE_MAILBOX = (
    _required("OFFICE_MAILBOX") if PRODUCTION else env.str("OFFICE_MAILBOX", "desk@office.example")
)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", OFFICE_MAILBOX)

# Whom to tell of a weakness, and until when that holds: `/.well-known/security.txt`.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "") or f"mailto:{OFFICE_MAILBOX}"
try:
    SECURITY_EXPIRES = env.date("SECURITY_EXPIRES", None)
except (EnvError, ValueError) as problem:
    raise ImproperlyConfigured("SECURITY_EXPIRES is a day, such as 2027-06-30.") from problem
if SECURITY_EXPIRES is None and not PRODUCTION:  # on one's own machine there is nothing to renew
    SECURITY_EXPIRES = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=180)

# How the public pages look: addresses of own-origin files, in place of the desk's own (`docs/standards.md`).
THEME_STYLESHEETS: list[str] = env.list("THEME_STYLESHEETS", [])
OFFICE_LOGO = env.str("OFFICE_LOGO", "")
try:  # so that nothing moves when the logo comes in
    OFFICE_LOGO_WIDTH = env.int("OFFICE_LOGO_WIDTH", 56)
except (EnvError, ValueError) as problem:
    raise ImproperlyConfigured("OFFICE_LOGO_WIDTH is a number of pixels, such as 120.") from problem
for _address in (*THEME_STYLESHEETS, *filter(None, [OFFICE_LOGO])):
    if not _address.startswith("/") or _address.startswith(("//", "/\\")):
        raise ImproperlyConfigured(
            f"{_address!r} is no address on this site: in THEME_STYLESHEETS and OFFICE_LOGO write "
            "such as /house/rvo.css."
        )

INSTALLED_APPS = [
    "attache",
    "contacts",
    "clusters",
    "attache.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "import_export",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # static files are compressed already, with brotli
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "attache.middleware.PublicBodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "attache.middleware.StaffLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "attache.urls"
WSGI_APPLICATION = "attache.wsgi.application"
AUTH_USER_MODEL = "attache.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "attache.context.site",
            ],
        },
    },
]

# A deferred transaction that reads and then writes cannot be upgraded when another writer was
# faster: under 16 writers Django's defaults fail 38 to 58 % of submissions, these none.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,  # seconds: longer than the longest list of members takes to be stored
    # The last two: 16 MB of pages kept in memory, and 16 MB written before they are put in their places. With
    # SQLite's own 2 and 4 MB a form in a full database takes twice as long to commit.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-16000;PRAGMA wal_autocheckpoint=4000;",
}

DATABASE_IS_DEFAULT = not env.str("DATABASE_URL", "")
if PRODUCTION and DATABASE_IS_DEFAULT:
    raise ImproperlyConfigured("DATABASE_URL must be set when ENVIRONMENT=production.")
_database: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "attache.sqlite3")}
if not DATABASE_IS_DEFAULT:
    try:
        _database = dict(env.dj_db_url("DATABASE_URL"))
    except (EnvError, ValueError) as problem:  # never repeat the value: it holds a password
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood; write postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:////PATH."
        ) from problem
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {**SQLITE_OPTIONS, **_database.get("OPTIONS", {})}
# A connection serves many requests: to open one takes SQLite, which reads all of its schema, 5 ms.
_database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
FORMAT_MODULE_PATH = ["attache.formats"]
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"
WHITENOISE_USE_FINDERS = not PRODUCTION

MAIL_FOLDER = VAR_DIR / "mail"
_mail = env.dj_email_url("EMAIL_URL", "file:")
if env.str("EMAIL_URL", ""):
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST = _mail["EMAIL_HOST"]
    EMAIL_PORT = _mail["EMAIL_PORT"]
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
    EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
    EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"] or str(MAIL_FOLDER)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_FOLDER)
EMAIL_TIMEOUT = 20

_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _POLICY}
CSRF_FAILURE_VIEW = "attache.error_pages.forged"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Without these two any member of staff may export and import every model (django-import-export's default).
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"

# How long a letter waits after “Send”, in minutes, so that it can still be called back.
SENDING_PAUSE = dt.timedelta(minutes=env.int("SENDING_PAUSE", 10))

# How much one address may send: `20/h` is twenty requests an hour, `off` sets no limit.
_SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


def rate(name: str, default: str) -> tuple[int, dt.timedelta] | None:
    """Return (how many, in which time), or None for `off`."""
    value = env.str(name, default).strip().lower()
    if value == "off":
        return None
    number, slash, unit = value.partition("/")
    known = slash and unit in _SECONDS and number.isascii() and number.isdigit() and len(number) < 8
    if not known or int(number) == 0:
        raise ImproperlyConfigured(
            f"{name} is not understood; write a number and a period (20/h; s, m, h or d), or off."
        )
    return int(number), dt.timedelta(seconds=_SECONDS[unit])


CONTACT_RATE_LIMIT = rate("CONTACT_RATE_LIMIT", "20/h")
# How many proxies of our own stand before the site: as many entries of X-Forwarded-For are believed.
try:
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
except (EnvError, ValueError) as problem:
    raise ImproperlyConfigured("TRUSTED_PROXIES is a number: 0, 1, 2.") from problem
if not 0 <= TRUSTED_PROXIES <= 10:
    raise ImproperlyConfigured("TRUSTED_PROXIES is a number: 0, 1, 2.")
# Who sends the form sooner than this after fetching it did not read it: it is set aside to be looked at.
FASTEST_SENDING = dt.timedelta(seconds=3)

# What recognises the themes of organisations for the register: a function of the desk, which the register
# may not import, that returns a reader of plain texts.
THEME_READER = "contacts.theme_reading.theme_reader"

# The optional encoder is used wherever its package is installed, unless ENCODER=off.
ENCODER = env.bool("ENCODER", True)

# The status page shows the enquirer which pôles might fit, before anybody of the office looked at them.
SHOW_SUGGESTIONS = env.bool("SHOW_SUGGESTIONS", False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "filters": {"one_line": {"()": "attache.logs.OneLine"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # A query string or a form may hold personal data: log that a request failed, never what it held.
    "loggers": {
        "django.request": {"level": "ERROR"},
        **{
            f"django.security.{what}": {"level": "ERROR", "filters": ["one_line"]}
            for what in ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent")
        },
    },
}
