"""Every message of the mail corpora goes through the door: none raises, none is lost, each is something with a reason.

The corpora are other people's test data (parsers of mail, bounces and replies in five languages); they lie beside the
checkout and are not part of it.
"""

import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from comms.mail_in import quarantine, understanding
from comms.mail_in.door import receive
from comms.mail_in.reading import read
from comms.models import Delivery, Incoming
from incidents.models import Incident
from itsm.people.models import Person
from tests.factories import PersonFactory

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "data" / "email"
State = Incoming.State
NOW = timezone.now()
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        not CORPORA.is_dir(), reason="The mail corpora are not there: they belong in ../shared/data/email."
    ),
]


def messages(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Every file but the licence: what is no mail at all comes to doors, too."""
    with tarfile.open(archive) as files:
        for each in files:
            if each.isfile() and Path(each.name).name != "LICENSE":
                yield each.name, files.extractfile(each).read()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "archive", sorted(CORPORA.glob("*.tar.gz")) if CORPORA.is_dir() else [], ids=lambda path: path.name[:-7]
)
def test_each_message_of_a_corpus_is_something_with_a_reason(archive, team, agent, settings):
    """And then the way through acting, too: the desk says of each from a stranger that a colleague wrote it."""
    settings.MAIL_RATE = 10**6
    settings.MAIL_MAX_MB = 100
    states: Counter[str] = Counter()
    for name, raw in messages(archive):
        kept = receive(raw, entrance=Incoming.Entrance.PIPE, now=NOW)
        if kept.state != State.STORED:
            continue  # the corpus has it twice
        understanding.attempt(kept.pk, now=NOW)
        kept.refresh_from_db()
        states[kept.state] += 1
        assert kept.state != State.STORED, f"{name}: {kept.reason}"
        assert bytes(kept.raw) == raw
        assert kept.reason or kept.event_id, name
    assert sum(states.values()) == Incoming.objects.count() > 0
    known = PersonFactory()
    placed = Counter(
        replayed(kept, known, by=agent) for kept in Incoming.objects.filter(state=State.QUARANTINED)
    )
    assert Incident.objects.filter(requester=known).count() <= placed[State.DONE]
    print(archive.name, dict(states), "then", dict(placed))  # noqa: T201 - the figures, for who runs this with -s


def replayed(kept: Incoming, sender: Person, *, by: Person) -> str:
    quarantine.replay(kept, by=by, now=NOW, sender=sender)
    assert kept.state in {State.DONE, State.REPORT, State.AUTOMATIC, State.QUARANTINED}, kept.reason
    assert kept.state != State.QUARANTINED or kept.reason
    return kept.state


def test_each_permanent_report_marks_the_delivery_it_is_about(team):
    """As if each of the mails that came back had been ours."""
    marked = 0
    for name, raw in messages(CORPORA / "sisimai_dev.tar.gz"):
        report = read(raw).report
        if report is None or not (report.permanent and report.original_message_id and report.recipient):
            continue
        kept = receive(raw, entrance=Incoming.Entrance.PIPE, now=NOW)
        if kept.state != State.STORED:
            continue  # the corpus has it twice
        about = {"message_id": f"<{report.original_message_id}>", "address": report.recipient[:254]}
        row = Delivery.objects.create(
            cause=f"corpus:{name[-40:]}",
            person=PersonFactory(),
            reason="asked",
            thread_id="",
            state="sent",
            created_at=NOW,
            **about,
        )
        understanding.attempt(kept.pk, now=NOW)
        row.refresh_from_db()
        assert row.state == Delivery.State.BOUNCED, name
        marked += 1
        row.delete()
    assert marked > 100
    print("marked:", marked)  # noqa: T201
