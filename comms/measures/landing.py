"""How far notices got: delivered, seen, acknowledged, understood, and whether readers found them clear."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from comms.measures.about import by_notice, of_notices
from comms.models import Addressee
from itsm.insights.measures import Better, Measure, Source, Unit, register

ADDRESSED = Source(
    key="addressed",
    rows=Addressee.objects.all,
    moment="addressed_at",
    about=of_notices("notice", person="person"),
)
EVERY = Count("pk")
CONFIRMS, ASKS = Q(notice__must_acknowledge=True), ~Q(notice__question="")
ANSWERED = Q(clear__isnull=False)
POPULATION = _("Everyone addressed by a notice in the period, once for each notice; no rehearsals.")

delivered = Measure(
    key="delivered",
    name=_("Delivered"),
    sentence=_("A mail server took it and it did not come back, or they saw it here."),
    formula="distinct people delivered ÷ people addressed × 100",
    population=POPULATION,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=ADDRESSED,
    n=EVERY,
    value=Count("pk", filter=Addressee.REACHED),
    over=EVERY,
    records=by_notice,
)
reach = Measure(
    key="reach",
    name=_("Reached"),
    sentence=_(
        "Had the notice before them, signed in or by their own link. Pictures in a mail prove nothing and are not used."
    ),
    formula="distinct people who saw it ÷ people addressed × 100",
    population=POPULATION,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=ADDRESSED,
    n=EVERY,
    value=Count("seen_at"),
    over=EVERY,
    records=by_notice,
)
acknowledged = Measure(
    key="acknowledged",
    name=_("Confirmed"),
    sentence=_("Pressed the button that says: I have read it."),
    formula="distinct people who acknowledged ÷ people addressed × 100",
    population=_("Everyone addressed by a notice that asks for it in the period; no rehearsals."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=ADDRESSED,
    n=Count("pk", filter=CONFIRMS),
    value=Count("acknowledged_at", filter=CONFIRMS),
    over=Count("pk", filter=CONFIRMS),
    records=by_notice,
)
understood = Measure(
    key="understood",
    name=_("Understood"),
    sentence=_(
        "Answered the question under the notice rightly the first time. Who did not answer counts as not understood."
    ),
    formula="distinct people with the right first answer ÷ people addressed × 100",
    population=_("Everyone addressed by a notice with a question in the period; no rehearsals."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=ADDRESSED,
    n=Count("pk", filter=ASKS),
    value=Count("pk", filter=ASKS & Q(understood=True)),
    over=Count("pk", filter=ASKS),
    records=by_notice,
)
clarity = Measure(
    key="clarity",
    name=_("Clear"),
    sentence=_("Said yes to “Was this clear?”."),
    formula="“clear” answers ÷ answers × 100",
    population=_("Everyone addressed in the period who answered; no rehearsals."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=ADDRESSED,
    n=Count("pk", filter=ANSWERED),
    value=Count("pk", filter=Q(clear=True)),
    over=Count("pk", filter=ANSWERED),
    records=by_notice,
)
register(delivered, reach, acknowledged, understood, clarity)
