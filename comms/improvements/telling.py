"""Whoever owns an improvement hears of it by mail: when it becomes theirs, and when its review is due."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comms import quiet
from comms.letters import domain, reading_as
from comms.mail_words import writing
from comms.models import Delivery, Group, Held, Improvement, Reason
from comms.notices.queue import wake
from itsm.people.models import Person

MOST = 200  # in one sweep


def tell_owner(improvement: Improvement, *, by: Person, now: datetime) -> None:
    owner = improvement.owner
    if owner.pk != by.pk:
        with reading_as(owner):
            what = _("%(who)s gave you an improvement") % {"who": by}
        _tell(improvement, what, cause=f"improvement:{improvement.pk}:{int(now.timestamp())}", now=now)


def remind(*, now: datetime) -> int:
    """Once each, on the day its review is due. Claimed by a conditional update, so nobody is told twice."""
    today = timezone.localdate(now)
    due = Improvement.objects.filter(state=Improvement.State.STARTED, review_on__lte=today, reminded_at=None)
    told = 0
    for improvement in due.select_related("owner").order_by("pk")[:MOST]:
        with transaction.atomic():
            mine = Improvement.objects.filter(pk=improvement.pk, reminded_at=None).update(reminded_at=now)
            if mine:
                with reading_as(improvement.owner):
                    what = _("Time to look at it again: is it better?")
                _tell(improvement, what, cause=f"review:{improvement.pk}:{improvement.review_on}", now=now)
            told += mine
    return told


def _tell(improvement: Improvement, what: str, *, cause: str, now: datetime) -> None:
    owner = improvement.owner
    if not owner.is_active:
        return
    wanted = quiet.wants([owner.pk], group=Group.WORK, now=now)
    about = {"group": Group.WORK, "person": owner, "reason": Reason.SEES_TO, "cause": cause}
    url = settings.BASE_URL + improvement.get_absolute_url()
    if owner.pk in wanted.at_once:
        with reading_as(owner):
            mail = Delivery(**about, **letter(improvement, what, url, cause, now=now))
        mail.save()
        transaction.on_commit(partial(wake, "comms.send_mail", [mail.pk]))
    elif due_at := wanted.later.get(owner.pk):
        line = f"{improvement.number} {what}"[:300]
        Held.objects.create(**about, line=line, url=url, at=now, due_at=due_at)


def letter(improvement: Improvement, what: str, url: str, cause: str, *, now: datetime) -> dict[str, object]:
    owner = improvement.owner
    said = {
        "name": owner.greeting_name,
        "number": improvement.number,
        "title": improvement.title,
        "what": what,
        "words": improvement.why,
        "who_has_it": owner.name,
        "url": url,
    }
    blank = dict.fromkeys(("hear_next", "colleague_knows", "promised"), "")
    foot = writing.Foot.of(owner, Group.WORK, Reason.SEES_TO.sentence(""))
    made = writing.write(writing.words_of(Group.WORK, writing.changed()), said | blank, foot)
    return {
        "address": owner.email,
        "message_id": f"<{cause.replace(':', '.')}@{domain()}>",
        "thread_id": f"<improvement.{improvement.pk}@{domain()}>",
        "created_at": now,
        "subject": made.subject,
        "text": made.text,
        "html": made.html,
    }
