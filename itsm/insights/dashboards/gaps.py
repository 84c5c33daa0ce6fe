"""The page of the two mirrors: the gap, what experience is made of, and the tickets that were green and unhappy."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from itsm.insights.charts import Mark, Part, Row
from itsm.insights.dashboards import panels
from itsm.insights.dashboards.experience import Experience, Scored, asked, experience, weights
from itsm.insights.dashboards.mirrors import GREEN, RED, Mirror, mirrors
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.figures import number
from itsm.insights.measures import Unit, ask, measure
from itsm.insights.measures.registry import NOTHING, TOO_FEW
from itsm.insights.measures.restoring import sla_met


def two_mirrors(page: Page) -> Iterator[Panel]:
    weighed = weights()
    found = mirrors(page.chosen, weighed)
    yield gap(page, found)
    yield green_and_unhappy(page, found)
    yield made_of(page, whole(page, weighed))


def gap(page: Page, found: Sequence[Mirror]) -> Panel:
    return Panel(
        key="gap",
        title=_("What IT measures, and what colleagues felt"),
        says=_(
            "The wider the way between the two marks, the more IT thinks better of itself than colleagues do. Green for IT (%(green)d %% of service levels met or more) and red for colleagues (an experience below %(red)d of 100) come first. Fewer than %(few)d tickets are marked hollow and not judged."
        ) % {"green": GREEN, "red": RED, "few": TOO_FEW},
        draw=panels.dumbbell,
        parts=[Part(_("Service levels met, in %")), Part(_("Experience, of 100"))],
        rows=[_row(page, one) for one in found],
        size="wide",
    )  # fmt: skip


def _row(page: Page, one: Mirror) -> Row:
    it = page.mark(
        sla_met, one.it, tone="few" if one.small else "kept" if one.green else "", service=one.service
    )
    felt = Mark(
        one.felt.value, _felt(one), page.tickets("unhappy", service=one.service), one.unhappy,
        tone="few" if one.small else "broken" if one.red else "",
    )  # fmt: skip
    name = _("%(service)s: too few to judge") % {"service": one.name} if one.small else one.name
    return Row(name, [it, felt], page.dashboard("mirrors", service=one.service))


def _felt(one: Mirror) -> str:
    words = {"value": points(one.felt.value), "n": one.unhappy, "of": one.resolved}
    return _("%(value)s; something shows on %(n)s of %(of)s tickets") % words


def points(value: float | None) -> str:
    return _("too few") if value is None else _("%(points)s of 100") % {"points": number(value, Unit.COUNT)}


def green_and_unhappy(page: Page, found: Sequence[Mirror]) -> Panel:
    marks = [
        Mark(float(one.green_unhappy), number(one.green_unhappy, Unit.COUNT), page.tickets("green-and-unhappy", service=one.service), one.green_unhappy, name=one.name)
        for one in sorted(found, key=lambda one: -one.green_unhappy)
        if one.green_unhappy
    ]  # fmt: skip
    return Panel(
        key="green-and-unhappy",
        title=_("Green and unhappy"),
        says=_("Tickets resolved within the agreed time on which something shows that the colleague was not well served."),
        draw=panels.bars,
        rows=panels.one_each(marks),
        more=(_("See them all"), page.tickets("green-and-unhappy")),
        empty=_("No ticket was green and unhappy in this period."),
    )  # fmt: skip


def whole(page: Page, weighed: dict[str, int]) -> Experience:
    answers = ask(asked(), page.chosen)
    return experience({key: groups.get(None, NOTHING) for key, groups in answers.items()}, weighed)


def made_of(page: Page, felt: Experience) -> Panel:
    return Panel(
        key="made-of",
        title=_("What experience is made of"),
        value=points(felt.value),
        says=f"{_('The mean of its parts, each as heavy as it weighs.')} {left_out(felt)}".strip(),
        draw=panels.table,
        parts=[Part(_("Measured")), Part(_("Points, of 100")), Part(_("Weight"))],
        rows=[_part(page, one) for one in felt.scored],
        more=weighs(page),
    )


def weighs(page: Page) -> tuple[str, str] | None:
    """Only who may change the weights is led there; everybody sees them beside the points."""
    if not page.person.has_perm("insights.weigh_experience"):
        return None
    return _("How much each part weighs"), f"{reverse('insights:weights')}?{page.query}"


def _part(page: Page, one: Scored) -> Row:
    name, weight = str(one.part.name), Mark(one.weight, str(one.weight))
    if one.scale is None:
        return Row(name, [Mark(None, _("not measured")), Mark(None, "–"), weight])
    found = measure(one.scale.measure)
    measured = page.mark(found, one.figure)
    given = Mark(one.points, "–" if one.points is None else number(one.points, Unit.COUNT))
    return Row(name, [measured, given, weight])


def left_out(felt: Experience) -> str:
    names = [str(one.part.name) for one in felt.left_out]
    return (
        _("Left out, for there is too little to say: %(parts)s.") % {"parts": ", ".join(names)}
        if names
        else ""
    )
