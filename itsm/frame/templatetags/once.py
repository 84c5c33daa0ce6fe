"""What is the same on every page is worked out once: Django's own `translate` and `url`, of which a page has sixty, and with
`kept` whole pieces of a page.
"""

from collections.abc import Hashable

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.urls import URLResolver, get_resolver
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.tag
def translate(parser: Parser, token: Token) -> template.Node:
    """Words that stand there outright are looked up once in each language."""
    node = do_translate(parser, token)
    said = node.filter_expression
    plain = said.var.literal is not None and not (said.filters or node.asvar or node.message_context)
    return Translated(node) if plain else node


class Translated(template.Node):
    def __init__(self, node: template.Node) -> None:
        self.node = node
        self.known: dict[tuple[str | None, bool], str] = {}

    def render(self, context: template.Context) -> str:
        key = (get_language(), context.autoescape)
        if key not in self.known:
            self.known[key] = self.node.render(context)
        return self.known[key]


@register.tag
def kept(parser: Parser, token: Token) -> template.Node:
    """`{% kept about %}…{% endkept %}`: drawn once in each language for whatever it is about, which must be all it can differ by."""
    _tag, about = token.split_contents()
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(parser.compile_filter(about), inside)


class Kept(template.Node):
    MOST = 200  # pieces; then it begins anew

    def __init__(self, about: FilterExpression, inside: template.NodeList) -> None:
        self.about, self.inside = about, inside
        self.known: dict[tuple[str | None, Hashable], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        key = (get_language(), self.about.resolve(context))
        if key not in self.known:
            if len(self.known) >= self.MOST:
                self.known.clear()
            self.known[key] = self.inside.render(context)
        return self.known[key]


@register.tag
def url(parser: Parser, token: Token) -> template.Node:
    """An address without arguments is the same for everybody."""
    node = django_url(parser, token)
    return node if node.args or node.kwargs or not isinstance(node.view_name.var, str) else Address(node)


class Address(template.Node):
    def __init__(self, node: URLNode) -> None:
        self.node = node
        self.known: dict[URLResolver, str] = {}

    def render(self, context: template.Context) -> str:
        resolver, name = get_resolver(), self.node.asvar
        if resolver not in self.known:
            said = self.node.render(context)
            self.known[resolver] = context[name] if name else said
        if name is None:
            return self.known[resolver]
        context[name] = self.known[resolver]
        return ""
