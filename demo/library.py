"""What Halden's desk has written down: the files under demo/articles, and what became of them in four months."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from random import Random

from demo.history import DAYS, World
from itsm.knowledge.importing.carry import carry_out
from itsm.knowledge.importing.folder import of_folder
from itsm.knowledge.importing.plan import Options, plan
from itsm.knowledge.models import Article, ArticleEdition, Comment, Use, Vote
from itsm.people.models import Audience, Person
from itsm.tickets.models import Ticket

FOLDER = Path(__file__).parent / "articles"
COLLECTION = "halden"
HELPED = 0.86  # of those who said whether it did
SAID = ("It worked, thank you.", "Took me two minutes.", "The button is further down now, but it is there.")
UNHEARD = ("I did all of it and it still asks for the old one.", Vote.Reason.FAILED)
WORD = re.compile(r"\b(?!your|does|with|from|cannot|that|this)[a-z-]{4,}\b")
TAKEN_UP = "What to do when it still asks"


def words_of(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


class Library:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, Random(f"{world.seed}:library")  # noqa: S311 - made-up people
        self.votes: list[Vote] = []

    def fill(self) -> None:
        by = self.world.made.demo["administrator"]
        made = plan(of_folder(FOLDER), Options(COLLECTION, audience=Audience.EVERYONE), by=by)
        if made.left_out:
            failure = made.left_out[0]
            raise ValueError(f"demo/articles/{failure.path}: {failure.reason}")
        if not made.new:
            return
        carry_out(made, by=by)
        self.date()
        self.use()
        self.vote()
        self.stories()

    @cached_property
    def articles(self) -> list[Article]:
        return list(Article.objects.filter(source__startswith=f"{COLLECTION}:").order_by("source"))

    def date(self) -> None:
        """Each belongs to the team of its folder, and was published at some time in the four months."""
        teams = {name.lower().replace(" ", "-"): name for name in self.world.made.teams}
        for article in self.articles:
            name = teams.get((article.source or "").partition(":")[2].partition("/")[0])
            if name is not None:
                article.team = self.world.made.teams[name]
                article.owner = self.rng.choice(self.world.made.members[name])
            article.published_at = self.world.now - timedelta(days=self.rng.randint(20, DAYS))
            article.changed_at = article.published_at
            article.review_on = article.published_at.date() + timedelta(days=182)
        fields = ["team", "owner", "published_at", "changed_at", "review_on"]
        Article.objects.bulk_update(self.articles, fields)
        for article in self.articles:
            by = {"by": article.owner, "at": article.published_at, "decided_at": article.published_at}
            ArticleEdition.objects.filter(article=article).update(**by, changes="")

    def use(self) -> None:
        """On tickets of the same service that are over, those that say the same first."""
        done = Ticket.objects.filter(open=False, restricted=False, assignee__isnull=False, merged_into=None)
        of_service = defaultdict(list)
        rows = done.filter(service__articles__in=self.articles).order_by("-pk").distinct()
        named = rows.values_list("pk", "service", "assignee", "changed_at", "title")
        for pk, service, agent, at, title in named[:1200]:
            of_service[service].append((pk, agent, at, words_of(title)))
        links = Article.services.through.objects.filter(article__in=self.articles).order_by("pk")
        services = dict(links.values_list("article", "service"))
        uses = []
        for article in self.articles:
            said = words_of(f"{article.title} {article.keywords}")
            alike = [row for row in of_service[services.get(article.pk)] if row[3] & said]
            alike.sort(key=lambda row: -len(row[3] & said))
            for pk, agent, at, _title in alike[: self.rng.randint(0, 9)]:
                how = self.rng.choice([Use.How.TOLD, Use.How.LINKED])
                uses.append(Use(article=article, ticket_id=pk, how=how, by_id=agent, at=at))
        Use.objects.bulk_create(uses)
        for article in self.articles:
            article.uses = sum(use.article_id == article.pk for use in uses)
        Article.objects.bulk_update(self.articles, ["uses"])

    def vote(self) -> None:
        readers = self.world.made.colleagues[1:]
        for article in self.articles:
            if article.audience == Audience.EVERYONE and article.language == "en":
                self.votes.extend(self.votes_on(article, self.rng.sample(readers, self.rng.randint(2, 14))))
        Vote.objects.bulk_create(self.votes)
        for article in self.articles:
            mine = [vote for vote in self.votes if vote.article_id == article.pk]
            article.helped = sum(vote.helped for vote in mine)
            article.did_not_help = len(mine) - article.helped
        Article.objects.bulk_update(self.articles, ["helped", "did_not_help"])

    def votes_on(self, article: Article, readers: list[Person]) -> Iterator[Vote]:
        """Whoever looks after it saw to the old ones."""
        for person in readers:
            helped = self.rng.random() < HELPED
            at = self.world.now - timedelta(minutes=self.rng.randint(60, 19 * 24 * 60))
            reason = "" if helped else self.rng.choice(Vote.Reason.values)
            seen_to = None if helped else at + timedelta(hours=30)
            if seen_to and seen_to > self.world.now:
                seen_to = None
            yield Vote(
                article=article, person=person, helped=helped, reason=reason, at=at, answered_at=seen_to
            )

    def stories(self) -> None:
        """The best one was praised; one is due; one did not help Ana, and Ivo's better words wait for a second reader."""
        best = max(self.articles, key=lambda article: article.helped)
        for words, person in zip(SAID, self.world.made.colleagues[5:], strict=False):
            Comment.objects.create(
                article=best, by=person, words=words, at=self.world.now - timedelta(days=3)
            )
        due = self.articles[len(self.articles) // 2]
        Article.objects.filter(pk=due.pk).update(review_on=self.world.now.date() - timedelta(days=4))
        self.better(next((one for one in self.articles if "password" in one.title.lower()), best))

    def better(self, article: Article) -> None:
        words, reason = UNHEARD
        ana, ivo = self.world.made.demo["colleague"], self.world.made.demo["agent"]
        vote = article.vote(ana, helped=False, reason=reason, words=words)
        Vote.objects.filter(pk=vote.pk).update(at=self.world.now - timedelta(hours=5))
        edition, seen = article.next_edition
        body = f"{article.body.rstrip()}\n\n# It still asks for the old one\n\nLock the laptop and sign in again, once, at the office or over the VPN.\n"
        keep = {"title": article.title, "summary": article.summary, "keywords": article.keywords}
        making = article.write(by=ivo, edition=edition, seen=seen, body=body, changes=TAKEN_UP, **keep)
        making.propose(by=ivo)
        ArticleEdition.objects.filter(pk=making.pk).update(at=self.world.now - timedelta(hours=4))


def fill_library(world: World) -> None:
    Library(world).fill()
