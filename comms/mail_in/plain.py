"""HTML as a person would have typed it: paragraphs apart, lists with dashes, quotations with ">", links with their address."""

import re
from html.parser import HTMLParser

BLOCK = re.compile(
    "address|article|aside|blockquote|center|d[dlt]|div|figure|footer|h[1-6r]|header|li|nav|ol|p|pre|table|tr|ul"
)
APART = re.compile("blockquote|h[1-6r]|ol|p|pre|table|ul")  # with a blank line around
LONGEST_LINK = 300  # a tracking address of a thousand characters says nothing


def as_text(clean_html: str) -> str:
    """Of sanitised HTML: that one is well-formed, so one walk through its tags takes linear time."""
    walk = _Walk()
    walk.feed(clean_html)
    walk.close()
    walk.end_line()
    return re.sub(r"\n(?:>* ?\n){2,}", "\n\n", "\n".join(walk.lines)).strip("\n")


class _Walk(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._quotes = self._verbatim = 0
        self._link = ""
        self._link_words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        match tag:
            case "br":
                self.end_line(keep=True)
            case "blockquote":
                self._quotes += 1
            case "pre":
                self._verbatim += 1
            case "li":
                self._line.append("- ")
            case "td" | "th" if self._line:
                self._line.append(" ")
            case "a":
                self._link, self._link_words = dict(attrs).get("href") or "", []

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._say_where()
        self._break(tag)
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag == "pre":
            self._verbatim = max(0, self._verbatim - 1)

    def handle_data(self, data: str) -> None:
        if self._verbatim:
            first, *rest = data.split("\n")
            self._line.append(first)
            for line in rest:
                self.end_line(keep=True)
                self._line.append(line)
            return
        data = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._line.append(data)
        self._link_words.append(data)

    def end_line(self, *, keep: bool = False) -> None:
        line = "".join(self._line).rstrip()
        line = line if self._verbatim else re.sub(" +", " ", line).strip()
        if line or keep:
            self.lines.append(f"{'>' * self._quotes}{' ' if self._quotes and line else ''}{line}")
        self._line = []

    def _break(self, tag: str) -> None:
        if BLOCK.fullmatch(tag):
            self.end_line()
            if APART.fullmatch(tag) and self.lines and self.lines[-1].strip("> "):
                self.lines.append(">" * self._quotes)

    def _say_where(self) -> None:
        said, where = "".join(self._link_words).strip(), self._link.removeprefix("mailto:")
        if (
            where
            and said
            and where.strip("/") not in said
            and said not in where
            and len(where) <= LONGEST_LINK
        ):
            self._line.append(f" <{where}>")
        self._link, self._link_words = "", []
