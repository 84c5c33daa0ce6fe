"""What people at a desk say whatever the matter is. Cases of their own are in demo/cases/."""

HELLO = ("Hello {first},", "Hi {first},", "Good morning {first},", "Dear {first},", "{first},")
BYE = ("Best, {me}", "Regards, {me}", "{me}", "Have a good day, {me}")
FIRST_WORDS = (
    "thank you for telling us. I am looking into it now and write again before {promise}.",
    "I have your ticket and start with the logs. You hear from me before {promise}.",
    "sorry that this gets in your way. I have an idea what it is and want to be sure first; more before {promise}.",
    "that sounds familiar. I compare it with two others of this week and tell you before {promise}.",
    "I read what you wrote and can see it from here. Next word from me before {promise}.",
)
UPDATES = (
    "a short word in between: I could reproduce it and know which part is at fault. Next news before {promise}.",
    "no solution yet. We ruled out your device and the line; what is left is the service itself. I write again before {promise}.",
    "my colleague {colleague} tests a correction on a copy at this moment. If it holds, you get it today, otherwise I write before {promise}.",
    "the maker asked for more logs, which I sent an hour ago. I ask them again at four and tell you before {promise}.",
    "we tried the first idea and it did not help. The second takes a little longer; expect my next message before {promise}.",
    "the part is on its way and the carrier says tomorrow. I tell you as soon as I hold it, and in any case before {promise}.",
    "I had to wait for a quiet moment to change this safely. It is planned for tonight; you hear the result before {promise}.",
    "half of it works again: new ones are right, old ones are still wrong. We work on those and write before {promise}.",
)
LATE = (
    "I am sorry, I had promised to write earlier and did not. It is still with us, and here is where we are: the cause is found, the correction is tested.",
    "my word comes late, and I am sorry. Nothing is forgotten: we wait for an answer of the maker and asked for it again just now.",
    "I should have written before. We had to stop for something urgent and are back on it since an hour.",
)
NOTES = (
    "Looked at the last seven days: it began with the maintenance of Tuesday.",
    "Same as two others this month, none of them linked yet. @{agent} you had one of them?",
    "Asked in the morning round. {agent} saw it at another site and solved it by a restart.",
    "Not our side as far as I can tell. Will check the supplier's status page in the afternoon.",
    "Colleague is in meetings until three, so calls are better after that.",
    "Rights are fine, profile is fine, network is fine. Next: the version of the program.",
)
QUESTIONS = (
    "Since when exactly does it happen, and does it happen to a colleague beside you, too?",
    "Can you send us a picture of the message, with the time in the corner?",
)
ANSWERS = (
    "It began yesterday after lunch. The colleague next to me has the same.",
    "The picture is attached. It was at ten past nine.",
    "Only me, as far as I know.",
)
NUDGES = (
    "Is there any news? I need it by {day}.",
    "One more thing: it happens in the other building, too.",
    "I found out that it works in the evening, maybe that helps.",
)
CALLS = (
    "Called {first}: explained what we found and that the correction comes tonight. They can work in the meantime.",
    "{first} came by the desk. We looked at it together for ten minutes; they know the way around until it is solved.",
    "Spoke with {first} on the phone, they are calm about it and want a mail when it is done.",
)
FOUND = (
    "Restarted, reinstalled, other account, other network: the same each time. It is not the device.",
    "The log names your system, with code {code}. Everything before it looks right.",
    "Three more colleagues of the same group have it, so it is the service and not the person.",
    "Happens on your side of the interface. Our part answers in 40 ms.",
)
KNOWS = (
    "That it is with specialists now and that they have not to tell it all again.",
    "What we found, in plain words, and how to work around it.",
    "That it takes until tomorrow, which is fine for them.",
)
PROMISED = (
    "A word before {promise}.",
    "That you write to them before {promise}.",
    "An update today, the solution this week.",
)
RETURNED = (
    "The log you sent is of the test system. On the live system there is nothing; can you take it from there again?",
    "This is about the licence and not about our system. The list of licences is with you since spring.",
    "We need the name of the device before we can look. Send it back to us with that.",
)
SUPPLIER = (
    "The maker opened a case for us and answers within a working day.",
    "A spare part is ordered; the supplier says two days.",
)
NOT_SOLVED = (
    "It worked for an hour and now it is the same again.",
    "I am sorry, but it is not solved. This morning it happened twice.",
    "The sound is gone again, in the same room. We lost a quarter of an hour with a customer.",
    "For me it works, for my colleague at the next desk it does not.",
)
WORKS = ("It works, thank you.", "All good again, that was quick.", "Yes, solved. Thanks to whoever did it.")
CANCELLED = (
    "The colleague found the solution before we did and withdrew it.",
    "Sent twice by accident; the other one goes on.",
    "This was a question for another company with a similar name.",
)

# What stands in the braces of a case; each is chosen once per ticket.
SLOTS: dict[str, tuple[str, ...]] = {
    "room": (
        "Room Douro",
        "Room Tejo",
        "Room Aire",
        "Room Calder",
        "Room Charles",
        "Room Kallang",
        "Room Marina",
        "the board room",
        "the training room",
    ),
    "place": (
        "the north window",
        "the canteen",
        "the second floor",
        "the warehouse office",
        "the lab corridor",
        "the reception",
        "hall 3",
        "the calibration lab",
    ),
    "since": (
        "since Monday",
        "since yesterday",
        "since the weekend",
        "since this morning",
        "for three days",
        "since the last update",
        "for two weeks",
    ),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "month": ("June", "July", "August", "September", "last month"),
    "app": (
        "the offer tool",
        "the drawing viewer",
        "the stock list",
        "the audit planner",
        "the forecast sheet",
        "the tender library",
        "the statistics program",
        "the parts catalogue",
    ),
    "file": (
        "“Offer 2207.xlsx”",
        "“Tolerances Q3.docx”",
        "“Shift plan.xlsx”",
        "“Tender annex B.pdf”",
        "“Sensor list v7.xlsx”",
        "“Supplier audit.pptx”",
    ),
    "folder": ("“Tenders”", "“Certificates”", "“Price lists”", "“Audits”", "“Field reports”"),
    "customer": (
        "Norrland Water",
        "Castel Dairy",
        "Pinebrook Clinics",
        "Osaka Valve",
        "Tamar Shipyard",
        "Quill & Moss",
        "Helvig Energy",
        "Baltic Rail",
    ),
    "printer": ("PRT-204", "PRT-311", "PRT-017", "PRT-122", "the plotter", "the one in the copy room"),
    "town": ("Ghent", "Lyon", "Aarhus", "Providence", "Johor", "Vigo", "Sheffield", "Bergen"),
    "order": ("48211", "51704", "50988", "47736", "52019", "49350"),
    "drawing": ("HX-2291", "HX-4407", "PV-118", "MT-3302", "MT-0950"),
    "bench": ("K2", "K5", "T1", "T4", "R3"),
    "model": ("H14", "H15", "D6", "Z8"),
    "code": ("809", "0x8004", "E-117", "412", "T-31"),
    "version": ("4.2", "5.0.1", "3.9"),
    "ap": ("AP-07", "AP-19", "AP-23", "AP-31"),
    "switch": ("SW-2B", "SW-3A", "SW-1C"),
    "n": ("3", "4", "5", "6", "8", "12", "14"),
}
