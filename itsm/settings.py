"""Settings come from the environment alone; README.md holds the table. A wrong one stops the start with a sentence."""

from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from itsm import engines

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# What kind of run this is -------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # one-click sign-in and the mailbox page; never with real people
DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
SECRET_KEY = env.str("SECRET_KEY", default="") or (not DATABASE_URL and engines.secret_key()) or ""
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to a long random text, for example the output of: openssl rand -hex 32"
    )
SECRET_KEY_FALLBACKS = env.list(
    "SECRET_KEY_FALLBACKS", default=[]
)  # what they signed and sealed still counts
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
if not BASE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        f"BASE_URL is {BASE_URL!r}. Set it to the address colleagues type, for example https://desk.halden.example"
    )
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# The house ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "template_partials",
    "heroicons",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "itsm.frame",
    "itsm.people",
    "itsm.services",
    "itsm.tickets",
    "itsm.knowledge",
    "itsm.insights",
    "incidents",
    "catalog",
    "problems",
    "changes",
    "comms",
    "demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "comms.status.reading.Away",  # before anything asks who is signed in: the status page outlives the database
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "itsm.frame.middleware.reader",
    "itsm.frame.middleware.Readable",
    "itsm.frame.middleware.Practices",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "itsm.frame.middleware.htmx",
    "itsm.tickets.middleware.Refusals",
    "itsm.tickets.training.middleware.InItsRoom",
]
ROOT_URLCONF = "itsm.urls"
WSGI_APPLICATION = "itsm.wsgi.application"
FORM_RENDERER = "itsm.frame.controls.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "itsm.frame.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "heroicons.templatetags.heroicons",
                "template_partials.templatetags.partials",
                "itsm.frame.templatetags.frame",
                "itsm.frame.templatetags.once",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Practices that are on until an administrator decides otherwise: names such as catalog, or all. Unset: none of them.
PRACTICES = env.list("PRACTICES", default=[])

