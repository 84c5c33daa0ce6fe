"""The stops on the desk and in the portal."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.tours import Stop, add

STOPS = (
    Stop(
        tour="agent", order=10, url_name="desk:home", at=".tabs", label=_("Begin here"),
        says=_("Each view answers a question: what is mine, what is nobody's, who has waited longest. The number says how many."),
    ),
    Stop(
        tour="agent", order=20, url_name="desk:home", at=".list-form", label=_("Who has the baton"),
        says=_("One row is one ticket. The strip shows who had it and who has it now; the flag is what we promised. What falls due first stands first."),
    ),
    Stop(
        tour="agent", order=30, url_name="desk:home", at="[role=search]", label=_("Find anything"),
        says=_("Press / to search tickets, people and articles, j and k to move in a list, Ctrl K to go anywhere. A question mark shows all keys."),
    ),
    Stop(
        tour="agent", order=50, url_name="desk:home", at="[data-key=n]", label=_("Something new"),
        says=_("Somebody calls or comes by: press n, choose what it is, and write it down while they speak."),
    ),
    Stop(
        tour="colleague", order=10, url_name="portal:home", at=".portal-ask", label=_("Tell us in your own words"),
        says=_("Write what you need or what does not work. While you write, Baton shows what may help at once."),
    ),
    Stop(
        tour="colleague", order=20, url_name="portal:home", at=".ways", label=_("Other ways"),
        says=_("Whatever suits you: ask for something, see what is broken, find an answer, come by."),
    ),
    Stop(
        tour="colleague", order=30, url_name="portal:home", at="[aria-labelledby=things-h]", label=_("Your things"),
        says=_("Where each of them is, who has it, and when you hear next. That time is a promise."),
    ),
    Stop(
        tour="administrator", order=40, url_name="training:room", at=".page-head", label=_("Let them practise"),
        says=_("A room with example tickets for whoever is new. Nothing of it counts, and nobody outside hears of it."),
    ),
)  # fmt: skip


def add_to_house() -> None:
    add(STOPS)
