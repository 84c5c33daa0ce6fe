"""The list of a service's outages, recording and correcting one by hand, and what it cost."""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from itsm.people.models import Person
from itsm.services.models import Outage, ServiceWorth
from itsm.services.outages.worth import lost, lost_with
from tests.factories import PersonFactory, ServiceFactory

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 3, 3, 9, tzinfo=UTC)  # a Tuesday, in office hours
ENDED = BEGAN + timedelta(hours=2)
WORTH = {"people_low": 10, "people_high": 30, "hour_low": "20", "hour_high": "50.50"}


@pytest.fixture
def outage(service):
    return Outage.objects.create(
        service=service, began_at=BEGAN, ended_at=ENDED, words="No mail", source="NTC-7"
    )


def address(outage, *rest):
    return "/".join([f"/services/{outage.service_id}/outages", str(outage.pk), *rest, ""])


def test_the_list_tells_what_told_it_and_costs_the_same_however_long(
    as_agent, outage, django_assert_max_num_queries
):
    for hours in range(3, 9):
        Outage.objects.create(
            service=outage.service,
            began_at=BEGAN + timedelta(days=hours),
            ended_at=ENDED + timedelta(days=hours),
            words="Slow",
            planned=True,
        )
    with django_assert_max_num_queries(10):
        page = as_agent.get(f"/services/{outage.service_id}/outages/").content.decode()
    assert page.count('class="title"') == 7
    assert "NTC-7" in page
    planned = as_agent.get(f"/services/{outage.service_id}/outages/?which=planned").content.decode()
    assert planned.count('class="title"') == 6


def test_an_agent_records_one_by_hand(as_agent, agent, service):
    given = {"words": "No mail", "began_at": "2026-03-03T09:00", "ended_at": "2026-03-03T11:00"}
    answer = as_agent.post(f"/services/{service.pk}/outages/new/", given)
    outage = Outage.objects.get()
    assert (answer.status_code, answer.url) == (302, outage.get_absolute_url())
    assert (outage.source, outage.counts, outage.history[0]["by"]) == ("", True, agent.pk)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"began_at": "2026-03-03T11:00", "ended_at": "2026-03-03T09:00"}, "ended_at"),
        ({"began_at": "2099-03-03T11:00"}, "began_at"),
        ({"began_at": ""}, "began_at"),
        ({"began_at": "0026-03-03T09:00", "ended_at": "2026-03-03T11:00"}, "began_at"),
    ],
)
def test_what_cannot_have_been_is_refused_where_it_was_typed(as_agent, service, given, wrong):
    answer = as_agent.post(f"/services/{service.pk}/outages/new/", {"words": "No mail", **given})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert not Outage.objects.exists()


def test_a_correction_keeps_what_was_there_and_why(as_agent, agent, outage):
    form = as_agent.get(address(outage, "correct")).context["form"]
    given = {name: form[name].value() or "" for name in ("words", "why_not")}
    given |= {
        "began_at": "2026-03-03T09:30:00",
        "ended_at": "2026-03-03T11:00:00",
        "counts": "on",
        "reason": "The log says so.",
    }
    assert as_agent.post(address(outage, "correct"), given).status_code == 302
    outage.refresh_from_db()
    assert outage.began_at == BEGAN + timedelta(minutes=30)
    (told,) = outage.history
    assert (told["by"], told["why"]) == (agent.pk, "The log says so.")
    assert told["changes"] == {"began_at": [BEGAN.isoformat(), outage.began_at.isoformat()]}
    page = as_agent.get(address(outage)).content.decode()
    assert "The log says so." in page


def test_what_has_ended_since_the_page_was_opened_stays_ended(as_agent, outage):
    Outage.objects.update(ended_at=None)
    page = as_agent.get(address(outage, "correct"))
    assert 'name="initial-ended_at"' in page.text
    form = page.context["form"]
    shown = {name: form[name].value() for name in form._meta.fields}
    typed = {name: "" if value is None else value for name, value in shown.items()}
    typed = {name: value for name, value in typed.items() if value is not False} | {
        "began_at": BEGAN.isoformat()
    }
    given = typed | {f"initial-{name}": value for name, value in typed.items()}
    Outage.objects.update(ended_at=ENDED)
    answer = as_agent.post(
        address(outage, "correct"), given | {"words": "No mail at all", "reason": "Clearer."}
    )
    assert answer.status_code == 302
    outage.refresh_from_db()
    assert (outage.ended_at, list(outage.history[0]["changes"])) == (ENDED, ["words"])


