"""What one kind of letter is made of, and the variables that many kinds share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

Text = Any  # a str, or one that waits for the reader's language


@dataclass(frozen=True)
class Kind:
    key: str
    label: Text
    when: Text
    subject: Text
    text: Text
    variables: Mapping[str, Text]
    required: Mapping[str, Text] = field(default_factory=dict)  # variable → the fact that would be missing
    about_a_ticket: bool = True
    group: str = ""  # of news it belongs to, where that has another letter, too

    @property
    def of_group(self) -> str:
        return self.group or self.key


TICKET = {
    "name": _("how the reader is greeted"),
    "number": _("the ticket's number"),
    "title": _("the ticket's title"),
    "what": _("what happened, in one line"),
    "words": _("what somebody wrote, if anything"),
    "who_has_it": _("whose move it is, while the ticket is open"),
    "hear_next": _("until when the next word is promised, if it is"),
    "url": _("the ticket's page"),
}
FACTS = {"number": _("we have it"), "who_has_it": _("who has it"), "hear_next": _("when you hear next")}
OF_NOTICE = {"number": _("the notice's number"), "title": _("the notice's title")}
SLOTS = {
    "subject": _("the subject its writer gave it"),
    "what": _("what happens"),
    "who": _("who is affected"),
    "begins": _("when what is planned begins"),
    "ends": _("when it ends"),
    "do": _("what to do"),
    "we": _("what we do"),
    "next": _("when you hear next, in its writer's words"),
    "hear_next": _("until when the next word is promised, if it is"),
}
FOR_NEWS = {"name": TICKET["name"], "url": _("the page with all of it")}
