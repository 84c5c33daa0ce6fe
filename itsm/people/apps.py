from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "itsm.people"

    def ready(self) -> None:
        from itsm.frame import menu, setup
        from itsm.people import first_steps, retention, roles, tours, using
        from itsm.people.privacy import places as privacy

        for model in ("person", "team", "site"):
            for role in roles.DESK:
                roles.grant(role, f"people.view_{model}")
            roles.grant(roles.ADMINISTRATOR, f"people.add_{model}", f"people.change_{model}")
        roles.grant(roles.ADMINISTRATOR, "frame.switch_practice", "frame.change_retention")
        menu.add(
            menu.Entry(
                label=_("Set up"),
                url_name="frame:setup",
                icon="cog-6-tooth",
                roles=roles.DESK,
                order=100,
                foot=True,
                key="u",
                also=setup.addresses,
                counts="setup-count",
            )
        )
        setup.add(
            setup.Line(
                label=_("Practices"), url_name="frame:practices", icon="adjustments-horizontal", group=setup.Group.DESK,
                permission="frame.switch_practice",
                says=_("What Baton does beside incidents and notices. Switch on what you are ready for."),
            ),
            setup.Line(
                label=_("How long records are kept"), url_name="frame:retention", icon="clock", group=setup.Group.PEOPLE,
                permission="frame.change_retention", says=_("Retention: drafts, mail, sessions, logs of reads. Counted before anything goes."),
            ),
            setup.Line(
                label=_("People"), url_name="people:people", icon="users", group=setup.Group.PEOPLE, key="p",
                says=_("Colleagues, where they work, and what each may do."),
            ),
            setup.Line(
                label=_("Teams"), url_name="people:teams", icon="user-group", group=setup.Group.PEOPLE,
                says=_("Who works together, and which team gets what no other takes."),
            ),
            setup.Line(
                label=_("Sites"), url_name="people:sites", icon="map-pin", group=setup.Group.PEOPLE,
                says=_("The places where colleagues work, with their time zones."),
            ),
        )  # fmt: skip
        first_steps.add_to_house()
        tours.add_to_house()
        using.add_to_house()
        retention.add_to_house()
        privacy.add_to_house()
        post_migrate.connect(roles.sync_roles, dispatch_uid="people.sync_roles")
