from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "itsm.people"

    def ready(self) -> None:
        from itsm.frame import menu
        from itsm.people import roles

        for model in ("person", "team", "site"):
            for role in roles.DESK:
                roles.grant(role, f"people.view_{model}")
            roles.grant(roles.ADMINISTRATOR, f"people.add_{model}", f"people.change_{model}")
        menu.add(
            menu.Entry(
                label=_("People"),
                url_name="people:people",
                icon="users",
                roles=frozenset({roles.ADMINISTRATOR}),
                order=80,
                key="p",
            )
        )
        post_migrate.connect(roles.sync_roles, dispatch_uid="people.sync_roles")
