"""Last month's briefing: made from data, in Marit's words, read by two who answer for IT above her, and decided by one of them."""

from datetime import timedelta

from comms.briefing import sending
from comms.briefing.making import Month, make
from comms.models import BriefingCopy, Decision, Delivery
from demo.history import World
from itsm.people.models import Person

DAY = timedelta(days=1)
QUESTION = "May the old time clocks be switched off at the end of January, although Assembly asked for one more month?"
WORDS = "Yes, if Assembly has the new ones on both shifts by the 15th."


def brief(world: World) -> None:
    marit = world.made.demo["manager"]
    month = Month.over(now=world.now)
    sent_at = world.now - timedelta(days=max(world.now.day - 3, 0), hours=2)
    made = make(month, now=sent_at)
    made.question, made.question_links = QUESTION, []
    made.edited_by = made.sent_by = marit
    made.edited_at, made.sent_at = sent_at - timedelta(minutes=30), sent_at
    made.save()
    sponsors = list(
        Person.objects.filter(job_title__in=("Head of finance", "Head of assembly")).order_by("-pk")[:2]
    )
    opened = {"opened_at": sent_at + timedelta(hours=1), "opens": 2}
    decided = {"agrees": True, "words": WORDS, "decided_at": sent_at + timedelta(hours=1, minutes=6)}
    copies = BriefingCopy.objects.bulk_create(
        BriefingCopy(briefing=made, person=person, **(opened | decided if n == 0 else {}))
        for n, person in enumerate(sponsors)
    )
    mails = [sending.compose(made, copy, now=sent_at) for copy in copies]
    for mail in mails:
        mail.state, mail.sent_at = Delivery.State.SENT, sent_at
    Delivery.objects.bulk_create(mails)
    if copies:
        about = {"briefing": made, "by": sponsors[0], "at": decided["decided_at"], "why": WORDS}
        Decision.objects.create(what=f"Yes: {QUESTION}", **about)
