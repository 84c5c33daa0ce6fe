"""What can be held about the look without a browser: contrast, weight, and what a strict CSP allows."""

import gzip
import math
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from itsm.frame import bundle

TOKENS = (bundle.ROOT / "css" / "tokens.css").read_text()
PAIRS = {
    name: ((float(a), float(b), float(c)), (float(d), float(e), float(f)))
    for name, a, b, c, d, e, f in re.findall(
        r"--([\w-]+): light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\), oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)\)",
        TOKENS,
    )
}
MEANINGS = ["ours", "theirs", "others", "scheduled", "nobody", "kept", "soon", "broken", "info"]
INKS = {
    "ours": "accent-strong",
    **{name: f"{name}-ink" for name in ("theirs", "others", "kept", "soon", "broken", "info")},
}


def luminance(colour):
    lightness, chroma, hue = colour[0] / 100, colour[1], math.radians(colour[2])
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return sum(
        weight * min(max(part, 0), 1)
        for weight, part in zip((0.2126, 0.7152, 0.0722), (red, green, blue), strict=True)
    )


def contrast(one, other, theme):
    lights = sorted((luminance(PAIRS[name][theme]) + 0.05 for name in (one, other)), reverse=True)
    return lights[0] / lights[1]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sunken", "hover", "internal"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent"])
def test_text_can_be_read_on_every_ground(ink, ground, theme):
    assert contrast(ink, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", INKS)
def test_coloured_text_can_be_read_on_paper_and_on_its_own_wash(name, theme):
    wash = "accent-wash" if name == "ours" else f"{name}-wash"
    assert contrast(INKS[name], wash, theme) >= 4.5
    assert contrast(INKS[name], "surface", theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", [*MEANINGS, "edge", "focus"])
def test_marks_stand_out_from_paper(name, theme):
    assert contrast(name, "paper", theme) >= 3
    assert contrast(name, "surface", theme) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_word_on_a_primary_button_can_be_read(theme):
    assert contrast("on-accent", "accent", theme) >= 4.5


def test_the_first_visit_leaves_room_for_the_page():
    """60 kB for everything; htmx takes 17, a full page 10, so what all pages share must stay under 30."""
    css, script = (len(gzip.compress(bundle.join(kind).encode(), 9)) for kind in ("css", "js"))
    assert css < 20_000
    assert script < 8_000


def test_every_stylesheet_stands_in_a_layer():
    for path in bundle.sources("css"):
        outside = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL).strip()
        assert outside.startswith("@layer"), path.name


def test_layers_are_named_before_they_are_filled():
    assert bundle.join("css").startswith("@layer reset, tokens, base, frame, components, pages;")


def test_files_stay_small():
    for path in [*bundle.sources("css"), *bundle.sources("js")]:
        assert path.read_text().count("\n") <= 300, path.name


def test_no_page_of_ours_needs_an_unsafe_policy():
    templates = bundle.ROOT.parent / "templates"
    for path in templates.rglob("*.html"):
        if path.relative_to(templates).parts[0] in {
            "emails",
            "api",
        }:  # mail has no policy; the API's page has its own
            continue
        assert not re.search(r"""\s(style|on\w+)=["']|<style|javascript:""", path.read_text()), path


def test_the_finder_joins_what_it_finds():
    finder = bundle.Finder()
    assert ".strip" in Path(finder.find("css/baton.css")).read_text()
    assert [name for name, _storage in finder.list(None)] == ["css/baton.css", "js/baton.js"]
    assert finder.find("css/else.css") == []


def test_one_link_once_the_finder_is_installed(settings):
    bundle.urls.cache_clear()
    settings.STATICFILES_FINDERS = [*settings.STATICFILES_FINDERS, bundle.FINDER]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    finders.get_finder.cache_clear()
    try:
        assert bundle.urls("css") == ["/static/css/baton.css"]
    finally:
        bundle.urls.cache_clear()
