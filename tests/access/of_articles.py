"""An article that everyone reads, with a next edition that waits, a picture, a vote, a comment and a ticket it was used on."""

import io
from typing import TYPE_CHECKING, Any

from PIL import Image

from itsm.knowledge.articles import pictures
from itsm.knowledge.models import Article, Use

if TYPE_CHECKING:
    from tests.access.world import World

ROUTES = ("articles:", "api:articles")


def make(world: "World") -> Article:
    colleague, agent, outsider = (world.people[name] for name in ("colleague", "agent", "outsider"))
    words = {"title": "Print from a laptop", "body": "Press it.", "summary": "", "keywords": ""}
    article = Article.begin(by=agent, words=words)
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    words["body"] = pictures.markdown(pictures.keep(article, "a.png", picture.getvalue(), by=agent))
    article.write(by=agent, edition=1, seen=article.making.stamp, **words)
    article.making.publish(by=outsider)
    article.write(by=agent, edition=2, seen=0, **words)
    article.making.propose(by=agent)
    article.vote(colleague, helped=False, reason="unclear")
    article.comment("It works.", by=colleague)
    article.use_on(world.ticket, Use.How.LINKED, by=agent)
    return article


def meaning(world: "World", route: str) -> dict[str, Any]:
    if not route.startswith(ROUTES):
        return {}
    article, comment = world.article, world.article.comments.get().pk
    image = {"key": article.images.get().key} if "image" in route else {}
    return {
        "number": article.number, "article": article.number, "edition": 1, "ticket": world.ticket.number,
        "comment": comment, "pk": article.votes.get().pk if "vote" in route else comment, **image,
    }  # fmt: skip
