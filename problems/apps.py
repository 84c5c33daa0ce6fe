from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "problems"

    def ready(self) -> None:
        from itsm.frame import practices
        from itsm.people.roles import ADMINISTRATOR, AGENT, CHANGE_MANAGER, MANAGER, grant
        from itsm.tickets.models import register_kind
        from itsm.tickets.outbox import subscribe
        from problems import current, evidence, examples, measures, menus, offers, page, privacy
        from problems.known_errors import places as known_errors
        from problems.models import Problem
        from problems.practice import PROBLEMS
        from problems.tasks import keep_cost

        practices.register(PROBLEMS)
        register_kind(Problem, Problem.Status)
        evidence.add_to_house()
        subscribe(
            current.CONSUMER, keep_cost, *current.LINKING, *current.TELLING, when=current.concerns_a_problem
        )
        offers.add_to_registry()
        page.add_to_page()
        menus.add_to_frame()
        measures.add_to_overview()
        grant(AGENT, "problems.add_problem")
        for role in (MANAGER, ADMINISTRATOR):
            grant(role, "problems.change_threshold")
        for verb in Problem.PERMITTED:
            # Who accepts a risk answers for it.
            for role in (MANAGER, CHANGE_MANAGER) if verb == "accept_risk" else (AGENT,):
                grant(role, f"problems.{verb}_problem")
        known_errors.add_to_house()
        examples.add_to_room()
        privacy.add_to_house()
