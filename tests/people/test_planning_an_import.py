"""What a file would change: pure, by tables. Nothing here touches the database."""

import pytest

from itsm.people.importing import plan as planning
from itsm.people.importing.plan import Directory, Known, Options, Plan
from itsm.people.importing.sheet import read

BLANK = {"preferred_name": "", "job_title": "", "phone": "", "time_zone": "Europe/Lisbon", "language": "en"}


def known(pk: int, name: str, **values: str) -> Known:
    return Known(pk, BLANK | {"name": name, "site": "Porto", "manager": "", "teams": ""} | values)


HERE = Directory(
    people={
        "ana@x.example": known(1, "Ana Reis", phone="1", teams="Mail | Networks", manager="boss@x.example"),
        "boss@x.example": known(2, "The Boss"),
        "gone@x.example": Known(3, known(3, "Gone Away").values, is_active=False),
        "root@x.example": Known(4, known(4, "Root").values, protected=True),
    },
    sites={"Porto": "Europe/Lisbon", "Boston": "America/New_York"},
    teams=frozenset({"Mail", "Networks"}),
)


def make(text: str, **options: bool) -> Plan:
    return planning.make(read(text.encode()), HERE, Options(**options))


def table(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def reasons(plan: Plan) -> list[tuple[int, str]]:
    return [(bad.line, bad.reason) for bad in plan.bad]


# What is new, changed, the same -----------------------------------------------------------------------------------------


def test_a_new_person_gets_what_the_file_says_and_their_sites_clock():
    [entry] = make("email,name,site,phone\nNew@X.example,New One,boston,\n").new
    assert (entry.line, entry.email, entry.pk) == (2, "new@x.example", None)
    assert {change.column: change.new for change in entry.changes} == {
        "name": "New One",
        "site": "Boston",
        "time_zone": "America/New_York",
    }


def test_a_changed_person_shows_old_and_new_of_what_differs_only():
    plan = make("email,name,phone,site\nANA@x.example,Ana Reis,2,Boston\n")
    assert [tuple(change) for change in plan.changed[0].changes] == [
        ("phone", "1", "2"),
        ("site", "Porto", "Boston"),
    ]
    assert (plan.new, plan.unchanged, plan.bad) == ([], 0, [])


@pytest.mark.parametrize(
    "line",
    [
        "ana@x.example,Ana Reis,1,porto,networks|MAIL,Boss@x.example,EN",
        "ana@x.example,,,,,,",
    ],
)
def test_the_same_again_changes_nothing(line):
    plan = make(table("email,name,phone,site,teams,manager,language", line))
    assert plan.unchanged == 1
    assert not plan.does_something


@pytest.mark.parametrize(("cell", "new"), [("-", ""), ("–", ""), ("", None), ("2", "2")])
def test_an_empty_cell_leaves_and_a_dash_empties(cell, new):
    plan = make(f"email,phone\nana@x.example,{cell}\n")
    assert [change.new for entry in plan.changed for change in entry.changes] == (
        [] if new is None else [new]
    )


def test_teams_are_all_the_teams():
    [entry] = make("email,teams\nana@x.example, Networks | \n").changed
    assert [tuple(change) for change in entry.changes] == [("teams", "Mail | Networks", "Networks")]


# What is wrong with a line ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",New One,,,,,", "The e-mail is missing."),
        ("not an address,New,,,,,", "not an address is not an e-mail address."),
        (f"{'x' * 250}@x.example,New,,,,,", "E-mail is longer than 254 characters"),
        ("new@x.example,,,,,,", "new@x.example is new, so a name is needed."),
        ("new@x.example,-,,,,,", "Name cannot be emptied."),
        (f"new@x.example,{'x' * 121},,,,,", "Name is longer than 120 characters."),
        ("new@x.example,New,Mars/Base,,,,", "Mars/Base is not a time zone"),
        ("new@x.example,New,lisbon,,,,", "lisbon is not a time zone"),
        ("boss@x.example,,-,,,,", "Time zone cannot be emptied."),
        ("new@x.example,New,,Mars,,,", "There is no site Mars."),
        ("new@x.example,New,,,Mail | Chess,,", "There is no team Chess."),
        (
            "new@x.example,New,,,,no.one@x.example,",
            "The manager no.one@x.example is neither here nor in the file.",
        ),
        ("new@x.example,New,,,,NEW@x.example,", "Nobody is their own manager."),
        ("new@x.example,New,,,,,tlh", "tlh is not one of the languages: de, en."),
        ('new@x.example,"New\nOne",,,,,', "Name runs over several lines."),
    ],
)
def test_a_bad_line_is_left_out_with_its_number_and_reason(line, says):
    plan = make(table("email,name,time_zone,site,teams,manager,language", "ana@x.example,,,Boston,,,", line))
    [(number, reason)] = reasons(plan)
    assert number == 3
    assert says in reason
    assert [entry.email for entry in plan.changed] == ["ana@x.example"]
    assert plan.new == []