@pytest.mark.parametrize("hour", [0, 1])
def test_in_the_hour_that_comes_twice_an_outage_is_recorded_and_corrected(as_agent, agent, outage, hour):
    """26 October 2025 in Lisbon: 01:30 is 00:30 UTC and again 01:30 UTC."""
    Person.objects.update(time_zone="Europe/Lisbon")
    began = datetime(2025, 10, 26, hour, 30, tzinfo=UTC)
    Outage.objects.update(began_at=began)
    shown = {"began_at": "2025-10-26T01:30:00", "ended_at": "2026-03-03T11:00:00", "counts": "on"}
    given = {
        **shown,
        **{f"initial-{name}": value for name, value in shown.items()},
        "words": "Slow",
        "reason": "So.",
    }
    assert as_agent.post(address(outage, "correct"), given).status_code == 302
    outage.refresh_from_db()
    assert (outage.words, outage.began_at) == ("Slow", began)
    new = f"/services/{outage.service_id}/outages/new/"
    as_agent.post(new, {"words": "Doors", "began_at": "2025-10-26T01:30", "ended_at": "2025-10-26T03:00"})
    assert Outage.objects.get(words="Doors").began_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    never = as_agent.post(new, {"words": "x", "began_at": "2025-03-30T01:30", "ended_at": "2025-03-30T03:00"})
    assert (never.status_code, list(never.context["form"].errors)) == (422, ["began_at"])


def test_words_that_look_like_a_day_are_words(as_agent, agent, outage):
    outage.correct(reason="So it was called.", words="2026-03-03", by=agent)
    assert "2026-03-03</li>" in as_agent.get(address(outage)).text.replace("</span>", "")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_at_once_that_it_goes_on_one_is_told_so():
    told = {"service": ServiceFactory(), "words": "No mail", "began_at": BEGAN, "by": PersonFactory()}
    refused = []

    def record():
        try:
            Outage.record(**told)
        except ValidationError as error:
            refused.append(list(error.error_dict))
        finally:
            connection.close()

    second = threading.Thread(target=record)
    with transaction.atomic():
        Outage.record(**told)
        second.start()
        second.join(timeout=0.3)
    second.join()
    assert (refused, Outage.objects.count()) == ([["ended_at"]], 1)


def test_no_correction_without_a_reason_and_none_counts_out_without_one(agent, outage):
    with pytest.raises(ValidationError, match="Say why"):
        outage.correct(reason=" ", ended_at=BEGAN, by=agent)
    with pytest.raises(ValidationError, match="why it does not count"):
        outage.correct(reason="It was none.", counts=False, by=agent)
    outage.correct(reason="It was none.", counts=False, why_not="Only the check was broken.", by=agent)
    outage.correct(reason="It was one.", counts=True, by=agent)
    assert (outage.counts, outage.why_not, len(outage.history)) == (True, "", 2)


def test_only_one_of_a_source_runs(service):
    Outage.objects.create(service=service, began_at=BEGAN, words="No mail", source="NTC-7")
    Outage.objects.create(service=service, began_at=BEGAN, words="No mail", source="NTC-8")
    with pytest.raises(IntegrityError), transaction.atomic():
        Outage.objects.create(service=service, began_at=ENDED, words="No mail", source="NTC-7")


def test_what_it_cost_is_a_range_by_hand(outage):
    """10 × 2 h × 20 = 400; 30 × 2 h × 50.50 = 3030."""
    assert lost(outage, now=ENDED) is None
    ServiceWorth.objects.create(service=outage.service, **WORTH)
    found = lost(outage, now=ENDED)
    assert (found.hours, found.low, found.high, found.own) == (2, Decimal(400), Decimal(3030), False)


