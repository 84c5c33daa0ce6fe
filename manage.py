#!/usr/bin/env python
"""Django's command line for Baton. Without DATABASE_URL or REDIS_URL it starts the embedded engines first."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from itsm import engines

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
    with engines.running():
        try:
            execute_from_command_line(sys.argv)
        except (
            ImproperlyConfigured
        ) as error:  # a wrong setting: the sentence says what to set, a traceback would bury it
            sys.exit(str(error))
