"""How an incident ended."""

from django.db import models
from django.utils.translation import gettext_lazy


class Resolution(models.TextChoices):
    FIXED = "fixed", gettext_lazy("fixed")
    WORKAROUND = "workaround", gettext_lazy("works again by a workaround")
    EXPLAINED = "explained", gettext_lazy("explained, nothing was broken")
    SELF = "self", gettext_lazy("solved by the colleague")
    GONE = "gone", gettext_lazy("went away by itself")
    DUPLICATE = "duplicate", gettext_lazy("belongs to another incident")
