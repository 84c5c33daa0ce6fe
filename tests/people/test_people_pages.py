"""People, teams and sites on the page: who sees what, what administrators change, what it costs."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from itsm.people import roles
from itsm.people.models import Person, Site
from tests.factories import PersonFactory, SiteFactory, TeamFactory, incident

WHO = ["colleague", "agent", "change_manager", "manager", "administrator"]
SEE, NOT, HIDDEN = 200, 403, 404
TABLE = {
    "/people/": [HIDDEN, SEE, SEE, SEE, SEE],
    "/people/find/?q=a": [HIDDEN, SEE, SEE, SEE, SEE],
    "/people/{person}/": [HIDDEN, SEE, SEE, SEE, SEE],
    "/people/teams/": [HIDDEN, SEE, SEE, SEE, SEE],
    "/people/teams/{team}/": [HIDDEN, SEE, SEE, SEE, SEE],
    "/people/sites/": [HIDDEN, SEE, SEE, SEE, SEE],
    "/people/new/": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/{person}/edit/": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/{person}/deactivate/": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/teams/new/": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/teams/{team}/edit/": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/sites/new/": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/sites/{site}/": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/import/": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/import/sample.csv": [HIDDEN, NOT, NOT, NOT, SEE],
    "/people/me/": [SEE, SEE, SEE, SEE, SEE],
    "/people/me/tokens/": [SEE, SEE, SEE, SEE, SEE],
}
ACTS = [
    "{person}/roles/",
    "{person}/reactivate/",
    "{person}/invite/",
    "teams/{team}/join/",
    "teams/{team}/leave/{person}/",
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("anna", True), ("ANNA", True), ("len", True), ("anna-le", True), ("o'br", True), ("br ann", True),
        ("anna.obrien@hal", True), ("anna.ob", True), ("351", True), ("555 anna", True), ("nnie", True),
        ("rien", False), ("anna zz", False), ("'", False), ("\\", False), (":*", False), ("a' | 'b", True), ("c' | 'b", False),
        ("!anna", True), ("🧯", False), ("  ", True), ("\x00anna", True), ("x" * 5000, False),
    ],
)  # fmt: skip
def test_a_person_is_found_by_how_words_of_theirs_begin(db, words, found):
    known = PersonFactory(
        name="Anna-Lena O'Brien",
        preferred_name="Nnie",
        email="anna.obrien@halden.example",
        phone="+351 21 555",
    )
    assert (known in Person.objects.matching(words)) == found


@pytest.fixture
def place(team) -> dict[str, int]:
    return {"person": PersonFactory(name="Bo Ek").pk, "team": team.pk, "site": SiteFactory().pk}


@pytest.mark.parametrize(("path", "answers"), TABLE.items())
def test_every_page_answers_each_role_as_agreed(request, signed_in, place, path, answers):
    found = [signed_in(request.getfixturevalue(who)).get(path.format(**place)).status_code for who in WHO]
    assert found == answers


@pytest.mark.parametrize("path", ACTS)
def test_only_administrators_change_people(request, signed_in, place, path):
    path = f"/people/{path}".format(**place)
    found = [signed_in(request.getfixturevalue(who)).post(path).status_code for who in WHO[:-1]]
    assert found == [HIDDEN, NOT, NOT, NOT]


# Looking ------------------------------------------------------------------------------------------------------------


def names(response) -> list[str]:
    return re.findall(r"<bdi>([^<]+)</bdi></a>", response.content.decode())


def test_people_are_found_by_words_role_team_and_site(as_administrator, agent, colleague, team):
    PersonFactory(name="Lena Brandt", site=SiteFactory(name="Berlin"))
    assert names(as_administrator.get("/people/?q=reis+ana")) == ["Ana Reis"]
    assert names(as_administrator.get("/people/?role=agent")) == ["Ivo Lund"]
    assert names(as_administrator.get(f"/people/?team={team.pk}")) == ["Ivo Lund"]
    assert names(as_administrator.get(f"/people/?site={Site.objects.get(name='Berlin').pk}")) == [
        "Lena Brandt"
    ]


def test_the_inactive_are_shown_only_when_asked_for(as_administrator, administrator):
    PersonFactory(name="Gone Away", is_active=False)
    assert "Gone Away" not in names(as_administrator.get("/people/"))
    assert names(as_administrator.get("/people/?state=inactive")) == ["Gone Away"]
    assert "Gone Away" in names(as_administrator.get("/people/?state=all"))


def test_a_long_list_comes_in_pages_and_keeps_its_filter(as_administrator, db):
    PersonFactory.create_batch(60, site=SiteFactory(name="Berlin"))
    berlin = Site.objects.get(name="Berlin").pk
    first = as_administrator.get(f"/people/?site={berlin}")
    assert len(names(first)) == 50
    further = re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1].replace("&amp;", "&")
    assert f"site={berlin}" in further
    assert len(names(as_administrator.get(f"/people/{further}"))) == 10


def test_htmx_gets_only_the_rows(as_agent):
    region = as_agent.get("/people/", headers={"HX-Request": "true"}).content.decode()
    assert region.lstrip().startswith('<div id="found">')


def test_the_list_costs_the_same_for_three_people_and_for_fifty(
    as_administrator, team, django_assert_max_num_queries
):
    PersonFactory.create_batch(3, teams=[team], roles=[roles.AGENT])
    with django_assert_max_num_queries(10) as few:
        as_administrator.get("/people/")
    PersonFactory.create_batch(60, teams=[team], roles=[roles.AGENT])
    with django_assert_max_num_queries(len(few)):
        as_administrator.get("/people/")


def test_a_persons_page_costs_little(as_agent, agent, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        as_agent.get(f"/people/{agent.pk}/")


@time_machine.travel(datetime(2026, 3, 12, 22, 30, tzinfo=UTC), tick=False)
def test_a_persons_page_tells_the_time_on_their_wall(as_agent):
    far = PersonFactory(time_zone="Asia/Singapore", phone="+65 6555 0101")
    page = as_agent.get(f"/people/{far.pk}/").content.decode()
    assert "06:30, Friday" in page
    assert 'href="tel:+6565550101"' in page
    assert ZoneInfo(far.time_zone).key in page


def test_typing_a_name_suggests_addresses(as_agent, colleague):
    assert f'value="{colleague.email}"' in as_agent.get("/people/find/?manager=rei").content.decode()
    assert as_agent.get("/people/find/?q=").content.strip() == b""


# Changing people ------------------------------------------------------------------------------------------------------

BO = {"name": "Bo Ek", "email": "Bo.Ek@halden.example", "time_zone": "Europe/Stockholm", "language": "en"}


def test_a_person_is_added_without_a_password(as_administrator, colleague):
    answer = as_administrator.post("/people/new/", BO | {"manager": colleague.email})
    bo = Person.objects.get(email="bo.ek@halden.example")
    assert answer.url == bo.get_absolute_url()
    assert bo.manager == colleague
    assert not bo.has_usable_password()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": "ANA.REIS@halden.example"}, "belongs to somebody else"),
        ({"manager": "no.one@halden.example"}, "Nobody here has the address"),
        ({"time_zone": "Mars/Base"}, "Select a valid choice"),
        ({"name": ""}, "required"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(as_administrator, colleague, wrong, says):
    answer = as_administrator.post("/people/new/", BO | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_nobody_becomes_the_manager_of_their_own_manager(as_administrator, colleague):
    boss = PersonFactory()
    colleague.manager = PersonFactory(manager=boss)
    colleague.save()
    answer = as_administrator.post(f"/people/{boss.pk}/edit/", BO | {"manager": colleague.email})
    assert answer.status_code == 422
    assert "reports to this person already" in answer.content.decode()


def test_editing_keeps_a_rare_time_zone(as_administrator):
    person = PersonFactory(time_zone="Etc/GMT+3")
    assert 'value="Etc/GMT+3" selected' in as_administrator.get(f"/people/{person.pk}/edit/").content.decode()
    saved = as_administrator.post(f"/people/{person.pk}/edit/", BO | {"time_zone": "Etc/GMT+3"})
    assert saved.status_code == 302
    person.refresh_from_db()
    assert person.name == "Bo Ek"


def test_roles_are_given_and_taken(as_administrator, colleague):
    as_administrator.post(f"/people/{colleague.pk}/roles/", {"roles": ["agent", "manager"]})
    assert Person.objects.get(pk=colleague.pk).roles == {"agent", "manager", "colleague"}
    as_administrator.post(f"/people/{colleague.pk}/roles/", {})
    assert Person.objects.get(pk=colleague.pk).roles == {"colleague"}


def test_the_last_administrator_stays_one(as_administrator, administrator):
    answer = as_administrator.post(f"/people/{administrator.pk}/roles/", {"roles": ["agent"]})
    assert answer.status_code == 422
    assert "Somebody must stay administrator" in answer.content.decode()
    PersonFactory(roles=[roles.ADMINISTRATOR])
    assert (
        as_administrator.post(f"/people/{administrator.pk}/roles/", {"roles": ["agent"]}).status_code == 302
    )


def test_deactivating_asks_once_and_says_what_is_left_behind(as_administrator, agent, team):
    incident(by=PersonFactory(), team=team).take(by=agent)
    team.lead = agent
    team.save()
    asked = as_administrator.get(f"/people/{agent.pk}/deactivate/").content.decode()
    assert "<b>1 open ticket</b> is in their hands" in asked
    assert "They lead Service desk" in asked
    assert Person.objects.get(pk=agent.pk).is_active
    as_administrator.post(f"/people/{agent.pk}/deactivate/")
    assert not Person.objects.get(pk=agent.pk).is_active
    as_administrator.post(f"/people/{agent.pk}/reactivate/")
    assert Person.objects.get(pk=agent.pk).is_active


def test_nobody_locks_themselves_out(as_administrator, administrator):
    answer = as_administrator.post(f"/people/{administrator.pk}/deactivate/")
    assert answer.status_code == 409
    assert "You cannot lock yourself out" in answer.content.decode()
    assert Person.objects.get(pk=administrator.pk).is_active


def test_an_administrator_sends_a_link_to_choose_a_password(
    as_administrator, colleague, worker, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_administrator.post(f"/people/{colleague.pk}/invite/")
    assert [letter.to for letter in mailoutbox] == [[colleague.email]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


# One's own settings -------------------------------------------------------------------------------------------------


def test_everyone_chooses_their_greeting_zone_and_language(as_colleague, colleague):
    as_colleague.post(
        "/people/me/", {"preferred_name": "Aninha", "time_zone": "Asia/Tokyo", "language": "de"}
    )
    colleague.refresh_from_db()
    assert (colleague.greeting_name, colleague.time_zone, colleague.language) == (
        "Aninha",
        "Asia/Tokyo",
        "de",
    )


def test_nobody_changes_more_about_themselves_than_is_offered(as_colleague, colleague):
    chosen = {"preferred_name": "", "time_zone": "UTC", "language": "en"}
    as_colleague.post(
        "/people/me/", chosen | {"email": "boss@halden.example", "is_superuser": "on", "name": "The Boss"}
    )
    colleague.refresh_from_db()
    assert (colleague.email, colleague.is_superuser, colleague.name) == (
        "ana.reis@halden.example",
        False,
        "Ana Reis",
    )


def test_a_refused_setting_says_why(as_colleague):
    assert as_colleague.post("/people/me/", {"time_zone": "Mars/Base", "language": "en"}).status_code == 422


# Sites --------------------------------------------------------------------------------------------------------------


def test_a_site_is_added_and_renamed(as_administrator, db):
    as_administrator.post(
        "/people/sites/new/", {"name": "Berlin", "time_zone": "Europe/Berlin", "country": "de"}
    )
    berlin = Site.objects.get(name="Berlin")
    assert berlin.country == "DE"
    as_administrator.post(f"/people/sites/{berlin.pk}/", {"name": "Potsdam", "time_zone": "Europe/Berlin"})
    assert Site.objects.get(pk=berlin.pk).name == "Potsdam"
    TeamFactory()
    assert "Potsdam" in as_administrator.get("/people/sites/").content.decode()
