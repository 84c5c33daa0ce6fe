"""What is rehearsed: an outage as it comes to the desk, minute by minute. Nothing of it is real but the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Scene:
    """What the desk gets to know after so many minutes."""

    minute: int
    words: str | Promise


@dataclass(frozen=True)
class Story:
    key: str
    title: str | Promise
    scenes: tuple[Scene, ...]
    works_again: int  # the minute; from then on the last word is due

    def told(self, *, started: datetime, now: datetime) -> list[tuple[datetime, Scene]]:
        """The scenes that have come, each with its moment."""
        moments = [(started + timedelta(minutes=scene.minute), scene) for scene in self.scenes]
        return [(at, scene) for at, scene in moments if at <= now]

    def resolved_at(self, started: datetime) -> datetime:
        return started + timedelta(minutes=self.works_again)


STORIES = {
    story.key: story
    for story in (
        Story(
            "mail",
            _("Mail stands still"),
            (
                Scene(
                    0, _("Twelve colleagues call within five minutes: mail neither goes out nor comes in.")
                ),
                Scene(6, _("It is every site. Calendars open, but do not change.")),
                Scene(14, _("The team finds the cause: a disk of the mail server is full.")),
                Scene(26, _("The disk is larger. Mail that waited goes out; it takes a while.")),
                Scene(38, _("All of it has arrived. Nothing is lost.")),
            ),
            38,
        ),
        Story(
            "sign-in",
            _("Nobody can sign in"),
            (
                Scene(0, _("Whoever signs in anew is refused, in every program. Who is in stays in.")),
                Scene(7, _("It began with a change at noon. About a third of all colleagues are out.")),
                Scene(18, _("The cause: a certificate that ran out. A new one is being made.")),
                Scene(31, _("Signing in works at two sites of four.")),
                Scene(44, _("It works everywhere. Drafts that were open in a browser are lost.")),
            ),
            44,
        ),
        Story(
            "network",
            _("One site is cut off"),
            (
                Scene(0, _("No telephone, no network at one site. Mobile phones work.")),
                Scene(9, _("A digger has cut a cable. The supplier sends somebody.")),
                Scene(40, _("A radio link is up: slow, enough for mail and chat.")),
                Scene(65, _("The cable is mended. Everything runs as before.")),
            ),
            65,
        ),
    )
}
