"""The whole demo organisation, from an empty database to the present moment."""

from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction

from demo.asked import REQUESTS, asked_before, count_asked, write_beside
from demo.away import Away
from demo.board import Advised
from demo.briefed import brief
from demo.carried_out import CarriedOut
from demo.catalogue import offer_services
from demo.changes_past import closed_before
from demo.changing import Changing
from demo.coming import Coming
from demo.components import build_components
from demo.confided import note_readers
from demo.costing import count_the_money, join_over_the_years
from demo.deploying import deploy
from demo.desk import furnish
from demo.down import keep_outages
from demo.heard import hear_colleagues
from demo.helping import help_each_other
from demo.history import DAYS, TICKETS, World, past
from demo.improved import improve
from demo.known import GreyDrawings
from demo.library import fill_library
from demo.mailed import mail_to_marit
from demo.major import MailIsDown, catch_up
from demo.models import Loaded
from demo.monday import look_on_mondays
from demo.offered import Offered
from demo.past_notices import tell_past_notices
from demo.people import COLLEAGUES, hire
from demo.recurring import Recurring
from demo.rehearsal import by_themselves
from demo.reviewing import Reviewing
from demo.same_words import say_the_same
from demo.searched import search_and_suggest
from demo.shelves import Shelves
from demo.stories import Stories
from demo.surveyed import Surveyed
from demo.talks import talk_with_assistant
from demo.watched import watch
from demo.weekend import Weekend
from demo.writing import write
from itsm.frame.practices import practices
from itsm.knowledge import lessons
from itsm.knowledge.models import Word
from itsm.knowledge.sources import learn_words
from itsm.services.policy import current_policy
from itsm.tickets import usual

SEED = "Halden"
FEWEST_COLLEAGUES = 150  # the stories need faces


def load(*, now: datetime, scale: float = 1.0, seed: str = SEED) -> World:
    """One transaction: there is a whole organisation, or none."""
    now = now.replace(microsecond=0)
    with transaction.atomic():
        made = hire(Random(seed), colleagues=max(FEWEST_COLLEAGUES, round(COLLEAGUES * scale)))  # noqa: S311 - made-up people
        for practice in practices():
            practice.switch_on(by=made.demo["administrator"], now=now - timedelta(days=DAYS))
        services, categories = offer_services(made)
        build_components()
        say_the_same(made)
        world = World(made, services, categories, current_policy(), now, seed)
        shelves = Shelves(made, now).fill()
        with by_themselves():
            asked = asked_before(world, shelves, amount=round(REQUESTS * scale))
        grey, carried = GreyDrawings(world), CarriedOut(world)
        write(
            [
                *past(world, count=round(TICKETS * scale)),
                *Stories(world).tell(),
                *asked,
                *grey.begin(),
                *carried.begin(),
            ]
        )
        grey.tie()
        write_beside(asked)
        tell_past_notices(world)
        Coming(world).tell()
        closed_before(world)
        Changing(world).tell()
        deploy(world)
        Weekend(world).tell()
        Advised(world).tell()
        carried.tell()
        MailIsDown(world).tell()
        keep_outages(world)
        watch(world)
        furnish(world)
        note_readers(world)
        fill_library(world)
        Offered(world, shelves).tell()
        Away(world, shelves).tell()
        count_asked()
        help_each_other(world)
        Surveyed(world).tell()
        count_the_money(world)
        look_on_mondays(world)
        join_over_the_years(world)
        improve(world, hear_colleagues(world))
        search_and_suggest(world)
        catch_up(now)
        Loaded.objects.create(seed=seed, scale=scale, at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Word.objects.count_anew()
    Recurring(world).tell()
    Reviewing(world).tell()
    brief(world)
    mail_to_marit(world)
    learn_words()
    talk_with_assistant(world)
    lessons.learn_all()
    usual.count_anew(now=now)
    return world
