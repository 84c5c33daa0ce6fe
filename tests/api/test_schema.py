"""The schema: committed, true, and shown on a page that obeys our own security policy."""

import re
from pathlib import Path

from django.core.management import call_command

from tests.api import committed


def test_the_committed_schema_is_the_one_the_code_makes_without_a_warning(tmp_path: Path):
    fresh = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(fresh))
    assert fresh.read_text() == committed.PATH.read_text(), "make openapi"


def test_the_schema_is_served_to_who_signed_in(api, client):
    assert client.get("/api/schema/").status_code == 401
    served = committed.read(api.get("/api/schema/").content)
    assert served["paths"].keys() == committed.schema()["paths"].keys()


def test_the_page_runs_no_script_but_our_own(api):
    answer = api.get("/api/docs/")
    html = answer.content.decode()
    [nonce] = set(re.findall(r'nonce="([^"]+)"', html))
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<(script|style)(?![^>]*(nonce|src)=)", html)
    assert not re.search(r'(src|href)="(https?:)?//', html)
