"""Why somebody is told: every alert answers "why did I get this"."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """The reader's own relation to the ticket. `{about}` is a team or a colleague."""

    ASKED = "asked", _("you asked for help")
    ON_BEHALF = "on_behalf", _("you asked on behalf of {about}")
    AFFECTED = "affected", _("you said that it affects you too")
    COPY = "copy", _("you are in copy")
    MENTIONED = "mentioned", _("you were mentioned")
    HOLDER = "holder", _("you hold this ticket")
    GIVEN = "given", _("it was given to you")
    HANDED = "handed", _("you handed it over")
    TEAM = "team", _("it is with your team, {about}")
    LEAD = "lead", _("you lead {about}")
    LEADS_MANAGER = "leads_manager", _("you are the manager of who leads {about}")
    MAJOR = "major", _("you have a part in this major incident")
    PROMISED = "promised", _("you promised the next message")
    WATCHES = "watches", _("you watch it")
    ADDRESSED = "addressed", _("{about}")  # a notice: the addressee's own reason
    FOLLOWS = "follows", _("you follow {about}")
    WONDERED = "wondered", _("you asked a question about it")
    GATHERED = "gathered", _("you chose it so, or more came together than anybody reads singly")
    AGREES = "agrees", _("your yes or no is needed")
    STANDS_IN = "stands_in", _("you stand in for {about}, and a yes or no is needed")
    UNANSWERED = "unanswered", _("{about} did not answer, and a yes or no is needed")
    THANKED = "thanked", _("you helped with it")
    OWNS = "owns", _("you look after this known error")
    KEEPS = "keeps", _("you look after this article")
    SPOKE = "spoke", _("you told us what could be better")
    ANSWERS = "answers", _("it is yours to answer")
    VOTED = "voted", _("you voted for it")
    SEES_TO = "sees_to", _("you see to this improvement")
    SAMPLED = "sampled", _("we ask a few colleagues each time, and nobody often")
    LOOKS_AFTER = "looks_after", _("you look after this desk")

    def sentence(self, about: str) -> str:
        return str(self.label).replace("{about}", about)


class Told(models.Model):
    """What an alert of any kind keeps about its reason."""

    reason = models.CharField(max_length=14, choices=Reason)
    about = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def why(self) -> str:
        """For "You get this because …"."""
        return Reason(self.reason).sentence(self.about)