# Engines --------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(DATABASE_URL or engines.database_url())}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# A page joins a dozen tables to show their names. PostgreSQL would weigh every order of eight of them, for longer than the
# query takes; the first four are those that decide which rows are found.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c join_collapse_limit=4")
VALKEY_URL = REDIS_URL or engines.redis_url()
CACHES = {
    "default": {
        "BACKEND": "itsm.frame.cache.Cache",
        "LOCATION": engines.on_database(VALKEY_URL, step=1),
        "KEY_FUNCTION": "itsm.frame.apart.cache_key",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CELERY_BROKER_URL = engines.broker_url(VALKEY_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task whose worker died is handed out again after this long; every task is safe to run twice.
# A page whose broker is away does not wait for it: what it enqueues has a row, and a sweep finds the row later.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "max_retries": 1, "interval_start": 0}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "pulse": {"task": "itsm.pulse", "schedule": 10.0},
    "tend privacy": {"task": "people.tend_privacy", "schedule": 600.0},
    "let old records go": {"task": "frame.keep_retention", "schedule": crontab(hour=1, minute=40)},
    "sweep clocks": {"task": "tickets.sweep", "schedule": 15.0},
    "sweep tasks": {"task": "catalog.sweep_tasks", "schedule": 15.0},
    "make calls again": {"task": "catalog.make_calls", "schedule": 15.0},
    "tend approvals": {"task": "catalog.tend_approvals", "schedule": 60.0},
    "catch up with forgotten news": {"task": "tickets.catch_up", "schedule": 30.0},
    "understand forgotten mail": {"task": "comms.understand_forgotten", "schedule": 30.0},
    "read mailboxes": {"task": "comms.read_mailboxes", "schedule": 60.0},
    "remind who has not confirmed": {"task": "comms.sweep_reminders", "schedule": 60.0},
    "sweep promises of notices": {"task": "comms.sweep_promises", "schedule": 15.0},
    "send forgotten mail": {"task": "comms.send_forgotten", "schedule": 30.0},
    "send forgotten chat": {"task": "comms.chat_catch_up", "schedule": 30.0},
    "send digests": {"task": "comms.send_digests", "schedule": 30.0},
    "warn of too much mail": {"task": "comms.warn_of_too_much", "schedule": 6 * 3600.0},
    "ask how it was": {"task": "comms.sweep_surveys", "schedule": 60.0},
    "tell what became of feedback": {"task": "comms.sweep_feedback", "schedule": 30.0},
    "say what came of feedback": {
        "task": "comms.say_what_came_of_it",
        "schedule": crontab(hour="6,9,12", minute=30, day_of_week=1),
    },
    "remind of improvements": {
        "task": "comms.remind_of_improvements",
        "schedule": crontab(hour=6, minute=40),
    },
    "begin and end surveys": {"task": "comms.tend_surveys", "schedule": crontab(hour=3, minute=40)},
    "policy of running clocks": {
        "task": "tickets.retarget_running",
        "schedule": 3600.0,
    },  # should an edit's own task be lost
    "forget addresses that were never confirmed": {
        "task": "comms.forget_unconfirmed",
        "schedule": 6 * 3600.0,
    },
    "remind of what meetings left": {
        "task": "comms.remind_of_meetings",
        "schedule": crontab(hour=6, minute=10),
    },
    "draft the sponsors' briefing": {
        "task": "comms.draft_briefing",
        "schedule": crontab(hour=6, minute=20, day_of_month="1-3"),
    },
    "send reports": {"task": "comms.send_reports", "schedule": 60.0},
    "forget old editions of reports": {
        "task": "comms.forget_editions",
        "schedule": crontab(hour=4, minute=30),
    },
    "look ahead in the calendar": {"task": "changes.look_ahead", "schedule": crontab(hour=4, minute=20)},
    "escalate late reviews": {"task": "changes.escalate_reviews", "schedule": 60.0},
    "understand forgotten alerts": {"task": "incidents.understand_forgotten_alerts", "schedule": 30.0},
    "close what was confirmed by silence": {"task": "incidents.close_confirmed", "schedule": 60.0},
    "learn from labelled tickets": {"task": "knowledge.learn", "schedule": crontab(hour=3, minute=10)},
    "count words": {"task": "knowledge.count_words", "schedule": 6 * 3600.0},
    "decide what became of talks": {"task": "knowledge.decide_talks", "schedule": 600.0},
    "keep roll-ups": {"task": "insights.keep_up", "schedule": 15.0},
    "check roll-ups": {"task": "insights.check_and_repair", "schedule": crontab(hour=2, minute=20)},
    "count usual times": {"task": "tickets.count_usual_times", "schedule": crontab(hour="2", minute="40")},
    "wake what was planned": {"task": "incidents.wake_planned", "schedule": 30.0},
    "close requests confirmed by silence": {"task": "catalog.close_confirmed", "schedule": 60.0},
    "wake planned requests": {"task": "catalog.wake_planned", "schedule": 30.0},
    "look for recurrences": {"task": "problems.look_for_recurrences", "schedule": 900.0},
    "watch what was fixed": {"task": "problems.watch", "schedule": 60.0},
    "count what problems cost": {"task": "problems.count_anew", "schedule": 3600.0},
}
from itsm import celery  # noqa: E402, F401 - every process that may enqueue knows the broker

# People ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["itsm.people.auth.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "itsm.people.auth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "itsm.people.signin_forms.SignInForm",
    "reset_password": "itsm.people.signin_forms.ForgotForm",
    "reset_password_from_key": "itsm.people.signin_forms.NewPasswordForm",
    "change_password": "itsm.people.signin_forms.ChangePasswordForm",
    "set_password": "itsm.people.signin_forms.FirstPasswordForm",
}
# A whole site may sit behind one address, so that address may fail often; one person's name may not.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,5/h/key",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make the desk write to strangers
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Signed in for a working day; who ticks "stay signed in" on their own device, for a month.
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Words and times ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")  # the organisation's: its days are the days of figures
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError, OSError):
    raise ImproperlyConfigured(
        f"TIME_ZONE is {TIME_ZONE!r}. Set it to a zone such as Europe/Oslo, or leave it out."
    ) from None

