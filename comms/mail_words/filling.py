"""Plain text with {variables} into a mail, without a template engine: nothing in it can be asked, called or looked up.

Two rules are all there is. A variable stands for its value, and a value is never looked into again, whatever it holds. A line
all of whose variables are empty is left out, so "You hear from us by: {hear_next}" is there only when there is a promise.
"""

import re
from collections.abc import Iterator, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from itsm.frame.words import middle

VARIABLE = re.compile(r"\{([^{}]*)\}")
PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
LONGEST_SUBJECT = 250
Values = Mapping[str, str]


def variables_of(text: str) -> list[str]:
    """What stands in braces, in its order; also what is no name at all, so that it can be refused."""
    return VARIABLE.findall(text)


def fill(text: str, values: Values) -> str:
    """As plain text."""
    return "\n\n".join("\n".join(_put(line, values) for line in lines) for lines in _paragraphs(text, values))


def in_one_line(text: str, values: Values) -> str:
    """A subject: whatever the values hold, it stays one line that fits."""
    return middle(" ".join(_put(text, values).split()), LONGEST_SUBJECT)


def as_html(text: str, values: Values, *, rich: Mapping[str, SafeString]) -> SafeString:
    """The same as paragraphs. All is escaped but `rich`, our own markup for some of the values.

    A variable alone in its paragraph may be a block of its own: words somebody wrote, a list.
    """
    html: list[str] = []
    escaped = {name: rich.get(name) or escape(value) for name, value in values.items()}
    for lines in _paragraphs(text, values):
        alone = VARIABLE.fullmatch(lines[0].strip()) if len(lines) == 1 else None
        if alone and alone.group(1) in rich:
            html.append(escaped[alone.group(1)])
        else:
            html.append(f"<p>{'<br>'.join(_put(escape(line), escaped) for line in lines)}</p>")
    return mark_safe("\n".join(html))  # noqa: S308 - every piece is escaped above or made by us


def _paragraphs(text: str, values: Values) -> Iterator[list[str]]:
    """Their lines, without those that have nothing to say."""
    for paragraph in PARAGRAPH.split(text.replace("\r\n", "\n").strip()):
        if lines := [line.rstrip() for line in paragraph.split("\n") if _says_something(line, values)]:
            yield lines


def _says_something(line: str, values: Values) -> bool:
    names = variables_of(line)
    return not names or any(values.get(name) for name in names)


def _put(text: str, values: Values) -> str:
    return VARIABLE.sub(lambda found: values.get(found.group(1), ""), text)
