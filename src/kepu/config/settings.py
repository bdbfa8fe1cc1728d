"""Django settings, all from `environment`; nothing here reads a variable by itself."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kepu.apps.base import secrets
from kepu.config import environment
from kepu.config.database import database
from kepu.config.logs import configure_logs

KEPU = environment.read()
DATA = KEPU.data.resolve()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = KEPU.debug
SECRET_KEY = secrets.key("django", DATA).hex()
ALLOWED_HOSTS = KEPU.hosts
INSTALLED_APPS = [
    "kepu.apps.base",
    "kepu.apps.jobs",
    "kepu.apps.audit",
    "kepu.apps.files",
    "kepu.apps.territory",
    "kepu.apps.people",
    "kepu.apps.measures",
    "kepu.apps.ledger",
    "kepu.apps.workspace",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kepu.apps.base.middleware.health",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kepu.apps.files.middleware.LimitUploads",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kepu.apps.base.middleware.bind_context",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kepu.apps.people.middleware.enforce_policy",
    "allauth.account.middleware.AccountMiddleware",
    "kepu.apps.people.middleware.record_reading",
    "kepu.apps.base.middleware.explain_refusals",
    "kepu.apps.base.limits.count_searches",
]
ROOT_URLCONF = "kepu.config.urls"
WSGI_APPLICATION = "kepu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kepu.apps.base.navigation.context",
                "kepu.apps.people.context.place",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "kepu.apps.base.templatetags.kepu"],
        },
    }
]
FORM_RENDERER = "kepu.apps.base.forms.Renderer"

DATABASES = {"default": database(KEPU.database_url, DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": KEPU.redis_url}
    if KEPU.redis_url
    # Counters of rate limits and lock-outs are culled beyond MAX_ENTRIES, whoever they belong to.
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": KEPU.password_length},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "kepu.apps.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{KEPU.lock_out_attempts}/{KEPU.lock_out_minutes * 60}s/key",
    "login": f"{KEPU.rate_sign_in}/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = KEPU.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kepu"

# The idle time-out is people.middleware.enforce_policy's: saving every session at every request would cost a write each.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "kepu_session"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = KEPU.path_prefix or "/"
CSRF_COOKIE_NAME = "kepu_csrf"
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kepu.apps.base.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KEPU.behind_tls_proxy
if KEPU.behind_tls_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    SECURE_HSTS_SECONDS = 31536000
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in KEPU.hosts if host != "*"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("英文"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

FORCE_SCRIPT_NAME = KEPU.path_prefix or None
STATIC_URL = f"{KEPU.path_prefix}/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_STATIC_PREFIX = "/static/"
MEDIA_ROOT = DATA / "files"
UPLOAD_LIMIT = KEPU.upload_limit_mb * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a unit that leads 200 tasks sends its page as one form without script
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "kepu.apps.files.uploads.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": KEPU.s3_bucket,
            "endpoint_url": KEPU.s3_endpoint or None,
            "region_name": KEPU.s3_region or None,
            "access_key": KEPU.s3_access_key or None,
            "secret_key": KEPU.s3_secret_key or None,
            "default_acl": "private",
            "file_overwrite": False,
            "max_memory_size": FILE_UPLOAD_MAX_MEMORY_SIZE,
        },
    }
    if KEPU.storage == "s3"
    else {"BACKEND": "kepu.apps.files.storage.LocalStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGGING_CONFIG = None
configure_logs(level=KEPU.log_level, as_json=KEPU.log_format == "json")
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # the proxy that ends TLS redirects
