"""What agents keep beside the tickets, and the stories that need more than one ticket."""

from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from demo.catalogue import FILES, LAPTOPS, MEETINGS, PRINTING
from demo.history import World
from incidents.models import Incident
from itsm.people.models import Person
from itsm.tickets.models import Attachment, Channel, Draft, Macro, Participant, SavedView

MACROS = (
    ("We have it", "", "reply", "Hello {colleague},\n\nI have {number} and look into it now. You hear from me before {promise}.\n\n{agent}", 120, ""),
    ("Ask for a picture", "", "reply", "Hello {colleague},\n\ncan you send us a picture of the message, with the time in the corner?\n\n{agent}", None, ""),
    ("Solved, tell us if not", "", "reply", "Hello {colleague},\n\n{service} works again. Answer this message if it does not work for you.\n\n{agent}", None, ""),
    ("Identity confirmed", "Service desk", "note", "Identity confirmed by calling back the number in the people list.", None, ""),
    ("Next word tomorrow", "", "reply", "Hello {colleague},\n\nwe are still on it; {team} writes again before {promise}.\n\n{agent}", 1440, ""),
    ("Mailbox moved", "Collaboration", "reply", "Hello {colleague},\n\nyour mailbox was moved. Close the mail program, open it again, and wait a minute.\n\n{agent}", None, ""),
)  # fmt: skip
VIEWS = (
    ("Porto, due today", "agent", None, False, "view=open&site={porto}&due=today&sort=due"),
    (
        "Urgent without a person",
        "agent",
        "Service desk",
        False,
        "view=open&priority=1,2&holder=team&sort=priority",
    ),
    ("Longest silence", "manager", None, True, "view=silence&sort=silence"),
    ("Meeting rooms", "agent", "Collaboration", False, "view=open&service={meetings}&sort=opened"),
)


def furnish(world: World) -> None:
    teams, demo = world.made.teams, world.made.demo
    Macro.objects.bulk_create(
        Macro(name=name, team=teams.get(team), mode=mode, words=words, promise_minutes=minutes, verb=verb)
        for name, team, mode, words, minutes, verb in MACROS
    )
    ids = {"porto": world.made.sites["Porto"].pk, "meetings": world.services[MEETINGS].pk}
    SavedView.objects.bulk_create(
        SavedView(
            name=name,
            owner=demo[owner],
            team=teams.get(team or ""),
            everyone=everyone,
            query=query.format(**ids),
        )
        for name, owner, team, everyone, query in VIEWS
    )
    pair(world)
    pictures(world)
    drafts(world)


def pair(world: World) -> None:
    """Two people wrote about one thing; the second ticket is merged into the first."""
    first_line = world.made.members["Service desk"][1]
    one, two = world.made.colleagues[20:22]
    tickets = [
        Incident.report(
            by=person,
            title=title,
            description=words,
            service=world.services[FILES],
            category=world.categories["Files and folders"],
            team=world.made.teams["Service desk"],
            channel=Channel.PORTAL,
            now=ago(world, minutes),
        )  # fmt: skip
        for person, minutes, title, words in (
            (
                one,
                47,
                "Folder “Certificates” is gone",
                "The folder was there at eight and is gone now. All certificates of this year are in it.",
            ),
            (
                two,
                41,
                "Where is the folder “Certificates”?",
                "I cannot find the folder with the certificates. A colleague says the same.",
            ),
        )
    ]
    tickets[0].take(by=first_line, now=ago(world, 38))
    tickets[1].merge_into(Incident.objects.get(pk=tickets[0].pk), by=first_line, now=ago(world, 36))
    there = Incident.objects.get(pk=tickets[0].pk)
    there.reply(
        "I found it: somebody moved it into the folder beside it. It is on its way back; give it a quarter of an hour.",
        by=first_line,
        now=ago(world, 29),
    )


def pictures(world: World) -> None:
    """Tickets whose colleague sent a picture, and a note that mentions the demo agent."""
    people, lead = world.made.colleagues[30:32], world.made.members["Workplace"][0]
    for person, minutes, service, title, words, name, picture in (
        (people[0], 95, PRINTING, "Grey stripe down every page from PRT-204", "Every page has a grey stripe. I put a scan with it.", "stripe.png", stripes()),
        (people[1], 140, LAPTOPS, "Program closes with a message about a missing part", "It closes as soon as I press print. The picture shows the message.", "message.png", message()),
    ):  # fmt: skip
        ticket = Incident.report(
            by=person, title=title, description=words, service=world.services[service], channel=Channel.PORTAL, now=ago(world, minutes),
            category=world.categories["Printing" if service == PRINTING else "Laptop"],
        )  # fmt: skip
        file = Attachment.take_in(
            SimpleUploadedFile(name, picture, "image/png"), ticket_id=ticket.pk, by=person
        )
        ticket.reply(
            "Here is the picture of it, with the time in the corner.",
            by=person,
            channel=Channel.PORTAL,
            attachments=[file],
            now=ago(world, minutes - 2),
        )
        ticket.take(by=lead, now=ago(world, minutes - 9))
        ticket.reply(
            "Thank you, the picture helps. We compare it with a sheet of the same model and write again today.",
            by=lead,
            now=ago(world, minutes - 20),
        )
    mention(ticket, lead, world)


def mention(ticket: Incident, by: Person, world: World) -> None:
    ivo = world.made.demo["agent"]
    ticket.note(
        f"@{ivo.name} you had the same message in Porto last month. Do you remember which driver it was?",
        by=by,
        now=ago(world, 55),
    )
    ticket.add_person(ivo, Participant.Part.MENTIONED, by=by, now=ago(world, 55))


# Begun and not sent, by the ticket's title: what the composer was set to, and the words.
DRAFTED = {
    "Export of HX-2291 for the supplier is an empty file": ("internal", "I tried it again with revision D"),
    "No rights for the audit planner since I changed teams": ("public", "The deputy agreed this morning, so"),
}


def drafts(world: World) -> None:
    ivo = world.made.demo["agent"]
    for ticket in Incident.objects.held_by(ivo).filter(title__in=DRAFTED):
        mode, words = DRAFTED[ticket.title]
        Draft.keep(ticket_id=ticket.pk, person=ivo, mode=mode, words=words)


def ago(world: World, minutes: float) -> datetime:
    return world.now - timedelta(minutes=minutes)


def stripes() -> bytes:
    """A printed page with the stripe down its middle."""
    page = Image.new("RGB", (620, 820), "white")
    pen = ImageDraw.Draw(page)
    for line in range(34):
        pen.rectangle((60, 70 + 20 * line, 200 + (line * 97) % 360, 76 + 20 * line), fill="#555")
    pen.rectangle((296, 0, 318, 820), fill="#b8b8b8")
    return saved(page)


def message() -> bytes:
    """A window that says what is missing."""
    screen = Image.new("RGB", (720, 420), "#2f4858")
    pen = ImageDraw.Draw(screen)
    pen.rectangle((130, 110, 590, 300), fill="#f4f4f2", outline="#999")
    pen.rectangle((130, 110, 590, 142), fill="#d8d8d4")
    pen.text((146, 120), "Parts catalogue", fill="#222")
    pen.text(
        (160, 180),
        "The program cannot start because hxprint.dll\nwas not found. Code 0x8004",
        fill="#222",
        spacing=8,
    )
    pen.rectangle((490, 256, 570, 284), fill="#e6e6e2", outline="#888")
    pen.text((520, 263), "OK", fill="#222")
    pen.text((640, 396), "09:10", fill="#eee")
    return saved(screen)


def saved(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