# Files ----------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = engines.home() / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "itsm.frame.bundle.Finder",  # one stylesheet and one script
]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(engines.home() / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    12 * 1024 * 1024
)  # a long mail pasted whole still arrives; files stream past this

# Mail -----------------------------------------------------------------------------------------------------------------
# Unset: no mail leaves. In demo mode each is kept for the mailbox page, else it is marked as not sent.
email_url = env.str("EMAIL_URL", default="")
if email_url.startswith("anymail+"):  # a mail provider's API, as in anymail+mailgun://
    provider = email_url.removeprefix("anymail+").partition(":")[0].replace("-", "_")
    if not provider.isidentifier() or not find_spec(f"anymail.backends.{provider}"):
        raise ImproperlyConfigured(
            f"EMAIL_URL is {email_url!r}. Set it to a provider that django-anymail knows, for example anymail+mailgun://"
        )
    EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
else:
    vars().update(env.email_url() if email_url else {"EMAIL_BACKEND": "comms.backends.Kept"})
EMAIL_TIMEOUT = 10  # seconds a mail server may take to answer
# Keys and passwords of mail providers under anymail's own names, as in ANYMAIL_MAILGUN_API_KEY. An empty one is none.
ANYMAIL: dict[str, object] = {
    name.removeprefix("ANYMAIL_"): value
    for name, value in environ.Env.ENVIRON.items()
    if name.startswith("ANYMAIL_") and value
}
ANYMAIL["REQUESTS_TIMEOUT"] = EMAIL_TIMEOUT
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Baton <desk@localhost>")
MAIL_LINES = env.int("MAIL_LINES", default=2)  # connections side by side for a notice's mails
MAIL_REPLY_TO = env.str("MAIL_REPLY_TO", default="")  # unset: MAIL_FROM with a plus and a signed part
MAIL_LISTEN = env.str("MAIL_LISTEN", default="")  # host:port, or lmtp:host:port; see comms.mail_in.listening
MAIL_LISTEN_CERT = env.str("MAIL_LISTEN_CERT", default="")  # a file; set, STARTTLS is offered
MAIL_LISTEN_KEY = env.str("MAIL_LISTEN_KEY", default="")  # a file; unset, the key stands in the one above
MAIL_HOOK_SECRET = env.str("MAIL_HOOK_SECRET", default="")  # unset: there is no web hook
MAIL_MAX_MB = env.int("MAIL_MAX_MB", default=30)  # a mail with one file of 20 MB is 27 MB long
MAIL_RATE = env.int("MAIL_RATE", default=20)  # mails an hour by one sender; what is more waits in quarantine
MAIL_UNKNOWN = env.str("MAIL_UNKNOWN", default="quarantine")
if MAIL_UNKNOWN not in {"quarantine", "set_aside"}:
    raise ImproperlyConfigured(
        f"MAIL_UNKNOWN is {MAIL_UNKNOWN!r}. Set it to quarantine or to set_aside: what becomes of mail by nobody we know"
    )

# Chat servers and other addresses that people type in may not be inside the network, but for these hosts and networks.
HOOKS_ALLOWED = env.list("HOOKS_ALLOWED", default=[])

# The assistant --------------------------------------------------------------------------------------------------------
# Unset: it answers in the words of its sources. Else a chat endpoint as in https://model.halden.example/v1
ASSISTANT_URL = env.str("ASSISTANT_URL", default="").rstrip("/")
if ASSISTANT_URL and not ASSISTANT_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        f"ASSISTANT_URL is {ASSISTANT_URL!r}. Set it to a web address, for example http://localhost:8080/v1"
    )
ASSISTANT_KEY = env.str("ASSISTANT_KEY", default="")
ASSISTANT_MODEL = env.str("ASSISTANT_MODEL", default="default")
ASSISTANT_SECONDS = env.float("ASSISTANT_SECONDS", default=6)  # longer nobody waits for its words
ASSISTANT_RATE = env.int(
    "ASSISTANT_RATE", default=20
)  # questions in ten minutes by one person; 0 counts nobody

