"""An article's life: written, read by a second person, published, read again, retired."""

import pytest
from django.core.exceptions import ValidationError

from itsm.knowledge.models import Article, StaleEdition, Use, in_months
from itsm.people.models import Audience
from itsm.tickets.errors import Refused
from tests.factories import PersonFactory, SiteFactory, incident
from tests.knowledge.conftest import BODY, published

WORDS = {"title": "Reset a token", "summary": "", "body": "Better now.", "keywords": ""}


def test_a_draft_is_numbered_and_only_the_desk_sees_it(draft, colleague, agent):
    assert draft.number.startswith("KB-")
    assert draft not in Article.objects.visible_to(colleague)
    assert draft in Article.objects.visible_to(agent)


def test_nobody_publishes_what_they_wrote_but_who_may_alone(draft, agent, administrator):
    with pytest.raises(Refused):
        draft.making.publish(by=agent)
    own = Article.begin(by=administrator, words=WORDS)
    own.making.publish(by=administrator)
    own.refresh_from_db()
    assert own.state == Article.State.PUBLISHED


def test_publishing_gives_readers_the_words_and_a_day_to_read_it_again(article, colleague):
    assert article.body == BODY
    assert article.review_on == in_months(6)
    assert article in Article.objects.visible_to(colleague)


def test_an_edition_with_a_hole_is_not_published(agent, outsider):
    article = Article.begin(by=agent, words=WORDS | {"body": "  "})
    with pytest.raises(ValidationError):
        article.making.publish(by=outsider)


def test_readers_keep_what_is_published_while_the_next_edition_is_written(article, agent, outsider):
    article.write(by=agent, edition=2, seen=0, **WORDS)
    article.refresh_from_db()
    assert article.body == BODY
    article.making.publish(by=outsider)
    article.refresh_from_db()
    assert article.body == "Better now."
    assert [edition.number for edition in article.editions.all()] == [2, 1]


def test_of_two_who_write_the_second_is_told(article, agent, outsider):
    article.write(by=agent, edition=2, seen=0, **WORDS)
    with pytest.raises(StaleEdition) as stale:
        article.write(by=outsider, edition=2, seen=0, **WORDS | {"body": "Mine."})
    assert stale.value.edition.by == agent
    assert article.making.body == "Better now."


def test_who_began_before_the_last_one_was_published_is_told_too(article, agent, outsider):
    number, seen = article.next_edition
    article.write(by=agent, edition=number, seen=seen, **WORDS)
    article.making.publish(by=outsider)
    with pytest.raises(StaleEdition):
        article.write(by=outsider, edition=number, seen=seen, **WORDS)
    assert article.making is None


def test_a_reviewer_sends_back_with_a_reason(draft, agent, outsider):
    draft.making.propose(by=agent)
    with pytest.raises(ValidationError):
        draft.making.send_back(reason=" ", by=outsider)
    draft.making.send_back(reason="Say which token.", by=outsider)
    assert (draft.making.state, draft.making.sent_back) == ("draft", "Say which token.")


def test_discarding_the_first_draft_drops_the_article_a_later_one_only_the_edition(draft, article, agent):
    assert draft.discard()
    assert not Article.objects.filter(pk=draft.pk).exists()
    article.write(by=agent, edition=2, seen=0, **WORDS)
    assert not article.discard()
    assert article.making is None


def test_a_retired_article_is_gone_for_readers_until_it_is_restored(article, agent, colleague):
    article.retire(reason="The printers are gone.", by=agent)
    assert article not in Article.objects.visible_to(colleague)
    with pytest.raises(Refused):
        article.write(by=agent, edition=2, seen=0, **WORDS)
    article.restore(by=agent)
    assert article in Article.objects.visible_to(colleague)


def test_an_edition_left_over_does_not_bring_a_retired_article_back(article, agent, outsider):
    making = article.write(by=agent, edition=2, seen=0, **WORDS)
    article.retire(reason="The printers are gone.", by=agent)
    with pytest.raises(Refused):
        making.publish(by=outsider)


def test_still_right_moves_the_day(article, agent):
    Article.objects.filter(pk=article.pk).update(review_on=in_months(-1))
    assert article in Article.objects.due_for_review()
    article.still_right(by=agent)
    assert article not in Article.objects.due_for_review()


def test_the_last_vote_of_each_reader_counts(article, colleague, agent):
    article.vote(colleague, helped=False, reason="unclear", words="Which switch?")
    article.vote(agent, helped=True)
    article.vote(colleague, helped=True)
    article.refresh_from_db()
    assert (article.helped, article.did_not_help) == (2, 0)
    assert article.votes.filter(reason="").count() == 2


def test_an_article_is_used_once_on_a_ticket_and_the_timeline_says_so(article, agent, colleague, team):
    ticket = incident(by=colleague, team=team)
    assert article.use_on(ticket, Use.How.LINKED, by=agent)
    assert not article.use_on(ticket, Use.How.LINKED, by=agent)
    article.refresh_from_db()
    assert article.uses == 1
    assert ticket.events.latest("pk").details["article"] == article.number
    article.leave(ticket, by=agent)
    article.refresh_from_db()
    assert article.uses == 0


@pytest.mark.parametrize("by", ["sites", "teams", "roles"])
def test_some_colleagues_are_named_by_site_team_or_role(by, agent, outsider, team):
    site = SiteFactory(name="Leeds")
    meant, other = PersonFactory(site=site, teams=[team], roles=["manager"]), PersonFactory()
    article = published(by=agent, reader=outsider, audience=Audience.LIMITED)
    if by == "roles":
        Article.objects.filter(pk=article.pk).update(roles=["manager"])
    else:
        getattr(article, by).add({"sites": site, "teams": team}[by])
    assert article in Article.objects.visible_to(meant)
    assert article not in Article.objects.visible_to(other)
