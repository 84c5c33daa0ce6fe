"""Changes beside the calendar's: one that its model authorised and that went well, one that waits for Jonas's yes, and a
heavy one in the making that still has holes.
"""

from datetime import timedelta
from typing import Any

from changes.models import Change, ChangeModel, RiskQuestion, Type
from demo.catalogue import FILES, INTRANET, MAIL
from demo.history import World
from itsm.people.models import Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CERTIFICATE = (
    ("Put the new certificate in", 10),
    ("Restart, one server at a time", 15),
    ("Sign in from outside", 5),
)


class Changing:
    def __init__(self, world: World) -> None:
        self.world, self.made, self.now = world, world.made, world.now
        self.jonas: Person = self.made.demo["change-manager"]
        self.agent: Person = self.made.members["Collaboration"][0]

    def tell(self) -> None:
        self.by_its_model(self.library())
        self.waits_for_jonas()
        self.in_the_making()

    def library(self) -> ChangeModel:
        """Two models: what the desk does without asking."""
        certificate = self.model(
            "renew-certificate", "Renew a certificate", "Every service has one, and each runs out once a year. It was done forty times without a break.",
            CERTIFICATE, back_out="The old certificate is put back; it is valid for two more weeks.", most_minutes=60,
            checks=["The new certificate is for the right name", "The old one is still valid for two weeks"],
        )  # fmt: skip
        self.model(
            "publish-intranet", "Publish the intranet", "Words and pictures only. The week before stands beside it and is one press away.",
            (("Publish", 5), ("Look at the first page", 5)), back_out="Switch back to the week before.", most_minutes=30, most_a_day=3,
            services=[self.world.services[INTRANET]],
        )  # fmt: skip
        return certificate

    def model(
        self, key: str, name: str, says: str, steps: tuple[tuple[str, int], ...], **about: Any
    ) -> ChangeModel:
        at = self.now - 90 * DAY
        made = ChangeModel(key=key)
        rows = [{"what": what, "minutes": minutes, "no_return": False} for what, minutes in steps]
        made.write(by=self.agent, now=at, name=name, says=says, owner=self.agent, steps=rows, **about)
        made.authorise(by=self.jonas, now=at + DAY)
        return made

    def by_its_model(self, model: ChangeModel) -> None:
        starts = (self.now - 6 * DAY).replace(hour=18, minute=0, second=0)
        made = Change.propose(
            by=self.agent, title="New certificate for mail from outside", type=Type.STANDARD, model=model, now=starts - 2 * DAY,
            service=self.world.services[MAIL], description="The certificate of the outer mail server is renewed.",
            starts_at=starts, ends_at=starts + HOUR,
        )  # fmt: skip
        made.submit(by=self.agent, now=starts - 2 * DAY + HOUR)
        made.start(confirmed=model.checks, by=self.agent, now=starts + timedelta(minutes=2))
        made.finish(
            words="All three steps went as planned.", by=self.agent, now=starts + timedelta(minutes=31)
        )
        made.close(
            outcome="successful", communication_right=True, words="Nobody noticed anything.", by=self.jonas, now=starts + 15 * HOUR
        )  # fmt: skip

    def waits_for_jonas(self) -> None:
        starts = (self.now + 10 * DAY).replace(hour=19, minute=0, second=0)
        best = dict.fromkeys(RiskQuestion.objects.filter(is_active=True).values_list("key", flat=True), 0)
        made = Change.propose(
            by=self.agent, title="Intranet: search finds pictures, too", now=self.now - 2 * DAY, service=self.world.services[INTRANET],
            description="The search of the intranet also reads the words in pictures.",
            reason="One search in five is for a form that exists only as a picture.", benefit="Forms are found by their words.",
            starts_at=starts, ends_at=starts + 2 * HOUR, risk_answers=best,
            steps=[{"what": "Switch the reader on", "minutes": 20, "owner": self.agent}, {"what": "Search for ten forms", "minutes": 15}],
            test_evidence="On the copy of the intranet: 40 of 41 forms were found.", back_out_plan="Switch the reader off.",
            back_out_minutes=5,
        )  # fmt: skip
        made.submit(by=self.agent, now=self.now - 2 * DAY + HOUR)
        made.ask_authority(by=self.jonas, now=self.now - DAY)

    def in_the_making(self) -> None:
        starts = (self.now + 24 * DAY).replace(hour=20, minute=0, second=0)
        Change.propose(
            by=self.agent, title="Shared files move to new storage", now=self.now - 3 * HOUR, service=self.world.services[FILES],
            description="Forty terabytes move to the new storage over one weekend.",
            reason="The old storage is out of support since summer.", starts_at=starts, ends_at=starts + 30 * HOUR,
            steps=[
                {"what": "Stop writing", "minutes": 15},
                {"what": "Copy what is left", "minutes": 900, "owner": self.agent},
                {"what": "Point everybody at the new storage", "minutes": 60, "no_return": True},
            ],
        )  # fmt: skip
