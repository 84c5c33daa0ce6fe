"""The overview as Marit has it by mail each Monday: the last one she opened, the next one comes by itself."""

from datetime import timedelta

from comms.models import Delivery, Report
from comms.reports import sending
from demo.history import World

OPENED_AFTER = timedelta(minutes=40)


def mail_to_marit(world: World) -> None:
    marit, tess = world.made.demo["manager"], world.made.demo["administrator"]
    report = Report(owner=marit, dashboard="overview", rhythm=Report.Rhythm.WEEKLY, weekday=0, hour=7)
    sending.schedule(report, now=world.now, people=[marit, tess], teams=[])
    went_at = report.next_at - timedelta(weeks=1)
    edition = sending.send(report, due_at=went_at, now=went_at)
    if edition is None:
        return
    edition.copies.filter(person=marit).update(opened_at=went_at + OPENED_AFTER, opens=1)
    mails = Delivery.objects.filter(cause=f"report:{edition.pk}")
    mails.update(state=Delivery.State.SENT, sent_at=went_at)
