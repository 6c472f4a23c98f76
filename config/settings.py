"""Settings, all by environment with defaults for the demo town; each variable is documented in README.md."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _
from environs import Env

from config.local import database_url, secret_key
from config.logs import logging_settings
from config.mail import mail_settings
from config.transport import answered_hosts, transport_settings

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"
env = Env()

DEBUG = env.bool("METKA_DEBUG", False)
SECRET_KEY = env.str("METKA_SECRET_KEY", "") or secret_key(LOCAL_DIR)
# Where people reach the service. Letters lead there, and https:// makes the whole of it secure.
PUBLIC_URL = env.str("METKA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or "localhost"
PROXIES = env.int("METKA_PROXIES", 0)
globals().update(transport_settings(PUBLIC_URL, proxies=PROXIES))
ALLOWED_HOSTS = env.list("METKA_ALLOWED_HOSTS", answered_hosts(PUBLIC_URL))
CSRF_TRUSTED_ORIGINS: list[str] = env.list("METKA_CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "config.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "csp",
    "rest_framework",
    "rest_framework_gis",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
    "pghistory",
    "pgtrigger",
    "geo",
    "territories",
    "accounts",
    "appeals",
    "analytics",
    "tiles",
    "api",
    "channels",
    "web",
    "demo",
    # Below our own, whose templates stand in for theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tiles.passing.PublicTiles",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compressing.TextCompression",
    "csp.middleware.CSPMiddleware",
    "web.guarding.Guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "web.leading.LeadUp",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.page",
                "channels.context.bell",
                "demo.context.sign_ins",
            ],
        },
    },
]


def _database(url: str) -> dict[str, Any]:
    """Django's settings of one PostgreSQL address; the socket's folder stands in the query as `host`.

    The connection turns JIT and parallel plans off: a small tile otherwise falls into a parallel
    sequential scan (40 ms against 1.5). Bulk commands may raise it for their own session. Only what `geo.sql`
    prepares has parameters, and one plan is good for all of them; everything else carries its values in its
    text and is planned for them.
    """
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    session = {"jit": "off", "max_parallel_workers_per_gather": "0", "plan_cache_mode": "force_generic_plan"}
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", parts.port or ""),
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": env.str("METKA_TEST_DATABASE", "test_metka")},
        "OPTIONS": {"options": " ".join(f"-c {name}={value}" for name, value in session.items()), **query},
    }


DATABASES = {
    "default": _database(env.str("DATABASE_URL", "") or database_url(LOCAL_DIR) or "postgresql:///metka"),
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "accounts.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.UnlikeItsOwner"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Accounts. The address is confirmed before the first sign-in; no page tells whether an address has an account.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "web.signing_forms.SignInForm",
    "signup": "web.signing_forms.SignUpForm",
    "reset_password": "web.signing_forms.ForgottenForm",
    "reauthenticate": "web.signing_forms.PasswordAgainForm",
    "change_password": "web.signing_forms.PasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "web.signing_forms.SecondStepForm",
    "reauthenticate": "web.signing_forms.SecondStepAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Metka"
# Roles count only for people with a second factor; the demo's public passwords would make no sense with it.
STAFF_SECOND_FACTOR = env.bool("METKA_STAFF_SECOND_FACTOR", False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:map"
LOGOUT_REDIRECT_URL = "web:map"

LANGUAGE_CODE = env.str("METKA_LANGUAGE", "ru")
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
TIME_ZONE = env.str("METKA_TIME_ZONE", "Europe/Moscow")
# The zone in which deadlines are counted where no area names another; apart, so that only this one moves them.
CLOCK_ZONE = env.str("METKA_TIME_ZONE", "Europe/Moscow")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "static"
MEDIA_ROOT = Path(env.str("METKA_MEDIA_ROOT", "") or LOCAL_DIR / "media")
# Never below a folder that is served: staff's figures lie there, for their own programs to read.
MARKS_EXPORT_ROOT = Path(env.str("METKA_MARKS_EXPORT_ROOT", "") or LOCAL_DIR / "marks")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "web.storage.ModuleManifestStorage"},
}

# Django alone writes errors to a terminal only while debugging: without this nobody would learn of one.
LOGGING: dict[str, Any] = logging_settings(env.str("METKA_LOG_FORMAT", "text"))

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.SiteSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["api.renderers.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.renderers.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "api.errors.handle",
    # `format` is a parameter of the heat map, not DRF's choice of a renderer.
    "URL_FORMAT_OVERRIDE": None,
    # How many proxies in front may be believed about the client's address (for rate limits).
    "NUM_PROXIES": PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Metka",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_NAME_OVERRIDES": {
        "AppealKindEnum": "api.schema.APPEAL_KINDS",
        "StateEnum": "api.schema.APPEAL_STATES",
        "ExportStateEnum": "api.schema.EXPORT_STATES",
        "MeasureCodeEnum": "api.schema.MEASURE_CODES",
        "OrganisationKindEnum": "api.schema.ORGANISATION_KINDS",
    },
}
# Anonymous writing: how many requests one address may make, such as "30/hour" or "5/10min, 30/day"; empty: no limit.
SUBMIT_RATE = env.str("METKA_SUBMIT_RATE", "30/hour")
SUPPORT_RATE = env.str("METKA_SUPPORT_RATE", "120/hour")
# A browser without cookies is a new one each time: what an address may add to one appeal.
SUPPORT_OF_ONE_RATE = env.str("METKA_SUPPORT_OF_ONE_RATE", "3/day")
SIGN_IN_RATE = env.str("METKA_SIGN_IN_RATE", "20/10min")
# Comments of one account.
COMMENT_RATE = env.str("METKA_COMMENT_RATE", "20/hour")
# From where more appeals come than this, or sooner after the form was opened, the browser must prove its good will.
SUSPECT_RATE = env.str("METKA_SUSPECT_RATE", "5/hour")
LEAST_FILL_S = env.int("METKA_LEAST_FILL_S", 3)
# The route of an appeal: how often its author may reopen it, how long an answer waits for a rating, how far ahead work
# is planned or held, how long a moderator has an appeal for themselves, whether published appeals may be commented on.
REOPEN_LIMIT = env.int("METKA_REOPEN_LIMIT", 2)
RATING_DAYS = env.int("METKA_RATING_DAYS", 30)
PLAN_DAYS = env.int("METKA_PLAN_DAYS", 365)
CLAIM_MINUTES = env.int("METKA_CLAIM_MINUTES", 15)
COMMENTS = env.bool("METKA_COMMENTS", True)
# How many days overdue an appeal reaches the head of its district, twice as many the one above; 0: nobody.
ESCALATION_DAYS = env.int("METKA_ESCALATION_DAYS", 3)
# Deadlines and local days off that each process keeps; far shorter than any of them.
CLOCK_BOOK_KEPT_S = 5
# Tiles that each process keeps, apart from all else; 0: none. A thousand are some 50 MB when most of them are dense.
TILES_KEPT = env.int("METKA_TILES_KEPT", 1000)
_MEMORY, _NOTHING = (
    f"django.core.cache.backends.{name}" for name in ("locmem.LocMemCache", "dummy.DummyCache")
)
CACHES = {
    "default": {"BACKEND": _MEMORY},
    # Figures of statistics take seconds where there are millions of appeals: all processes share them.
    "figures": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "appeals_kept_figures",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
    "tiles": {
        "BACKEND": _MEMORY if TILES_KEPT else _NOTHING,
        "LOCATION": "tiles",
        "OPTIONS": {"MAX_ENTRIES": TILES_KEPT},
    },
}
# Far below the minute for which browsers keep a tile anyway.
TILE_VERSION_KEPT_S = 1
# The largest body of one request, photos together.
MAX_BODY_BYTES = env.int("METKA_MAX_BODY_MB", 64) * 1024 * 1024

# Photos of appeals: the largest file and picture that are read, and the longer side that is kept.
PHOTO_MAX_MB = env.int("METKA_PHOTO_MAX_MB", 15)
PHOTO_MAX_MEGAPIXELS = env.int("METKA_PHOTO_MAX_MEGAPIXELS", 50)
PHOTO_SIDE_PX = env.int("METKA_PHOTO_SIDE_PX", 2048)

# Places and assignment (metres on the ground).
AMBIGUITY_M = env.float("METKA_AMBIGUITY_M", 15.0)
HOUSE_RADIUS_M = env.float("METKA_HOUSE_RADIUS_M", 30.0)
ASSET_TOLERANCE_M = env.float("METKA_ASSET_TOLERANCE_M", 5.0)
# So far from a container site a complaint about waste is still about it.
WASTE_TOLERANCE_M = env.float("METKA_WASTE_TOLERANCE_M", 50.0)

# Jobs that load large tools: a web process defers them by name and never comes here.
PROCRASTINATE_IMPORT_PATHS = ["channels.file_tasks"]

# Letters. What stands in them leads to PUBLIC_URL, since no request says where the service is when they are written.
globals().update(mail_settings(env.str("METKA_EMAIL_URL", ""), LOCAL_DIR / "mail"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("METKA_EMAIL_FROM", f"Метка <metka@{PUBLIC_HOST}>")
# The local hour from which the letters of a day go out together.
DIGEST_HOUR = env.int("METKA_DIGEST_HOUR", 8)
# What may read /metrics/ beside administrators, as "Authorization: Bearer …"; empty: nobody else.
METRICS_TOKEN = env.str("METKA_METRICS_TOKEN", "")
ALERT_RATE = env.str("METKA_ALERT_RATE", "10/hour")
# Under which licence open data may be used: its name and address, for people; empty: nothing is said.
OPEN_DATA_LICENCE = env.str("METKA_OPEN_DATA_LICENCE", "")
EXPORT_RATE = env.str("METKA_EXPORT_RATE", "20/10min")
HOT_SPOTS_RATE = env.str("METKA_HOT_SPOTS_RATE", "60/10min")

# Hosts whose pages may show the embedded map in a frame.
EMBED_HOSTS: list[str] = env.list("METKA_EMBED_HOSTS", [])

SILENCED_SYSTEM_CHECKS = [
    "gis.W001",  # GDAL of Debian 12 cannot block files and hosts named in a coordinate system; only staff bring files
    "security.W005",  # whether other hosts of the domain speak TLS is the domain's owner's to know
    "security.W021",  # the preload list is the owner's decision as well
]