def test_its_own_estimate_goes_before_that_of_the_service(as_agent, outage):
    ServiceWorth.objects.create(service=outage.service, **WORTH)
    as_agent.post(address(outage, "estimate"), WORTH | {"people_high": "20"})
    found = lost(Outage.objects.get(), now=ENDED)
    assert (found.low, found.high, found.own) == (Decimal(400), Decimal(2020), True)
    assert "2,020" in as_agent.get(address(outage)).content.decode()


def test_a_range_runs_upwards(as_agent, outage):
    answer = as_agent.post(address(outage, "estimate"), WORTH | {"people_high": "5"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["people_high"])
    page = as_agent.post(f"/services/{outage.service_id}/outages/worth/", WORTH | {"hour_high": "1"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["hour_high"])
    assert not ServiceWorth.objects.exists()


def test_half_an_estimate_is_none(as_agent, outage):
    answer = as_agent.post(address(outage, "estimate"), {"people_low": "10"})
    assert (answer.status_code, len(answer.context["form"].errors)) == (422, 3)


def test_its_ticket_states_what_it_cost(outage):
    ServiceWorth.objects.create(service=outage.service, **WORTH)
    Outage.objects.update(ticket="INC-7")
    ((found, cost),) = lost_with("INC-7", now=ENDED)
    assert (found, cost.low, cost.high) == (outage, 400, 3030)
    Outage.objects.update(counts=False, why_not="It was none.")
    assert lost_with("INC-7", now=ENDED) == []


def test_many_services_that_one_ticket_hit_cost_three_statements(outage, django_assert_num_queries):
    for n in range(3):
        service = ServiceFactory(name=f"Mail {n}")
        ServiceWorth.objects.create(service=service, **WORTH)
        times = {"began_at": BEGAN, "ended_at": ENDED, "words": "No mail"}
        Outage.objects.create(service=service, ticket="INC-7", **times)
        Outage.objects.create(
            service=service, planned=True, **times | {"ended_at": BEGAN + timedelta(hours=n)}
        )
    lost_with(
        "INC-7", now=ENDED
    )  # the policy is read once in a process, and then only asked whether it is still the same
    with django_assert_num_queries(3):
        found = {outage.service.name: cost.hours for outage, cost in lost_with("INC-7", now=ENDED)}
    assert found == {"Mail 0": 2, "Mail 1": 1, "Mail 2": 0}


def test_the_dearest_outage_there_can_be_is_told(as_agent, outage):
    most = {"people_low": 1, "people_high": 2**31 - 1, "hour_low": 1, "hour_high": "99999999.99"}
    Outage.objects.update(**most, began_at=BEGAN - timedelta(days=300))
    assert as_agent.get(f"/api/v1/outages/{outage.pk}/lost/").json()["high"] > 1e20


def test_by_api_one_is_recorded_corrected_and_estimated(as_agent, outage):
    api, kind = "/api/v1/outages/", "application/json"
    made = as_agent.post(
        api, {"service": outage.service_id, "words": "Slow", "began_at": "2026-03-04T09:00:00Z"}, kind
    )
    assert (made.status_code, made.json()["source"]) == (201, "")
    one = f"{api}{outage.pk}/"
    bad = as_agent.post(f"{one}correct/", {"ended_at": "2026-03-01T09:00:00Z", "reason": "So."}, kind)
    assert bad.status_code == 422
    right = as_agent.post(
        f"{one}correct/", {"ended_at": "2026-03-03T10:00:00Z", "reason": "So."}, kind
    ).json()
    assert (right["ended_at"], right["history"][0]["why"]) == ("2026-03-03T10:00:00Z", "So.")
    assert as_agent.get(f"{one}lost/").json() == {"hours": 1.0, "low": None, "high": None, "own": False}
    assert as_agent.post(f"{one}estimate/", WORTH, kind).status_code == 200
    assert as_agent.get(f"{one}lost/").json() == {
        "hours": 1.0,
        "low": 200.0,
        "high": 1515.0,
        "own": True,
    }
    assert (
        as_agent.put(f"/api/v1/services/worth/{outage.service_id}/", WORTH, kind).json()["people_low"] == 10
    )
    assert [row["id"] for row in as_agent.get(f"{api}?running=true").json()["results"]] == [made.json()["id"]]
