"""A chart as a file of its own: on white paper, with its title, its key and what it is about.

Programs that open such files know neither our stylesheet nor the newer ways to name colours, so both stand in the file as plain
as they come. The shapes are those of the page.
"""

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from itsm.insights.charts.drawing import Drawing
from itsm.insights.charts.textures import textures

WIDTH, EDGE, GUTTER = 960, 32, 52
TITLE, LINE, LETTERS = 44, 20, 130  # px, px, and how many letters a line holds
INK, SOFT, GRID, PAPER = "#1f2430", "#5a6070", "#dcd8d0", "#ffffff"
COLOURS = {
    "ours": "#1f4fae",
    "theirs": "#008a8a",
    "others": "#a87a26",
    "info": "#1b76ab",
    "scheduled": "#85807a",
    "nobody": "#c8322b",
    "kept": "#17795a",
    "soon": "#b8700f",
    "broken": "#c02c34",
}


def paper(drawing: Drawing, *, title: str, below: Sequence[str]) -> str:
    """The whole file."""
    notes = [line for said in below for line in wrap(said, LETTERS)]
    left = EDGE + (GUTTER if drawing.axis else 0)
    keys = _key(drawing, top=EDGE + TITLE + drawing.height + LINE)
    foot = EDGE + TITLE + drawing.height + LINE * (2 + len(drawing.key))
    height = foot + LINE * len(notes) + EDGE // 2
    words = "".join(
        f'<text class="at" x="{EDGE}" y="{foot + n * LINE}">{escape(line)}</text>'
        for n, line in enumerate(notes)
    )
    defs = textures(drawing.prefix) if drawing.textured else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
        f"<title>{escape(title)}</title><style>{_style()}</style>{defs}"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        f'<text class="title" x="{EDGE}" y="{EDGE + 16}">{escape(title)}</text>'
        f'<svg x="{left}" y="{EDGE + TITLE}" width="{WIDTH - EDGE - left}" height="{drawing.height}" overflow="visible">'
        f"{drawing.body}</svg>{keys}{words}</svg>"
    )


def _key(drawing: Drawing, *, top: int) -> str:
    return "".join(
        f'<svg x="{EDGE}" y="{top + n * LINE - 9}" width="22" height="12" overflow="visible">{swatch}</svg>'
        f'<text class="at" x="{EDGE + 32}" y="{top + n * LINE}">{escape(said)}</text>'
        for n, (swatch, said) in enumerate(drawing.key)
    )


def _style() -> str:
    rules = [
        f"text{{fill:{INK};font:13px system-ui,sans-serif}}",
        f".at,.said{{fill:{SOFT};font-size:12px}}",
        ".title{font-size:20px;font-weight:600}",
        f".grid{{stroke:{GRID};stroke-dasharray:2 3}}.ground,.between{{stroke:{SOFT}}}.between{{stroke-width:4}}",
        ".bed{fill:#f2efe9}.hit{fill:none}.phone{display:none}",
        f".level line{{stroke:{COLOURS['kept']};stroke-width:1.75;stroke-dasharray:7 4}}",
        f".band rect{{fill:#e3f2ea;stroke:{COLOURS['kept']};stroke-width:.75;stroke-dasharray:1.5 3}}",
        f".dot{{fill:{PAPER};stroke-width:1.75}}.flat{{fill:none;stroke:{SOFT};stroke-width:2.5}}.course line{{stroke-width:2}}",
        f".sum path{{fill:{PAPER};stroke:{INK};stroke-width:1.5}}pattern rect{{fill:{PAPER}}}",
    ]
    for kind, colour in COLOURS.items():
        rules.append(
            f".{kind} .beam:not([fill]){{fill:{colour}}}.{kind} .beam,.{kind} .dot,.course.{kind} line{{stroke:{colour}}}"
            f".{kind} .dot.big{{fill:{colour}}}.{kind}-thread{{stroke:{colour};stroke-width:2}}.{kind}-dot{{fill:{colour}}}"
        )
    return "".join(rules)
