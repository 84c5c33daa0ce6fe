"""Whoever looks after an article hears what a reader found wrong with it: in the inbox, and by mail as they chose.

One line for each article, its newest word; no second mail before the first word is read.
"""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comms import quiet
from comms.letters import domain, reading_as
from comms.mail_words import writing
from comms.models import Delivery, Group, Held, Notification, Reason
from comms.notices.queue import wake
from itsm.knowledge.models import Vote
from itsm.people.models import Person
from itsm.tickets.hints import publish_to_people


def tell_owner(vote: Vote, **_signal: Any) -> None:
    """Runs in the vote's own transaction: what is kept is told."""
    owner = vote.article.owner
    if owner.pk == vote.person_id or not owner.is_active:
        return
    with reading_as(owner):
        news = in_inbox(vote, owner)
        if news:
            by_mail(vote, owner)
    hint = {"number": vote.article.number, "verb": "not_helped"}
    transaction.on_commit(partial(publish_to_people, [owner.pk], hint))


def in_inbox(vote: Vote, owner: Person) -> bool:
    """Says whether everything before was read."""
    lines = Notification.objects.filter(article=vote.article, person=owner)
    waiting = lines.unread().exists()
    lines.delete()
    Notification.objects.create(
        article=vote.article, person=owner, title=what(vote)[:240], reason=Reason.KEEPS, at=vote.at
    )
    return not waiting


def by_mail(vote: Vote, owner: Person) -> None:
    wanted = quiet.wants([owner.pk], group=Group.WORK, now=vote.at)
    known = {"group": Group.WORK, "person": owner, "reason": Reason.KEEPS, "cause": cause_of(vote)}
    if owner.pk in wanted.at_once:
        mail = Delivery(**known, **letter(vote, owner, Reason.KEEPS.sentence("")))
        mail.save()
        transaction.on_commit(partial(wake, "comms.send_mail", [mail.pk]))
    elif due_at := wanted.later.get(owner.pk):
        line = f"{vote.article.number} {what(vote)}"[:300]
        Held.objects.create(**known, line=line, url=address(vote), at=vote.at, due_at=due_at)


def letter(vote: Vote, owner: Person, why: str) -> dict[str, Any]:
    said = {
        "name": owner.greeting_name,
        "number": vote.article.number,
        "title": vote.article.title,
        "what": what(vote),
        "words": vote.words,
        "url": address(vote),
    }
    blank = dict.fromkeys(("who_has_it", "hear_next", "colleague_knows", "promised"), "")
    foot = writing.Foot.of(owner, Group.WORK, why)
    made = writing.write(writing.words_of(Group.WORK, writing.changed()), said | blank, foot)
    return {
        "address": owner.email,
        "message_id": f"<{cause_of(vote).replace(':', '.')}@{domain()}>",
        "thread_id": f"<article.{vote.article_id}@{domain()}>",
        "created_at": vote.at,
        "subject": made.subject,
        "text": made.text,
        "html": made.html,
    }


def what(vote: Vote) -> str:
    """“It did not help Ana Reis: It is out of date”."""
    why = vote.get_reason_display() if vote.reason else Truncator(" ".join(vote.words.split())).words(20)
    return _("It did not help %(person)s: %(why)s") % {"person": vote.person, "why": why}


def cause_of(vote: Vote) -> str:
    return f"vote:{vote.pk}:{int(vote.at.timestamp())}"


def address(vote: Vote) -> str:
    return f"{settings.BASE_URL}{vote.article.get_absolute_url()}#voices-h"
