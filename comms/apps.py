from django.apps import AppConfig


class CommsConfig(AppConfig):
    name = "comms"

    def ready(self) -> None:
        from django.db.models import signals

        from changes.contract.standing import register_evidence
        from comms import (
            changes_calendar,
            evidence,
            first_steps,
            menus,
            of_articles,
            privacy,
            retention,
            tasks,
            tours,
            using,
        )
        from comms.chat import posting
        from comms.chat import tasks as chat
        from comms.contract.evidence import collect
        from comms.drill import menus as drill
        from comms.feedback import places as feedback
        from comms.knowing import cause
        from comms.measures import places as measures
        from comms.meetings import places as meetings
        from comms.models import Notice, NoticeDraft, Room
        from comms.notices import downtime, expected, linked, mine, places
        from comms.notices import tasks as notices
        from comms.promises import panels as promises
        from comms.reports import places as reports
        from comms.rules import RULES
        from comms.status import keeping
        from comms.surveys import places as surveys
        from incidents.alerts.quiet import register_quiet
        from itsm.knowledge.signals import not_helped
        from itsm.people import roles
        from itsm.tickets.outbox import subscribe
        from itsm.tickets.training import room

        for role in roles.GROUPS:
            roles.grant(role, "comms.tell_notice")
        roles.grant(roles.AGENT, "comms.change_incoming")
        roles.grant(roles.ADMINISTRATOR, "comms.change_incoming")
        roles.grant(roles.ADMINISTRATOR, "comms.change_template", "comms.change_room", "comms.change_mailbox")
        roles.grant(roles.ADMINISTRATOR, "comms.change_jargon")
        register_quiet(expected.expected)
        subscribe(tasks.CONSUMER, tasks.tell, *RULES)
        subscribe(chat.CONSUMER, chat.tell, *posting.TOLD, when=chat.somebody_listens)
        subscribe(downtime.CONSUMER, notices.hush_outages, downtime.EDIT, when=downtime.becomes_restricted)
        subscribe(linked.CONSUMER, notices.pass_on, linked.VERB, when=linked.has_children)
        not_helped.connect(of_articles.tell_owner, dispatch_uid="comms.of_articles")
        signals.post_save.connect(mine.forget_broken, Notice, dispatch_uid="comms.notices.broken")
        signals.post_save.connect(chat.forget_rooms, Room, dispatch_uid="comms.chat.rooms")
        signals.post_delete.connect(chat.forget_rooms, Room, dispatch_uid="comms.chat.rooms_gone")
        register_evidence(collect)
        changes_calendar.add_to_calendar()
        measures.add_to_overview()
        drill.add_to_frame()
        roles.grant(roles.ADMINISTRATOR, "comms.change_statuspage", "comms.change_serviceonstatus")
        cause.add_to_registry()
        promises.add_to_registry()
        menus.add_to_frame()
        retention.add_to_house()
        evidence.add_to_house()
        places.add_to_frame()
        keeping.listen()
        room.take_along(NoticeDraft)
        room.stay_outside("/status/", "/api/v1/status")
        surveys.add_to_house()
        meetings.add_to_house()
        reports.add_to_house()
        feedback.add_to_house()
        first_steps.add_to_house()
        tours.add_to_house()
        using.add_to_house()
        privacy.add_to_house()
