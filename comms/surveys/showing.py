"""Results as pictures: how many gave each number, why, and the way of a campaign to its goal. Each mark opens its answers."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comms.models.answer import HAPPY, UNHAPPY
from comms.surveys.questions import every_reason, word_of
from comms.surveys.results import Results
from itsm.insights.charts import Mark, bars, columns
from itsm.people.models import Team
from itsm.services.models import Service

PARTS = {"service": gettext_lazy("By service"), "team": gettext_lazy("By team")}


def charts(results: Results) -> dict[str, SafeString]:
    if not results.figures.n:
        return {}
    drawn = {
        "ratings": columns(
            [_rating(results, *one) for one in results.ratings()],
            label=_("How many gave which number"),
            name=_("Answers"),
        )
    }
    if named := results.themes():
        marks = [Mark(n, str(n), _link(results, reason=key), n, words) for key, words, n in named]
        drawn["themes"] = bars(marks, label=_("What they name"), name=_("Answers"))
    return drawn


def _rating(results: Results, rating: int, n: int) -> Mark:
    said = ngettext("%(n)d answer", "%(n)d answers", n) % {"n": n}
    tone = "kept" if rating >= HAPPY else "broken" if rating <= UNHAPPY else ""
    name = _("%(rating)d of 10, %(word)s") % {"rating": rating, "word": word_of(rating)}
    return Mark(n, said, _link(results, rating=rating) if n else "", n, name, str(rating), tone)


def _link(results: Results, **chosen: Any) -> str:
    return f"?{results.chosen.query(**{'rating': None, 'reason': '', 'service': None, 'team': None, **chosen})}#answers"


def picked(results: Results) -> str:
    """What the list was narrowed to, in words."""
    chosen, said = results.chosen, []
    if chosen.rating is not None:
        said.append(_("%(rating)d of 10") % {"rating": chosen.rating})
    if chosen.reason:
        said.append(str(every_reason(results.survey.kind).get(chosen.reason, chosen.reason)))
    for model, key in ((Service, chosen.service), (Team, chosen.team)):
        if key:
            said += [str(one) for one in model.objects.filter(pk=key)]
    return ", ".join(said)
