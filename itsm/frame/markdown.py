"""Markdown as a page shows it: tables, tasks and notes; no HTML of the writer's own, no picture from elsewhere.

Two guards, one behind the other: the parser lets no HTML through, and the result is cleaned as if it had.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LONGEST = 200_000  # characters; what is longer is cut, and says so
TAGS = frozenset(
    "a blockquote br code del em h2 h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th thead tr ul div".split()  # noqa: SIM905
)
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "td": {"class"},
    "th": {"class", "scope"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "pre": {"tabindex"},
    "code": {"class"},
}
OUR_OWN = re.compile(r"/(?![/\\])[^\\]*")  # a path on this address, and no other address in disguise
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
TASK = re.compile(r"\[([ xX])\]\s+")
# The signs of Markdown, for where only its words are shown; the text may be cut in the middle of any of them.
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*(?:\)|\Z)|\A([^\[\]()\n]*)\]\([^)]*\)")
BLOCK = re.compile(
    r"^[ \t]*(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]+)*(?:\[[ xX]\][ \t]+|\[!\w+\])?", re.MULTILINE
)
BETWEEN = re.compile(r"</?\w[^>]*>|<!--.*?-->|^[\s|:=-]{3,}$|\|", re.DOTALL | re.MULTILINE)
SIGN = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)")
NOTE = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*")


def to_html(text: str) -> SafeString:
    return _to_html(text[: LONGEST + 1], get_language() or "en")


def words_of(text: str) -> str:
    """What it says in one line, without the signs of its form: for an excerpt."""
    said = BETWEEN.sub(" ", BLOCK.sub("", LINK.sub(r"\1\2", text)))
    return " ".join(SIGN.sub("", said).split())


@lru_cache(maxsize=64)  # a page that many read is made once
def _to_html(text: str, language: str) -> SafeString:
    import nh3

    cut = len(text) > LONGEST
    made = parser().render(text[:LONGEST].replace("\x00", ""))
    clean = nh3.clean(
        made,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return mark_safe(clean + (f"<p>{gettext('The text is longer; its end is left out.')}</p>" if cut else ""))  # noqa: S308 - just cleaned


@cache
def parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.inline.ruler.before("html_inline", "breaks_and_remarks", breaks_and_remarks)
    made.core.ruler.push("our_ways", our_ways)
    made.add_render_rule("table_open", table)
    made.add_render_rule("table_close", lambda *_: "</table></div>")
    made.add_render_rule("image", picture)
    made.add_render_rule("fence", code)
    made.add_render_rule("code_block", code)
    return made


def breaks_and_remarks(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - as the library calls it
    """The two bits of HTML that Markdown texts are full of: a line break is one, a remark is left out."""
    found = BREAK.match(state.src, state.pos) or REMARK.match(state.src, state.pos)
    if found is None:
        return False
    if not silent and found.re is BREAK:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def our_ways(state: "StateCore") -> None:
    """Headings stand below the page's own, links elsewhere say so, boxes and notes are what they mean."""
    headings = [token for token in state.tokens if token.type in {"heading_open", "heading_close"}]
    down = 2 - min((int(token.tag[1]) for token in headings), default=2)  # wherever the writer began
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + down, 6)}"
    for token in state.tokens:
        if token.type in {"th_open", "td_open"}:
            align(token)
        elif token.type == "inline":
            for child in token.children or ():
                if child.type == "link_open":
                    lead(child)
    mark_starts(state.tokens)


def align(token: "Token") -> None:
    """The policy refuses style=, so a column's side is a class."""
    if "right" in str(token.attrs.pop("style", "")):
        token.attrSet("class", "end")
    if token.tag == "th":
        token.attrSet("scope", "col")


def lead(link: "Token") -> None:
    """Where the address is another host, the link says it."""
    host = urlsplit(str(link.attrs.get("href", ""))).netloc
    if host and host != urlsplit(settings.BASE_URL).netloc:
        link.attrSet("rel", "external noopener noreferrer")


def mark_starts(tokens: "Sequence[Token]") -> None:
    """“[x]” before an entry is a box, “[!NOTE]” before a quotation is a word."""
    for before, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        first = inline.children[0] if inline.type == "inline" and inline.children else None
        if first is None or first.type != "text" or paragraph.type != "paragraph_open":
            continue
        if before.type == "list_item_open" and (box := TASK.match(first.content)):
            sign = "☐" if box[1] == " " else "☑"
            first.content = f"{sign} {first.content[box.end() :]}"
        elif before.type == "blockquote_open" and (note := NOTE.match(first.content)):
            first.content = f"{note_words()[note[1]]}: {first.content[note.end() :]}"


def table(*_: Any) -> str:
    """It scrolls by itself, so the keyboard must reach it."""
    return f'<div class="table-box" role="group" tabindex="0" aria-label="{gettext("Table")}"><table>'


def code(self: Any, tokens: "Sequence[Token]", at: int, options: Any, env: Any) -> str:
    from markdown_it.common.utils import escapeHtml

    language = tokens[at].info.split()[:1]
    named = f' class="language-{escapeHtml(language[0])}"' if language else ""
    return f'<pre tabindex="0"><code{named}>{escapeHtml(tokens[at].content)}</code></pre>\n'


def note_words() -> dict[str, str]:
    return {
        "NOTE": gettext("Note"),
        "TIP": gettext("Tip"),
        "IMPORTANT": gettext("Important"),
        "WARNING": gettext("Warning"),
        "CAUTION": gettext("Careful"),
    }


def picture(self: Any, tokens: "Sequence[Token]", at: int, options: Any, env: Any) -> str:
    """Ours is shown; one from elsewhere would tell that host who reads, so it is only a link."""
    from markdown_it.common.utils import escapeHtml

    token = tokens[at]
    source, words = str(token.attrs.get("src", "")), token.content
    if OUR_OWN.fullmatch(source):
        return f'<img src="{escapeHtml(source)}" alt="{escapeHtml(words)}" loading="lazy">'
    shown = escapeHtml(words or source)
    if urlsplit(source).scheme not in {"http", "https"}:
        return f"<em>{shown}</em>"
    return f'<a href="{escapeHtml(source)}" rel="external noopener noreferrer">{shown}</a>'
