"""A token to sign in with, for mail servers that take no password any more (RFC 6749, the refresh token grant)."""

import json
from collections.abc import Mapping
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TIMEOUT = 15
MOST = 100_000  # bytes of an answer


class Refused(Exception):
    """No token. `str(error)` is what the server said."""


def access_token(url: str, keys: Mapping[str, str]) -> str:
    if not url.startswith(("https://", "http://")):
        raise Refused(f"{url} is no address for tokens")
    asked = {"grant_type": "refresh_token"} | {
        name: keys[name] for name in ("client_id", "client_secret", "refresh_token") if keys.get(name)
    }
    request = Request(url, urlencode(asked).encode(), {"Accept": "application/json"})  # noqa: S310 - checked above
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - an administrator typed it
            said = json.loads(answer.read(MOST))
    except HTTPError as error:
        raise Refused(f"{error.code} {error.reason}: {error.read(200).decode(errors='replace')}") from error
    except ValueError as error:
        raise Refused("The answer to the question for a token is not JSON") from error
    if not isinstance(said, dict) or not said.get("access_token"):
        raise Refused("The answer to the question for a token has none")
    return str(said["access_token"])
