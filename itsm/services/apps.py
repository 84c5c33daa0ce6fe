from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "itsm.services"

    def ready(self) -> None:
        from itsm.frame import menu
        from itsm.people import roles

        for model in ("service", "supportcalendar", "agreement", "priorityrule"):
            roles.grant(
                roles.ADMINISTRATOR,
                f"services.add_{model}",
                f"services.change_{model}",
                f"services.delete_{model}",
            )
        menu.add(
            menu.Entry(
                label=_("Services"),
                url_name="services:list",
                icon="server-stack",
                roles=roles.DESK,
                order=70,
                key="s",
            )
        )
        post_migrate.connect(write_defaults, sender=self, dispatch_uid="services.write_defaults")


def write_defaults(sender: AppConfig, apps: Any = installed, **kwargs: Any) -> None:
    """A database emptied after its migrations (flush, in tests) gets its default policy back."""
    from itsm.services import defaults
    from itsm.services.models import amendment

    try:
        versions = apps.get_model("services", "PolicyVersion").objects
    except LookupError:  # migrated back to before there was a policy
        return
    if not versions.exists():
        with amendment():
            defaults.write(apps.get_model)
            defaults.write_silence(apps.get_model)
