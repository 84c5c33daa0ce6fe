from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "changes"

    def ready(self) -> None:
        from changes import (
            evidence,
            examples,
            for_others,
            menus,
            offers,
            privacy,
            quiet,
            readiness,
            showing,
            tours,
            using,
        )
        from changes.authorities import subject, whom
        from changes.board import places as board
        from changes.calendar import places as calendar
        from changes.contract import places as contract
        from changes.doing import places as doing
        from changes.models import Change
        from changes.pipelines import places as pipelines
        from changes.practice import CHANGES
        from itsm.frame import practices
        from itsm.people.roles import ADMINISTRATOR, AGENT, CHANGE_MANAGER, MANAGER, grant
        from itsm.tickets.models import register_kind

        practices.register(CHANGES)
        register_kind(Change, Change.Status)
        evidence.add_to_house()
        offers.add_to_registry()
        menus.add_to_frame()
        showing.add_to_page()
        whom.add_to_approvals()
        subject.add_to_approvals()
        readiness.add_to_gates()
        calendar.add_to_practice()
        board.add_to_house()
        contract.add_to_house()
        doing.add_to_house()
        pipelines.add_to_house()
        for_others.add_to_registry()
        quiet.add_to_alerts()
        examples.add_to_room()
        tours.add_to_house()
        using.add_to_house()
        for role in (AGENT, CHANGE_MANAGER):
            for verb in ("submit", "rework", "revise", "start", "finish", "back_out", "cancel"):
                grant(role, f"changes.{verb}_change")
        for verb in ("ask_authority", "reject", "close"):
            grant(CHANGE_MANAGER, f"changes.{verb}_change")
        for role in (CHANGE_MANAGER, ADMINISTRATOR):
            grant(role, "changes.govern_change")
        for role in (CHANGE_MANAGER, MANAGER):
            grant(role, "changes.run_meeting")
        privacy.add_to_house()
