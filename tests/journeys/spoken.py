"""Feedback and an improvement with the longest and oddest words, for the walk through all pages."""

from comms.feedback import hear, links, plan, sort
from comms.feedback.verbs import LONGEST_LINE
from comms.improvements import propose, start
from comms.models import Feedback, Theme
from itsm.people.models import Person


def spoken(words: str, *, colleague: Person, agent: Person) -> dict[str, object]:
    """A planned word that everybody reads, an idea, the link of a mail, an improvement that has started."""
    long = (words * 4)[:LONGEST_LINE]
    word = hear(source="page", words=words * 6, author=colleague, rating=1)
    sort(word, Theme.objects.create(name=words[:60]), by=agent)
    plan(word, words * 4, agent, you_said=long, we_did=words * 4)
    idea = hear(source="page", kind=Feedback.Kind.IDEA, title=words[:120], words=words * 3, author=agent)
    made = propose(
        title=long, why=words * 3, cost=words, owner=agent, by=agent, feedback=word, measure="reopened"
    )
    start(made, by=agent)
    return {
        "word": word.number,
        "idea": idea.number,
        "better": links.token(colleague),
        "improvement": made.number,
    }
