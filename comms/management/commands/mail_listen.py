"""`manage.py mail_listen`: take mail in by SMTP or LMTP, where MAIL_LISTEN says."""

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from comms.mail_in.listening import Place, listen


class Command(BaseCommand):
    help = "Takes mail in by SMTP or LMTP at MAIL_LISTEN, until it is asked to end."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asyncio.run(self.run(Place.read(settings.MAIL_LISTEN)))
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error

    async def run(self, place: Place) -> None:
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, ended.set)
        server = await listen(place)
        port = server.sockets[0].getsockname()[1]
        self.stdout.write(f"Takes mail in at {place.host}:{port} by {'LMTP' if place.lmtp else 'SMTP'}")
        self.stdout.flush()
        async with server:
            await ended.wait()
