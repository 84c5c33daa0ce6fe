from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "itsm.services"

    def ready(self) -> None:
        from itsm.frame import setup
        from itsm.people import roles
        from itsm.services import first_steps, privacy, using
        from itsm.services.goals import places as goals

        for model in ("service", "component", "supportcalendar", "agreement", "priorityrule"):
            roles.grant(
                roles.ADMINISTRATOR,
                f"services.add_{model}",
                f"services.change_{model}",
                f"services.delete_{model}",
            )
        for role in roles.GROUPS:  # whoever may tell of an outage
            roles.grant(role, "services.record_outage")
        setup.add(
            setup.Line(
                label=_("Services"), url_name="services:list", icon="server-stack", group=setup.Group.SERVICES, key="s",
                says=_("What colleagues use, who looks after it, and what it stands on."),
            ),
            setup.Line(
                label=_("Service map"), url_name="services:map", icon="map", group=setup.Group.SERVICES,
                says=_("What stands on what: services on each other and on their components."),
            ),
            setup.Line(
                label=_("Components"), url_name="services:components", icon="cube", group=setup.Group.SERVICES,
                says=_("Servers, switches, databases, lines: what services are made of, by hand or from a file."),
            ),
            setup.Line(
                label=_("Hours and targets"), url_name="services:policy", icon="clock", group=setup.Group.SERVICES,
                permission="services.change_agreement", says=_("Support calendars, agreements, escalation, and how priority is found."),
            ),
            setup.Line(
                label=_("Longest silence"), url_name="services:silence", icon="speaker-x-mark", group=setup.Group.SERVICES,
                permission="services.change_agreement",
                says=_("How long a colleague may hear nothing from us, by priority."),
            ),
        )  # fmt: skip
        goals.add_to_house()
        first_steps.add_to_house()
        using.add_to_house()
        privacy.add_to_house()
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
