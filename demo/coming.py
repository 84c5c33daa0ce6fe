"""What else colleagues are told these days: a maintenance this weekend, a warning, and something new."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from comms.notices import telling
from demo.announcing import Announcing, for_all
from demo.catalogue import MEETINGS, NETWORK
from demo.history import World

DAY = 24 * 60  # minutes


class Coming(Announcing):
    def __init__(self, world: World) -> None:
        super().__init__(world, "coming")

    def tell(self) -> None:
        self.new_switches()
        self.false_mails()
        self.captions()

    def saturday(self, site: str, hour: int) -> datetime:
        """The next one, at that hour of the site's own clock; not today, so that it is always still to come."""
        zone = ZoneInfo(self.made.sites[site].time_zone)
        there = self.now.astimezone(zone)
        ahead = (5 - there.weekday()) % 7 or 7
        return (there + timedelta(days=ahead)).replace(hour=hour, minute=0, second=0)

    def new_switches(self) -> None:
        """Announced for Friday, then moved: Porto ships until late that evening."""
        begin = self.saturday("Porto", 18)
        porto = {"sites": [self.made.sites["Porto"]], "services": []}
        notice = telling.open_notice(
            kind="maintenance", title="Porto: new network switches", by=self.speaker, services=[self.world.services[NETWORK]],
            sites=porto["sites"], aim=porto, starts_at=begin - timedelta(days=1), ends_at=begin - timedelta(hours=20), now=self.ago(9 * DAY),
        )  # fmt: skip
        words = {
            "what": "The office in Porto is without network for about four hours: cables, Wi-Fi, printers and desk phones.",
            "who": "Everyone who is in the Porto office then. From home everything works.",
            "do": "Save your work and sign off before. Leave docking stations plugged in.",
            "we": "We replace all switches on the three floors and try every room before we leave.",
        }
        self.say(notice, "publish", 9 * DAY, for_all("Porto: no network on Friday evening", **words))
        moved = words | {
            "what": f"We moved it by a day, because Porto ships until late on Friday. {words['what']}"
        }
        self.say(
            notice, "reschedule", 2 * DAY, for_all("Porto: the new switches come on Saturday", **moved),
            starts_at=begin, ends_at=begin + timedelta(hours=4), lead_time_reason="Porto ships until late on Friday.",
        )  # fmt: skip
        self.read(notice, seen=0.71, confirmed=0.33, right=1, since=2 * DAY)

    def false_mails(self) -> None:
        notice = telling.open_notice(
            kind="advisory", title="False mails ask for your password", by=self.speaker, aim={"everyone": True},
            must_acknowledge=True, question="A mail asks you to confirm your password. What do you do?", right=1,
            answers=["Type it, if the page looks like ours", "Nothing, and send us the mail", "Change it by the link in the mail"],
            now=self.ago(3 * DAY),
        )  # fmt: skip
        words = {
            "what": "Mails that look like ours ask you to confirm your password on a web page. They are not from us.",
            "who": "Everyone. About thirty colleagues got one this week.",
            "do": "Do not open the page. Send the mail to the service desk and delete it. If you typed your password, call us now.",
            "we": "We block the page and search all mailboxes for the mail.",
        }
        self.say(notice, "publish", 3 * DAY, for_all("False mails ask for your password", **words))
        self.read(notice, seen=0.86, confirmed=0.7, right=0.92, since=3 * DAY)
        ana = self.made.demo["colleague"]
        notice.addressees.filter(person=ana).update(
            acknowledged_at=None, answer=None, answered_at=None, understood=None
        )
        update = telling.remind(notice, by=self.speaker, now=self.ago(DAY))
        self.deliver(update, self.ago(DAY))

    def captions(self) -> None:
        services = [self.world.services[MEETINGS]]
        notice = telling.open_notice(
            kind="news", title="Video meetings now write along", by=self.speaker, services=services,
            aim={"services": services}, now=self.ago(6 * DAY),
        )  # fmt: skip
        words = {
            "what": "Video meetings can show what is said as text, in six languages.",
            "who": "Everyone who meets by video.",
            "do": "In a meeting, choose “Show captions”. Nothing is kept when the meeting ends.",
            "we": "We collect what goes wrong with names and technical words.",
        }
        self.say(notice, "publish", 6 * DAY, for_all("Video meetings now write along", **words))
        self.read(notice, seen=0.48, confirmed=0.12, right=1, since=6 * DAY)
