"""The HTML of a mail, made harmless for our pages. What it becomes as plain text: `comms.mail_in.plain`."""

import re
from html import escape

from comms.mail_in.charsets import storable

PRESENTATION = {"font", "big", "tfoot", "s", "ins"}  # of old mail programs, on top of what nh3 lets through
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign"},
    "ol": {"start", "type"},
    "*": {"dir", "lang"},
}
UNREAD = {"script", "style", "title", "textarea", "template", "noscript", "object", "iframe", "svg", "math"}
MOST = 1_500_000  # characters; images written into the HTML are taken out before
WRITTEN_IMAGE = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s%]*", re.IGNORECASE)
DEEPEST = 2000  # tags inside each other: no person wrote that, and the sanitiser takes quadratic time for it
NESTING = re.compile(
    r"<(/?)(?!/?(?:p|li|td|tr|th|dd|dt|br|hr|img|meta|link|input|col|wbr)\b)[a-z]", re.IGNORECASE
)


def sanitised(html: str) -> str:
    """No script, style or form; no image that would be fetched from outside; links that tell nothing about us."""
    import nh3

    html = WRITTEN_IMAGE.sub("", html)[:MOST]
    if _depth(html) > DEEPEST:
        html = f"<pre>{escape(re.sub(r'<[^<>]*>', ' ', html))}</pre>"
    clean = nh3.clean(
        html,
        tags=(nh3.ALLOWED_TAGS | PRESENTATION) - {"area", "map"},
        attributes=ATTRIBUTES,
        attribute_filter=_filtered,
        clean_content_tags=UNREAD,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
    )
    return storable(clean).strip()


def as_html(text: str) -> str:
    paragraphs = text.split("\n\n")
    return "".join(f"<p>{escape(each).replace(chr(10), '<br>')}</p>" for each in paragraphs if each.strip())


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """Only an image that came with the mail is shown: fetching another one would tell its sender who read it."""
    ours = value.strip().lower().startswith("cid:")
    match tag, attribute:
        case "img", "src":
            return value.strip() if ours else None
        case "a", "href":
            return None if ours else value
    return value


def _depth(html: str) -> int:
    depth = deepest = 0
    for tag in NESTING.finditer(html):
        depth = max(0, depth + (-1 if tag[1] else 1))
        deepest = max(deepest, depth)
    return deepest
