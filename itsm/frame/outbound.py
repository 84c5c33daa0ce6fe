"""The one way out to addresses that people typed in: chat servers, hooks.

Addresses inside the network are refused unless an administrator allows them (HOOKS_ALLOWED), and the address that was
checked is the one that is called, so no name server can change its mind in between. Redirects are not followed.
"""

import ipaddress
import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = urllib3.Timeout(connect=5, read=10)
LARGEST = 1024 * 1024  # bytes of an answer that are read


class Refused(Exception):
    """This address is not called."""


class Unanswered(Exception):
    """It did not answer, or said no; another try may help."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        try:
            told = json.loads(self.body)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}


def checked(host: str, port: int) -> str:
    """The address to call for this host: every one it has must be allowed."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise Refused(_("Nobody knows the address %(host)s.") % {"host": host}) from None
    for address in found:
        if not allowed(host, address):
            raise Refused(_("%(host)s is inside the network. HOOKS_ALLOWED may allow it.") % {"host": host})
    return sorted(found)[0]


def allowed(host: str, address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.is_global and not ip.is_multicast:
        return True
    return any(host == each or _within(ip, each) for each in settings.HOOKS_ALLOWED)


def _within(ip: ipaddress.IPv4Address | ipaddress.IPv6Address, network: str) -> bool:
    try:
        return ip in ipaddress.ip_network(network, strict=False)
    except ValueError:  # a name
        return False


def port_of(parts: SplitResult) -> int | None:
    """None: a number that no port has."""
    try:
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None


def call(method: str, url: str, *, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
    """Ask with JSON; bytes go as they are, because somebody signed them. Raises Refused or Unanswered; 500 and 429 are none."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not (port := port_of(parts)):
        raise Refused(_("This is not a web address."))
    address = checked(parts.hostname, port)
    kind: Any = urllib3.HTTPSConnectionPool if parts.scheme == "https" else urllib3.HTTPConnectionPool
    name = parts.hostname
    named = {"server_hostname": name, "assert_hostname": name} if parts.scheme == "https" else {}
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    said = {"Host": parts.netloc.rpartition("@")[2], "Content-Type": "application/json; charset=utf-8"}
    try:
        with kind(address, port, timeout=SECONDS, retries=False, **named) as pool:
            response = pool.urlopen(
                method, target, body=body if body is None or isinstance(body, bytes) else json.dumps(body).encode(),
                headers=said | (headers or {}), redirect=False, preload_content=False,
            )  # fmt: skip
            answer = Answer(response.status, response.read(LARGEST))
            response.release_conn()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise Unanswered(f"{type(error).__name__}: {error}") from error
    if answer.status >= 500 or answer.status == 429:
        raise Unanswered(f"{answer.status}")
    return answer
