from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "problems"

    def ready(self) -> None:
        from itsm.people.roles import AGENT, CHANGE_MANAGER, MANAGER, grant
        from itsm.tickets.models import register_kind
        from problems.known_errors import places as known_errors
        from problems.models import Problem

        register_kind(Problem, Problem.Status)
        for verb in Problem.PERMITTED:
            # Who accepts a risk answers for it.
            for role in (MANAGER, CHANGE_MANAGER) if verb == "accept_risk" else (AGENT,):
                grant(role, f"problems.{verb}_problem")
        known_errors.add_to_house()
