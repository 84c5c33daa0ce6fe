"""What colleagues at Halden call the same thing; administrators keep the list under "Words that mean the same"."""

from demo.people import Organisation
from itsm.knowledge.models import Synonym

SAME = (
    ("laptop", "notebook"),
    ("wifi", "wi-fi", "wlan", "wireless"),
    ("screen", "monitor", "display"),
    ("second factor", "2fa", "mfa", "code app", "authenticator"),
    ("order desk", "erp"),
    ("vpn", "remote access"),
    ("mail", "email", "e-mail"),
    ("mobile", "smartphone", "cell phone"),
    ("badge", "access card", "id card"),
    ("password", "passphrase"),
    ("colleague starts", "new starter", "new hire", "joiner"),
    ("someone leaves", "someone left", "leaver", "offboarding"),
)


def say_the_same(made: Organisation) -> None:
    by = made.demo["administrator"]
    Synonym.objects.bulk_create(Synonym(words=sorted(words), by=by) for words in SAME)
