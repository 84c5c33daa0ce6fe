"""`manage.py receive < mail`: for a mail server that hands mail to a program.

Its exit codes are those of sysexits.h: after 75 the mail server keeps the mail and tries again later.
"""

import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comms.mail_in.door import TooLarge, largest, receive
from comms.models import Incoming

logger = logging.getLogger(__name__)
DATA_ERROR, TRY_AGAIN = 65, 75


class Command(BaseCommand):
    help = "Takes one mail in from standard input. Exit code 75: not kept, try again later."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sender", default="", help="The envelope sender, if the mail server tells it.")
        parser.add_argument("recipients", nargs="*", help="The envelope recipients.")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(largest() + 1)
        about = {"envelope_from": options["sender"], "envelope_to": options["recipients"]}
        try:
            kept = receive(raw, entrance=Incoming.Entrance.PIPE, **about)
        except TooLarge:
            self.stderr.write("The mail is larger than MAIL_MAX_MB allows.")
            sys.exit(DATA_ERROR)
        except Exception:  # whatever it is, the mail server keeps the mail and comes again
            logger.exception("The mail could not be kept.")
            sys.exit(TRY_AGAIN)
        self.stdout.write(f"Kept as {kept.pk}.")