def test_the_second_line_about_somebody_is_the_bad_one():
    plan = make(table("email,name", "new@x.example,First", "NEW@X.example,Second"))
    assert reasons(plan) == [(3, "new@x.example stands in line 2 already.")]
    assert [entry.name for entry in plan.new] == ["First"]


# Managers ---------------------------------------------------------------------------------------------------------------


def test_a_manager_may_come_later_in_the_same_file():
    plan = make(table("email,name,manager", "new@x.example,New,chief@x.example", "chief@x.example,Chief,"))
    assert [entry.email for entry in plan.new] == ["new@x.example", "chief@x.example"]
    assert plan.bad == []


def test_who_reports_to_a_line_that_is_left_out_is_left_out_too():
    lines = ["a@x.example,A,b@x.example,", "b@x.example,B,c@x.example,", "c@x.example,C,,Mars/Base"]
    plan = make(table("email,name,manager,time_zone", *lines))
    assert reasons(plan) == [
        (2, "The manager b@x.example stands in line 3, which is left out."),
        (3, "The manager c@x.example stands in line 4, which is left out."),
        (4, "Mars/Base is not a time zone; one is called Europe/Lisbon."),
    ]


def test_a_circle_in_the_file_is_named_on_each_of_its_lines():
    lines = ["a@x.example,A,b@x.example", "b@x.example,B,c@x.example", "c@x.example,C,a@x.example"]
    plan = make(table("email,name,manager", *lines, "d@x.example,D,boss@x.example"))
    assert [line for line, _reason in reasons(plan)] == [2, 3, 4]
    assert reasons(plan)[0][1].endswith("a@x.example → b@x.example → c@x.example → a@x.example.")
    assert [entry.email for entry in plan.new] == ["d@x.example"]


def test_a_circle_closed_through_people_who_are_here_is_found():
    plan = make("email,manager\nboss@x.example,ana@x.example\n")
    assert reasons(plan) == [
        (2, "The managers go round in a circle: boss@x.example → ana@x.example → boss@x.example.")
    ]


def test_a_circle_is_no_circle_when_the_same_file_opens_it():
    plan = make(table("email,manager", "boss@x.example,ana@x.example", "ana@x.example,-"))
    assert plan.bad == []
    assert len(plan.changed) == 2


def test_a_long_line_of_managers_is_no_trouble():
    chain = [f"p{n}@x.example,P,p{n + 1}@x.example" for n in range(4999)]
    plan = make(table("email,name,manager", *chain, "p4999@x.example,P,boss@x.example"))
    assert (len(plan.new), plan.bad) == (5000, [])


# Places ---------------------------------------------------------------------------------------------------------------


def test_a_business_unit_is_found_by_its_name_or_added_where_allowed():
    text = table("email,name,department", "a@x.example,A,Instruments", "b@x.example,B,INSTRUMENTS")
    assert [line for line, _reason in reasons(make(text))] == [2, 3]
    plan = make(text, create_places=True)
    assert plan.new_units == ["Instruments"]
    assert {change.new for entry in plan.new for change in entry.changes if change.column == "unit"} == {
        "Instruments"
    }


PLACES = table(
    "email,name,site,teams,time_zone",
    "a@x.example,A,Berlin,Chess,",
    "b@x.example,B,BERLIN,chess | Mail,Europe/Berlin",
    "c@x.example,C,Oslo,,Nonsense/Zone",
)


def test_unknown_places_are_refused_unless_allowed():
    plan = make(PLACES)
    assert [line for line, _reason in reasons(plan)] == [2, 3, 4]
    assert (plan.new_sites, plan.new_teams) == ({}, [])


def test_allowed_places_are_added_once_and_only_if_somebody_good_needs_them():
    plan = make(PLACES, create_places=True)
    assert plan.new_sites == {"Berlin": "Europe/Berlin"}
    assert plan.new_teams == ["Chess"]
    assert [line for line, _reason in reasons(plan)] == [4]
    first = {change.column: change.new for change in plan.new[0].changes}
    assert first["time_zone"] == "Europe/Berlin"


# The complete list ------------------------------------------------------------------------------------------------------


def test_nobody_leaves_unless_the_file_is_the_complete_list():
    assert make("email,phone\nana@x.example,1\n").leaving == []


def test_the_complete_list_lets_go_who_is_missing_but_never_an_administrator_or_a_bad_line():
    plan = make(table("email,site", "ana@x.example,Mars"), deactivate_missing=True)
    assert [leaver.email for leaver in plan.leaving] == ["boss@x.example"]


def test_who_came_back_can_sign_in_again():
    plan = make("email\ngone@x.example\n", deactivate_missing=True)
    assert [tuple(change) for change in plan.changed[0].changes] == [("is_active", "no", "yes")]


# The digest -------------------------------------------------------------------------------------------------------------


def test_the_digest_is_the_same_for_the_same_plan_and_differs_otherwise():
    one, same, other = make(PLACES), make(PLACES), make(PLACES, create_places=True)
    assert one.digest == same.digest
    assert one.digest != other.digest
