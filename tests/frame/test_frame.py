import math
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from itsm.frame import bundle, menu, practices
from itsm.frame.strip import Segment

pytestmark = pytest.mark.urls("tests.frame.urls")


@pytest.fixture(autouse=True)
def practices_known(monkeypatch):
    """All are on, and no page looks: these tests have no database."""
    monkeypatch.setattr(practices, "_kept", (math.inf, practices.State()))


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Static files as in development: nothing has to be collected first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    bundle.urls.cache_clear()
    yield
    bundle.urls.cache_clear()


def drawn(source, **context):
    return Template(source).render(Context(context))


def test_a_moment_carries_the_exact_time():
    html = drawn("{% when at %}", at=timezone.now() - timedelta(minutes=5))
    assert re.fullmatch(
        r'<time datetime="[^"]+\+00:00" title="\w{3} \d+ \w+ \d{4}, \d\d:\d\d" data-ago>5 min ago</time>',
        html,
    )
    assert "data-ago" not in drawn('{% when at "at" %}', at=timezone.now())
    assert drawn("{% when at %}", at=None) == ""


def test_a_person_is_initials_and_a_name_in_its_own_direction():
    html = drawn("{% person who 'Porto' %}", who="Ana <b> Sousa")
    assert ">AS</span><bdi>Ana &lt;b&gt; Sousa</bdi> <small>Porto</small>" in html
    assert drawn("{% person who %}", who=None) == ""


def test_a_long_name_keeps_both_ends_and_the_whole_on_hover():
    assert (
        drawn("{{ name|middle:8 }}", name="a<bcdefghijk")
        == '<span title="a&lt;bcdefghijk">a&lt;bcd…jk</span>'
    )
    assert drawn("{{ name|middle:8 }}", name="short") == "short"


@pytest.mark.parametrize(("share", "width"), [(-1, "0"), (0.5, "50"), (7, "100")])
def test_a_bar_never_leaves_its_track(share, width):
    assert re.search(rf'class="fill"[^>]* width="{width}(\.0)?%"', drawn("{% bar share %}", share=share))


def test_anything_with_segments_has_a_strip():
    ticket = SimpleNamespace(strip_segments=[Segment("ours", "Network", 60.0)])
    assert "Network 1 min" in drawn("{% strip ticket %}", ticket=ticket)
    assert 'width="100%"' in drawn("{% strip ticket 0 %}", ticket=ticket)


@pytest.mark.parametrize(("path", "current"), [("/desk/", "page"), ("/desk/mine/", "true"), ("/people/", "")])
def test_a_link_knows_that_the_reader_is_there(path, current):
    request = RequestFactory().get(path)
    assert drawn('{% here "/desk/" %}', request=request) == current


def test_an_unknown_icon_is_loud():
    with pytest.raises(Exception, match="does not exist"):
        drawn('{% icon "no-such-icon" %}')


def test_entries_are_shown_by_role_and_managers_see_theirs_first(monkeypatch):
    monkeypatch.setattr(menu, "_places", {"rail": {}, "new": {}, "portal": {}})
    everyone, managers = frozenset({"agent", "manager"}), frozenset({"manager"})
    menu.add(menu.Entry(label="Desk", url_name="desk", icon="bolt", roles=everyone, order=1))
    menu.add(
        menu.Entry(
            label="Insights", url_name="insights", icon="bolt", roles=managers, order=9, first_for=managers
        )
    )
    menu.add(menu.Entry(label="Incident", url_name="new", icon="bolt", roles=everyone, order=1), "new")

    def seen(role, place="rail"):
        return [
            entry.label
            for entry in menu.entries_for(SimpleNamespace(user=SimpleNamespace(roles={role})), place)
        ]

    assert seen("agent") == ["Desk"]
    assert seen("manager") == ["Insights", "Desk"]
    assert seen("agent", "new") == ["Incident"]
    assert seen("colleague") == []

    menu.add(
        menu.Entry(
            label="Feedback",
            url_name="told",
            icon="bolt",
            roles=everyone,
            order=5,
            under="desk",
            rather="insights",
        )
    )
    assert seen("agent") == ["Desk", "Feedback"]
    assert seen("manager") == ["Insights", "Feedback", "Desk"]


@pytest.mark.parametrize("base", ["base.html", "base_portal.html", "base_plain.html"])
def test_a_frame_stands_alone(client, base):
    html = client.get("/probe/", {"base": base}).content.decode()
    assert "<main" in html
    assert "Saved &lt;b&gt;it&lt;/b&gt;." in html
    assert 'data-theme="auto"' in html


def test_messages_ride_along_with_a_fragment(client):
    html = client.get("/probe/", headers={"HX-Request": "true"}).content.decode()
    assert html.startswith("fragment")
    assert 'hx-swap-oob="beforeend"' in html


@pytest.mark.parametrize("page", ["403", "403_csrf", "404", "409", "500"])
def test_an_error_page_needs_nothing(page):
    html = render_to_string(f"{page}.html")
    assert "<h1>" in html
    assert 'href="/"' in html


def test_the_style_guide_is_part_of_the_demo_only(client, settings):
    settings.DEMO, settings.DEBUG = False, False
    assert client.get("/style/").status_code == 404
    settings.DEMO = True
    for frame in ("page", "ticket", "portal", "plain", "../../etc"):
        assert client.get("/style/", {"frame": frame}).status_code == 200


def test_the_theme_is_kept_without_javascript(client):
    answer = client.post("/theme/", {"theme": "dark", "next": "/style/"})
    assert answer["Location"] == "/style/"
    assert 'data-theme="dark"' in client.get("/probe/").content.decode()
    client.post("/theme/", {"theme": "auto"})
    assert 'data-theme="auto"' in client.get("/probe/").content.decode()


def test_a_theme_form_never_leads_away(client):
    assert client.post("/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})["Location"] == "/"
    client.cookies["theme"] = '"><script>'
    assert "<script>" not in client.get("/probe/").content.decode()
