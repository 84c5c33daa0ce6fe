"""What may be done with an article, for pages and API alike: who may, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.knowledge.articles.access import PUBLISH, WRITE, may_decide
from itsm.knowledge.models import Article, ArticleEdition
from itsm.people.models import Person
from itsm.tickets.errors import Refused

State, Making = Article.State, ArticleEdition.State
Do = Callable[[Article, Person, str], object]


@dataclass(frozen=True, kw_only=True)
class Act:
    """`reason`: nothing is done without one. `done` is said afterwards."""

    name: str
    label: Promise
    permission: str
    do: Do
    done: Promise
    offered: Callable[[Article, ArticleEdition | None, Person], bool]
    reason: bool = False
    icon: str = ""
    confirm: Promise | str = ""

    @property
    def slug(self) -> str:
        return self.name.replace("_", "-")

    def is_allowed(self, person: Person) -> bool:
        return person.works_the_desk and person.has_perm(self.permission)


def making(article: Article) -> ArticleEdition:
    found = article.making
    if found is None:
        raise Refused(_("There is no next edition of it. Write one first."))
    return found


ACTS = {
    act.name: act
    for act in (
        Act(
            name="publish", label=_("Publish"), permission=PUBLISH, icon="check", done=_("%(number)s is published."),
            do=lambda article, person, reason: making(article).publish(by=person),
            offered=lambda article, edition, person: edition is not None and may_decide(person, edition),
        ),
        Act(
            name="propose", label=_("Ask for review"), permission=WRITE, icon="paper-airplane",
            done=_("%(number)s waits for a second reader."),
            do=lambda article, person, reason: making(article).propose(by=person),
            offered=lambda article, edition, person: edition is not None and edition.state == Making.DRAFT,
        ),
        Act(
            name="send_back", label=_("Send back"), permission=PUBLISH, icon="arrow-uturn-left", reason=True,
            done=_("%(number)s is with its writer again."),
            do=lambda article, person, reason: making(article).send_back(reason=reason, by=person),
            offered=lambda article, edition, person: edition is not None
            and edition.state == Making.PROPOSED
            and edition.by_id != person.pk,
        ),
        Act(
            name="discard", label=_("Discard"), permission=WRITE, icon="trash", done=_("The edition is discarded."),
            confirm=_("Discard what is written? Readers keep what they have."),
            do=lambda article, person, reason: article.discard(),
            offered=lambda article, edition, person: edition is not None,
        ),
        Act(
            name="still_right", label=_("Still right"), permission=WRITE, icon="check-badge",
            done=_("Read and found right. %(number)s is due again later."),
            do=lambda article, person, reason: article.still_right(by=person),
            offered=lambda article, edition, person: article.state == State.PUBLISHED,
        ),
        Act(
            name="retire", label=_("Retire"), permission=PUBLISH, icon="archive-box", reason=True,
            done=_("%(number)s is retired: readers no longer find it."),
            do=lambda article, person, reason: article.retire(reason=reason, by=person),
            offered=lambda article, edition, person: article.state == State.PUBLISHED,
        ),
        Act(
            name="restore", label=_("Restore"), permission=PUBLISH, icon="arrow-path", done=_("%(number)s is back."),
            do=lambda article, person, reason: article.restore(by=person),
            offered=lambda article, edition, person: article.state == State.RETIRED,
        ),
    )
}  # fmt: skip


OF_EDITION = frozenset({"publish", "propose", "send_back", "discard"})


def offered(article: Article, edition: ArticleEdition | None, person: Person) -> list[Act]:
    return [act for act in ACTS.values() if act.is_allowed(person) and act.offered(article, edition, person)]
