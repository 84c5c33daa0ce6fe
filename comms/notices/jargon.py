"""Words that colleagues need not know, with what to say instead. An organisation adds its own and allows what everyone there knows."""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comms.models import Jargon

DEFAULT: Mapping[str, str] = {
    # How things fail
    "anomaly": "something odd", "degradation": "it is slow", "degraded": "slow", "degraded performance": "slow",
    "downtime": "time in which it does not work", "elevated error rates": "it fails often", "error rate": "how often it fails",
    "experiencing issues": "does not work", "impact": "what it does to you", "impacted": "hit", "intermittent": "now and then",
    "intermittently": "now and then", "latency": "waiting time", "partial outage": "works for some only",
    "service disruption": "does not work", "SEV1": "very serious", "SEV2": "serious",
    "time out": "give up waiting", "timeout": "it gives up waiting", "unavailability": "it cannot be used",
    # What is done about it
    "deploy": "install", "deployment": "installing", "escalate": "call in more people",
    "escalated": "called in more people", "failback": "going back", "failover": "switching to the spare", "fail over": "switch to the spare",
    "go-live": "first day", "hotfix": "quick repair", "implement": "put in place", "implemented": "put in place",
    "mitigate": "make less bad", "mitigated": "made less bad", "mitigation": "a first repair", "patch": "repair",
    "patching": "putting repairs in", "reboot": "restart", "remediate": "repair", "remediation": "the repair", "rollback": "going back to how it was", "roll back": "go back to how it was",
    "rollout": "giving it to everyone", "root cause": "cause", "RCA": "what caused it", "troubleshoot": "look for the cause",
    "troubleshooting": "looking for the cause", "triage": "first look", "workaround": "another way to do it",
    # What it is made of
    "API": "the way programs talk to each other", "authentication": "signing in", "authenticate": "sign in", "backend": "our side",
    "back-end": "our side", "bandwidth": "room on the line", "cache": "kept copy", "CDN": "delivery of pages", "cluster": "group of machines",
    "config": "setting", "configuration": "settings", "CPU": "processor", "credentials": "name and password", "database": "where it is kept",
    "data centre": "where our machines stand", "DHCP": "the network", "directory service": "the list of people", "DNS": "finding addresses",
    "domain controller": "the sign-in machine", "endpoint": "device", "endpoints": "devices", "firewall": "the wall around our network",
    "firmware": "the device's own program", "frontend": "the pages", "gateway": "the way out", "GPO": "a setting for all computers", "hypervisor": "our machines", "infrastructure": "our machines and lines", "IOPS": "disk speed",
    "IP address": "network address", "LAN": "network", "LDAP": "the list of people", "load balancer": "what shares out the work",
    "MFA": "second step of signing in", "middleware": "a program in between", "namespace": "part", "NFS": "shared drive", "node": "machine",
    "packet loss": "parts get lost on the way", "pipeline": "the steps", "portal tenant": "your organisation",
    "proxy": "the way to the internet", "RAM": "memory", "replica": "copy", "replication": "copying",
    "replication lag": "copies arrive late", "router": "network device", "SAN": "storage", "server": "machine", "SMTP": "sending mail",
    "SQL": "where it is kept", "SSL": "the secure connection", "SSO": "signing in once", "storage array": "storage", "subnet": "part of the network", "TCP": "the connection", "TLS": "the secure connection", "tenant": "your organisation", "throughput": "speed", "upstream": "before us", "downstream": "after us", "URL": "address", "virtual machine": "machine", "VLAN": "part of the network",
    "VM": "machine", "VPN concentrator": "the way in from home",
    # How offices talk
    "as per": "as", "at this time": "now", "at your earliest convenience": "soon", "business as usual": "as always", "customers": "colleagues",
    "customer": "colleague", "end user": "colleague", "end users": "colleagues", "user": "colleague", "users": "colleagues",
    "ETA": "when", "going forward": "from now on", "in order to": "to", "leverage": "use", "moving forward": "from now on",
    "per se": "", "please be advised": "", "prior to": "before", "stakeholders": "people concerned", "subsequent": "later",
    "subsequently": "later", "utilise": "use", "utilize": "use", "kindly": "please", "with regards to": "about", "commence": "begin",
    "terminate": "end", "approximately": "about", "facilitate": "help", "expedite": "hurry", "aforementioned": "this",
    "inconvenience caused": "", "any inconvenience": "", "TBD": "we do not know yet", "TBC": "we do not know yet", "FYI": "", "ASAP": "at once",
}  # fmt: skip
# Short words in capitals that nobody has to be told.
KNOWN = frozenset(
    "A4 CET CEST CEO EU FAQ GMT HR ID IT OK PC PDF PIN QR SMS TV UK US USA USB UTC WIFI".split()  # noqa: SIM905
)


def terms() -> dict[str, str]:
    """Word → what to say instead: Baton's own list with the organisation's changes, longest words first."""
    found = {word.lower(): plain for word, plain in DEFAULT.items()}
    for row in Jargon.objects.all():
        if row.allowed:
            found.pop(row.word.lower(), None)
        else:
            found[row.word.lower()] = row.plain
    return dict(sorted(found.items(), key=lambda term: -len(term[0])))


def check_word(word: str, *, but: Jargon | None = None) -> str:
    """The word as it is kept: once, however it is written. `but`: the entry that is being changed."""
    word = " ".join(word.split())
    others = Jargon.objects.exclude(pk=but.pk) if but else Jargon.objects.all()
    if others.filter(word__iexact=word).exists():
        raise ValidationError(_("This word is on the list already."))
    return word


def untouched(ours: Iterable[str]) -> list[tuple[str, str]]:
    """Baton's own words that the organisation says nothing about, by the alphabet."""
    changed = {word.lower() for word in ours}
    return sorted(
        ((word, plain) for word, plain in DEFAULT.items() if word.lower() not in changed),
        key=lambda term: term[0].lower(),
    )


def allowed() -> frozenset[str]:
    return KNOWN | {row.word.upper() for row in Jargon.objects.filter(allowed=True)}


def pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    """Any of them as a whole word; a longer term wins over a shorter one inside it."""
    either = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?<![\w-])(?:{either or '(?!)'})(?![\w-])", re.IGNORECASE)
