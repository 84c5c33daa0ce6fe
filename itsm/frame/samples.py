"""Made-up content for the style guide: ordinary, long, right-to-left, empty, overfull."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from itsm.frame.menu import Entry
from itsm.frame.strip import Kind, Promise, Segment, draw_strip

FRAMES = frozenset({"page", "ticket", "portal", "plain"})
HOUR = 3600.0
ANYONE = frozenset({"colleague"})
RAIL = [
    ("Desk", "inbox-stack", "d"),
    ("Incidents", "bolt", "n"),
    ("Problems", "puzzle-piece", "b"),
    ("Changes", "arrows-right-left", "c"),
    ("Catalogue", "squares-2x2", "r"),
    ("Notices", "megaphone", "o"),
    ("Knowledge", "book-open", "k"),
    ("Services", "server-stack", "s"),
    ("People", "users", "p"),
    ("Insights", "chart-bar", "i"),
]
PEOPLE = [
    "Ana Sousa",
    "Maximiliane Freifrau von Hohenstein-Wittgenbach-Oberndorff",
    "عبد الرحمن بن سعود الهاشمي",
    "Bo",
    "李小龍",
    "Zoë 🦊 Ångström",
]
STATUSES = [
    ("new", "New"),
    ("in_progress", "In progress"),
    ("pending", "Waiting for colleague"),
    ("on_hold", "Waiting for supplier"),
    ("scheduled", "Scheduled"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("major", "Major"),
]
TITLES = [
    "VPN drops every hour for everyone in Porto",
    "Drucker im dritten Stock druckt nur noch leere Seiten, seit gestern Abend das Update der Treiber verteilt worden ist",
    "لا أستطيع فتح البريد الإلكتروني منذ الصباح",
    "Mail",
    "Laptop will not wake up 🥲 after the lid was closed",
    "Superkalifragilistischexpialigetischdokumentenmanagementsystemfehler",
]
LIVES: list[tuple[str, list[tuple[Kind, str, float]], tuple[str, float] | None, bool]] = [
    ("Just came in", [("nobody", "nobody", 240)], ("due", HOUR), False),
    (
        "One hand-over",
        [("nobody", "nobody", 900), ("ours", "Service desk", 2 * HOUR), ("ours", "Network", 2400)],
        ("due", 1800),
        False,
    ),
    (
        "Waiting for the colleague",
        [("ours", "Service desk", HOUR), ("theirs", "Ana", 3 * HOUR)],
        ("kept", -2 * HOUR),
        False,
    ),
    (
        "Dropped, promise broken",
        [("ours", "Service desk", HOUR), ("others", "Supplier", 2 * HOUR), ("nobody", "nobody", 1.2 * HOUR)],
        ("broken", -HOUR),
        False,
    ),
    (
        "Planned",
        [("ours", "Changes", HOUR), ("others", "approver", HOUR), ("scheduled", "until Saturday", 5 * HOUR)],
        None,
        False,
    ),
    (
        "Done",
        [("ours", "Service desk", HOUR), ("theirs", "Ana", HOUR), ("ours", "Service desk", 600)],
        ("kept", -300),
        True,
    ),
    (
        "Overfull",
        [(("ours", "theirs", "others", "nobody")[i % 4], f"Team {i}", 600 + i * 97 % 700) for i in range(23)],
        ("broken", -HOUR),
        False,
    ),
    (
        "A whole ticket",
        [
            ("ours", "Service desk", 2400),
            ("nobody", "nobody", 900),
            ("ours", "Network", 2 * HOUR),
            ("theirs", "Ana", 3000),
            ("ours", "Network", 1800),
        ],
        ("due", 2700),
        False,
    ),
]


class Form(forms.Form):
    title = forms.CharField(label="What is wrong", help_text="One sentence, as you would tell a colleague.")
    site = forms.ChoiceField(label="Where", choices=[("porto", "Porto"), ("halden", "Halden")])
    since = forms.CharField(
        label="Since when", required=False, widget=forms.TextInput({"type": "datetime-local"})
    )
    more = forms.CharField(label="Tell us more", required=False, widget=forms.Textarea)
    photo = forms.FileField(label="Screenshot", required=False)
    work = forms.ChoiceField(
        label="Can you work?",
        choices=[("no", "No, I am stuck"), ("slow", "Yes, but slower"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        initial="slow",
    )
    me_too = forms.BooleanField(label="Tell me when it is fixed", required=False, help_text="By mail, once.")
    locked = forms.CharField(label="Number", disabled=True, initial="INC-1042", required=False)


def context(*, now: datetime) -> dict[str, Any]:
    return {
        "menu_entries": [
            Entry(
                label=label,
                url_name="frame:style" if key == "d" else "frame:theme",
                icon=icon,
                roles=ANYONE,
                order=1,
                key=key,
            )
            for label, icon, key in RAIL
        ],
        "new_entries": [
            Entry(label="Incident", url_name="frame:style", icon="bolt", roles=ANYONE, order=1, key="n")
        ],
        "people": PEOPLE,
        "statuses": STATUSES,
        "priorities": [("critical", "Critical"), ("high", "High"), ("medium", "Medium"), ("low", "Low")],
        "rows": _rows(now),
        "lives": [(name, _draw(life, now), _draw(life, now, full=True)) for name, *life in LIVES],
        "form": Form(auto_id="ok_%s"),
        "wrong": Form({"title": "", "work": "perhaps", "site": "moon"}, auto_id="wrong_%s"),
        "clocks": [
            ("First response", 0.35, "running", "40 min left"),
            ("Next update", 0.85, "soon", "9 min left"),
            ("Resolution", 1.0, "broken", "2 h 15 min over"),
            ("Hand-over", 0.5, "paused", "paused"),
            ("First response", 0.6, "kept", "kept"),
        ],
        "moments": [
            now - timedelta(seconds=s) for s in (10, 400, 9000, 200_000, 3_000_000, 40_000_000, -900, -90_000)
        ],
        "colours": ["ours", "theirs", "others", "scheduled", "nobody", "kept", "soon", "broken", "info"],
    }


def _draw(life: Sequence[Any], now: datetime, *, full: bool = False) -> SafeString:
    held, promise, ended = life
    return draw_strip(
        [Segment(*part) for part in held],
        now=now,
        promise=Promise(promise[0], now + timedelta(seconds=promise[1])) if promise else None,
        width=None if full else 64,
        ended=ended,
    )


def _rows(now: datetime) -> list[dict[str, Any]]:
    marks = ["", "broken", "", "soon", "", ""]
    return [
        {
            "number": f"INC-{1042 + 13 * i}",
            "title": TITLES[i],
            "status": STATUSES[i],
            "priority": ("critical", "high", "medium", "low", "medium", "high")[i],
            "holder": PEOPLE[i],
            "strip": _draw(LIVES[i][1:], now),
            "at": now - timedelta(minutes=7 * 9**i // 3),
            "promise": now + timedelta(hours=3 * i - 2),
            "mark": marks[i],
        }
        for i in range(6)
    ]
