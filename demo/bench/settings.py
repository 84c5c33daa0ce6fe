"""The product's settings, plus the reference page in front of everything."""

import os

from itsm.settings import *  # noqa: F403
from itsm.settings import MIDDLEWARE as PRODUCT

MIDDLEWARE = ["demo.bench.reference.in_front", *PRODUCT]
DEMO = False
PRACTICES = ["all"]  # what everybody switched on is measured
API_RATE = 0  # no limit: the limit is not what is measured
if not os.environ.get("EMAIL_URL"):  # only the mail row has a server that takes mail
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
