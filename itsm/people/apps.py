from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "itsm.people"

    def ready(self) -> None:
        from itsm.people.roles import sync_roles

        post_migrate.connect(sync_roles, dispatch_uid="people.sync_roles")
