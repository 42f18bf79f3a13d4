"""Every setting of the portal; what differs between installations comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# --- 1. Where and what -------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = os.environ.get("BARNSTOD_ENV", "local")
PRODUCTION = ENVIRONMENT == "production"
if ENVIRONMENT not in ("local", "production"):
    raise ImproperlyConfigured("BARNSTOD_ENV is 'local' or 'production'.")

STATE_DIR = Path(os.environ.get("BARNSTOD_STATE_DIR", BASE_DIR / ".barnstod"))
DEBUG = False
SECRET_KEY = os.environ.get("BARNSTOD_SECRET_KEY", "")
BASE_URL = os.environ.get("BARNSTOD_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = os.environ.get("BARNSTOD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Whom families ring, when on weekdays, and whose site it is, which the accessibility statement must
# say. A laptop shows examples; their numbers are set aside for fiction (Post- och telestyrelsen).
OFFICE_PHONE = os.environ.get("BARNSTOD_OFFICE_PHONE", "" if PRODUCTION else "08-465 004 00")
OFFICE_HOURS = os.environ.get("BARNSTOD_OFFICE_HOURS", "" if PRODUCTION else "9–15")
OFFICE_NAME = os.environ.get(
    "BARNSTOD_OFFICE_NAME", "" if PRODUCTION else "Stadens samordning för stödgrupper"
)
# Social services at night; empty where they are reached through 112.
SOCIAL_EMERGENCY_PHONE = os.environ.get("BARNSTOD_SOCIAL_EMERGENCY_PHONE", "")
# Where a report of concern is taken by telephone on weekdays: the city's number, and those of the
# districts that have one of their own, as "farsta=08-…,jarva=…".
CONCERN_PHONE = os.environ.get("BARNSTOD_CONCERN_PHONE", "" if PRODUCTION else "08-465 004 10")
CONCERN_PHONES = dict(
    entry.strip().split("=", 1)
    for entry in os.environ.get("BARNSTOD_CONCERN_PHONES", "").split(",")
    if "=" in entry
)
# A request that was closed after a talk: so long it can be asked about again, then it is erased.
# It is nobody's case and nothing was decided, so no law asks to keep it (domain c.6).
CLOSED_REQUESTS_KEPT = timedelta(days=int(os.environ.get("BARNSTOD_CLOSED_REQUESTS_DAYS", "30")))
# Where "Lämna sidan" goes: a page that says nothing about whoever looks at it.
LEAVE_TO = os.environ.get("BARNSTOD_LEAVE_TO") or "https://www.svt.se/vader/"
ROOT_URLCONF = "barnstod.urls"
WSGI_APPLICATION = "barnstod.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "barnstod.accounts",
    "barnstod.audit",
    "barnstod.notifications",
    "barnstod.jobs",
    "barnstod.security",
    "barnstod.web",
    "districts",
    "groups",
    "referrals",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "barnstod.web.apps.StaticFiles",
    "django.forms",  # its widget templates, found by the renderer below
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "barnstod.web.log.access_log",
    "barnstod.security.headers.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "barnstod.web.language.language_of_path",
    "barnstod.security.middleware.only_staff_have_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "barnstod.security.middleware.SignInRequired",
    "django_htmx.middleware.HtmxMiddleware",
]

# --- 2. Pages ----------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "barnstod.navigation.office_page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/fonts", BASE_DIR / "node_modules/@fontsource/source-sans-3/files"),
    ("vendor/fullcalendar", BASE_DIR / "node_modules/fullcalendar"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

PUBLIC_VERSION_SECONDS = 0.5  # how late a change may show on a public page

# --- 3. Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "barnstod/locale"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- 4. Database: two roles, one database ------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", "postgres://barnstod_app@localhost/barnstod")
DATABASES = {
    # What web and workers log in as: row-level security applies, no right to change tables.
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True),
    # Owns the tables; only `manage.py migrate --database owner` uses it.
    "owner": dj_database_url.parse(os.environ.get("DATABASE_OWNER_URL", DATABASE_URL)),
}

for _database in DATABASES.values():
    # A lock that is not given, or a server that does not answer, is a page saying "try again".
    _database["OPTIONS"] = {"connect_timeout": 5, "options": "-c lock_timeout=10s"} | _database.get(
        "OPTIONS", {}
    )

# --- 5. Broker, cache and jobs -----------------------------------------------------------------

REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "barnstod.web.cache.FailOpenRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",  # the broker's queues live in the same database
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # seconds
    }
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace(
    "?db=", "?virtual_host="
)
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600  # seconds
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task, or a task that is still running would be given out again.
    "visibility_timeout": CELERY_TASK_TIME_LIMIT + 60,
    # Look for unacknowledged messages every second; the defaults look every 100 seconds.
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_TIMEZONE = TIME_ZONE
SWEEP_EVERY = float(os.environ.get("BARNSTOD_SWEEP_EVERY", 60))  # seconds
SWEEP_AFTER = timedelta(seconds=float(os.environ.get("BARNSTOD_SWEEP_AFTER", 120)))

# --- 6. Who signs in and how -------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "barnstod.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts come by invitation to an address already known
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address typed here gets no mail from us
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told to its owner
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # ... and asks for the present one first
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_REQUIRED = os.environ.get("BARNSTOD_MFA_REQUIRED", "1" if PRODUCTION else "0") == "1"
MFA_TOTP_ISSUER = "Barnstöd"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s that a telephone's clock may be wrong
MFA_ADAPTER = "barnstod.accounts.adapters.MFAAdapter"

SOCIALACCOUNT_ADAPTER = "barnstod.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another site (CSP form-action)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_PROVIDER = "staden"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, list]] = {"openid_connect": {"APPS": []}}
if os.environ.get("BARNSTOD_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": OIDC_PROVIDER,
            "name": os.environ.get("BARNSTOD_OIDC_NAME", "Stadens inloggning"),
            "client_id": os.environ["BARNSTOD_OIDC_CLIENT_ID"],
            "secret": os.environ["BARNSTOD_OIDC_SECRET"],
            "settings": {"server_url": os.environ["BARNSTOD_OIDC_SERVER"]},
        }
    )

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "barnstod"
SESSION_COOKIE_AGE = 8 * 3600  # seconds: a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- 7. Safety ---------------------------------------------------------------------------------

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # goes with the browser, as the session does; Django would keep it a year
CSRF_FAILURE_VIEW = "barnstod.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
# How many of our own proxies stand before us and add to X-Forwarded-For.
TRUSTED_PROXIES = int(os.environ.get("BARNSTOD_TRUSTED_PROXIES", "1" if PRODUCTION else "0"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes
SEALING_KEYS = os.environ.get("BARNSTOD_KEYS", "")
SEALING_KEYS_FILE = os.environ.get("BARNSTOD_KEYS_FILE", "")
BLIND_INDEX_KEY = os.environ.get("BARNSTOD_INDEX_KEY", "")
DEMO_PASSWORD = os.environ.get("BARNSTOD_DEMO_PASSWORD", "")

# --- 8. Mail -----------------------------------------------------------------------------------

EMAIL_URL = os.environ.get("BARNSTOD_EMAIL_URL", f"file://{STATE_DIR}/mail")
if EMAIL_URL.startswith("smtp"):
    _mail = urlsplit(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 10  # seconds
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = EMAIL_URL.removeprefix("file://")
DEFAULT_FROM_EMAIL = os.environ.get("BARNSTOD_MAIL_FROM", "svara-inte@barnstod.example")

# --- 9. Logs: structured, without personal data (see barnstod/web/log.py) ------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "barnstod.web.log.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # 4xx are in the access log, by route
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "fontTools": {"level": "WARNING"},  # as WeasyPrint below: a dozen lines for each report
        "weasyprint": {"level": "WARNING"},
        "celery": {"level": "WARNING"},  # it tells of every task; failures are warnings
    },
}
