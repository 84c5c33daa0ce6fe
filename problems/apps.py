from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "problems"

    def ready(self) -> None:
        from itsm.people.roles import AGENT, MANAGER, grant
        from itsm.tickets.models import register_kind
        from problems.models import Problem

        register_kind(Problem, Problem.Status)
        for verb in Problem.PERMITTED:
            grant(AGENT, f"problems.{verb}_problem")
        for role in (AGENT, MANAGER):
            grant(role, "problems.write_known_error")