# Safety ---------------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # probes come from inside, by plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# The API --------------------------------------------------------------------------------------------------------------
API_RATE = env.int("API_RATE", default=3000)  # requests a minute by one person; 0 counts nobody
REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "itsm.people.tokens.TokenAuthentication",  # first: its challenge makes the answer to nobody a 401
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "itsm.people.tokens.HasScope",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["itsm.frame.api.throttle.PerMinute"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "itsm.frame.api.pages.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "itsm.frame.api.schema.Schema",
    "EXCEPTION_HANDLER": "itsm.frame.api.problems.handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS: dict[str, object] = {
    "TITLE": "Baton",
    "DESCRIPTION": "All that the pages can do. Times are UTC, errors are problem details (RFC 9457), lists come in pages by cursor.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "NoticeKind": "comms.models.Notice.Kind",
        "OccasionKind": "changes.models.Occasion.Kind",
        "CollisionKind": "changes.models.Collision.Kind",
        "CalendarItemKind": "changes.calendar.sources.ItemKind",
        "NoticePhase": "comms.models.Phase",
        "ServiceState": "comms.status.states.WORDS",
        "TicketKind": "itsm.tickets.models.Ticket.Kind",
        "ClockKind": "itsm.tickets.models.Clock.Kind",
        "NoticeAudience": "comms.models.Audience",
        "EventAudience": "itsm.tickets.models.Event.Audience",
        "IncomingState": "comms.models.Incoming.State",
        "DeliveryState": "comms.models.Delivery.State",
        "MeetingKind": "comms.models.Meeting.Kind",
        "FeedbackKind": "comms.models.Feedback.Kind",
        "FeedbackSource": "comms.models.Feedback.Source",
        "FeedbackState": "comms.models.Feedback.State",
        "ImprovementSource": "comms.models.Improvement.Source",
        "ImprovementOutcome": "comms.models.Improvement.Outcome",
        "ImprovementState": "comms.models.Improvement.State",
        "LinkKind": "itsm.tickets.models.Link.Kind",
        "Channel": "itsm.tickets.models.Channel",
        "ChannelOfPeople": "itsm.tickets.models.BY_PEOPLE",
        "AlertState": "incidents.models.Alert.State",
        "AlertSeverity": "incidents.models.Alert.Severity",
        "AlertForm": "incidents.models.AlertSource.Form",
        "ComponentKind": "itsm.services.models.Component.Kind",
        "Spoken": "itsm.tickets.api.bodies.SPOKEN_CHOICES",
        "Role": "itsm.people.api.ROLES",
        "AssignedRole": "itsm.people.api.ASSIGNED_ROLES",
        "How": "comms.models.How",
        "Readers": "itsm.people.models.Audience",
        "OfferingState": "catalog.models.Offering.State",
        "TaskState": "catalog.models.Task.State",
        "ApprovalState": "catalog.models.Approval.State",
        "ApprovalStepState": "catalog.models.ApprovalStep.State",
        "ApprovalBecause": "catalog.models.Approval.Because",
        "KnownErrorState": "problems.models.KnownError.State",
        "MeetingState": "changes.models.Meeting.State",
        "TrialAnswer": "problems.models.Trial.Answer",
        "PartEnum": "itsm.tickets.models.Participant.Part",
        "ApprovalRule": "catalog.models.ApprovalStep.Rule",
        "RiskLevel": "changes.models.Level",
        "ChangeStepPart": "changes.models.ChangeStep.Part",
        "ContractChannel": "changes.models.ContractLine.Channel",
        "ChangeOutcome": "changes.models.Outcome",
        "ChangeType": "changes.models.Type",
        "ArticleImportState": "itsm.knowledge.articles.import_api.STATES",
        "VoteReason": "itsm.knowledge.models.Vote.Reason",
        "ReaderRole": "itsm.people.models.audience.READER_ROLES",
        "EditionState": "itsm.knowledge.models.Edition.State",
        "TalkOutcome": "itsm.knowledge.models.Talk.Outcome",
        "HoldReason": "itsm.services.models.HoldReason",
        "Priority": "itsm.services.models.Priority",
        "Impact": "itsm.services.models.Impact",
        "Urgency": "itsm.services.models.Urgency",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
