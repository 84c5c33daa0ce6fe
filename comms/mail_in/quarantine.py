"""What the desk does with mail that Baton could not place: try again, say who it is from, set it aside."""

import base64
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _

from comms.mail_in import understanding
from comms.mail_in.letter import Letter
from comms.mail_in.thread import signed
from comms.models import Incoming
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.attachment import make_thumbnail
from itsm.tickets.views.files import SANDBOX

State = Incoming.State
FROM_HERE = (State.QUARANTINED, State.AUTOMATIC, State.DROPPED)


def replay(incoming: Incoming, *, by: Person, now: datetime, sender: Person | None = None) -> Incoming:
    """Read it again, at once. Somebody looked at it, so that it looks automatic or came too fast does not matter now.

    `sender` is who it is from, if the desk knows better than its address.
    """
    known = {"person": sender} if sender else {}
    _decide(incoming, state=State.STORED, reason="", attempts=0, next_try_at=None, by=by, now=now, **known)
    understanding.attempt(incoming.pk, now=now)
    incoming.refresh_from_db()
    return incoming


def set_aside(incoming: Incoming, *, reason: str, by: Person, now: datetime) -> None:
    """It needs nothing from us. It is kept, and can still be read again."""
    _decide(incoming, state=State.DROPPED, reason=reason[:300], by=by, now=now)


def _decide(incoming: Incoming, *, by: Person, now: datetime, **fields: object) -> None:
    """Of two people who decide at once, one does."""
    rows = Incoming.objects.filter(pk=incoming.pk, state__in=FROM_HERE)
    if not rows.update(handled_by=by, handled_at=now, **fields):
        raise Refused(_("This mail was dealt with meanwhile."))
    incoming.refresh_from_db()


def as_it_came(incoming: Incoming) -> HttpResponse:
    """Its bytes, for a mail program: always a download in a sandbox."""
    answer = HttpResponse(bytes(incoming.raw), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="mail-{incoming.pk}.eml"'
    for name, value in SANDBOX.items():
        answer[name] = value
    return answer


def with_pictures(html: str, letter: Letter) -> str:
    """The pictures that came with it, small and drawn anew, inside the page: nothing of the mail's own bytes is shown."""
    for file in letter.inline:
        drawn, _kind = make_thumbnail(SimpleUploadedFile("picture", file.content))
        if drawn is not None:
            shown = f"data:image/webp;base64,{base64.b64encode(drawn.read()).decode()}"
            html = html.replace(f'"cid:{escape(file.cid)}"', f'"{shown}"')
    return html


def meant(letter: Letter, incoming: Incoming) -> Person | None:
    """For whom the address it was sent to was made: most likely they wrote from another address of theirs."""
    people = [found.person_id for found in signed(letter, incoming)]
    return Person.objects.active().filter(pk__in=people[:1]).first()
