"""What an import would do: read every file, follow its links, and compare with what was imported from it before."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from itsm.knowledge.articles import pictures
from itsm.knowledge.importing.folder import Files, is_text
from itsm.knowledge.importing.links import Led, follow, include
from itsm.knowledge.importing.reading import NotAnArticle, Read, decoded, read, split
from itsm.knowledge.models import Article, ArticleEdition
from itsm.people.models import Audience, Person, Site, Team
from itsm.services.models import Service

NAMED: dict[str, Any] = {"sites": Site, "teams": Team, "services": Service}
LONGEST_SOURCE = 300
Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Options:
    """`collection` tells one folder from another; `links_to` is the site that links from the root lead to."""

    collection: str
    publish: bool = True
    audience: str = Audience.DESK
    language: str = "en"
    links_to: str = ""


@dataclass(frozen=True)
class Failure:
    """`left_out`: the file is no article now. Otherwise it is one, but for what the reason says."""

    path: str
    reason: str
    left_out: bool


@dataclass
class Entry:
    """One file that becomes an article, or a new edition of one."""

    path: str
    read: Read
    led: Led
    source: str
    digest: str
    about: dict[str, Any]
    lists: dict[str, list[int]]
    pictures: dict[str, str]  # path → ending of what it truly is
    article: Article | None = None


@dataclass
class Plan:
    options: Options
    files: Files
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[tuple[str, str]] = field(default_factory=list)  # path, number
    failures: list[Failure] = field(default_factory=list)

    def shared(self, path: str) -> str | None:
        """The text of a file that others include."""
        try:
            return split(decoded(self.files[path]))[1] if path in self.files else None
        except NotAnArticle:
            return None

    @property
    def left_out(self) -> list[Failure]:
        return [failure for failure in self.failures if failure.left_out]

    @property
    def remarks(self) -> list[Failure]:
        return [failure for failure in self.failures if not failure.left_out]

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed)


def plan(files: Files, options: Options, *, by: Person, step: Step = lambda done, of: None) -> Plan:
    made = Plan(options, files)
    texts = [path for path in sorted(files) if is_text(path)]
    found: dict[str, Read] = {}
    for done, path in enumerate(texts):
        step(done, len(texts))
        try:
            found[path] = read(path, files[path], language=options.language, audience=options.audience)
        except NotAnArticle as reason:
            made.failures.append(Failure(path, str(reason), left_out=True))
    among = {path for path in files if path in found or not is_text(path)}
    names = Names(by)
    entries = [entry for one in found.values() if (entry := prepare(one, made, among, names)) is not None]
    compare(made, entries)
    return made


class Names:
    """People and places by what a file calls them; each table is read once."""

    def __init__(self, by: Person) -> None:
        self.by = by
        self.people = {person.email.lower(): person for person in Person.objects.active().only("pk", "email")}
        self.ids = {
            kind: {name.lower(): pk for pk, name in model.objects.values_list("pk", "name")}
            for kind, model in NAMED.items()
        }


def prepare(one: Read, made: Plan, among: set[str], names: Names) -> Entry | None:
    try:
        source = source_of(one.path, made.options)
        lists = resolve(one, names)
    except NotAnArticle as reason:
        made.failures.append(Failure(one.path, str(reason), left_out=True))
        return None
    body = include(one.path, one.words["body"], made.shared)
    led = follow(one.path, body, among=among, links_to=made.options.links_to)
    kept = proven(led, made.files)
    about = {name: one.about[name] for name in ("audience", "language", "review_months", "roles")}
    about["owner"] = owner_of(one, names)
    said = [one.words, led.body, about | {"owner": about["owner"].email}, lists, one.about["translates"]]
    said.append({path: hashlib.sha256(made.files[path]).hexdigest() for path in sorted(kept)})
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    made.failures.extend(Failure(one.path, reason, left_out=False) for reason in [*one.remarks, *led.remarks])
    return Entry(one.path, one, led, source, digest, about, lists, kept)


def source_of(path: str, options: Options) -> str:
    source = f"{options.collection}:{path}"
    if len(source) > LONGEST_SOURCE:
        raise NotAnArticle(_("Its path is too long."))
    return source


def resolve(one: Read, names: Names) -> dict[str, list[int]]:
    """Readers that are not known would leave it open to others or to nobody; a service is only missed."""
    found: dict[str, list[int]] = {}
    for kind in NAMED:
        unknown = [name for name in one.about[kind] if name.lower() not in names.ids[kind]]
        if unknown and kind != "services":
            raise NotAnArticle(_("“%s” is neither a site nor a team here.") % unknown[0])
        one.remarks.extend(_("There is no service “%s”.") % name for name in unknown)
        known = {names.ids[kind][name.lower()] for name in one.about[kind] if name not in unknown}
        found[kind] = sorted(known)
    limited = one.about["audience"] == Audience.LIMITED
    if limited and not (found["sites"] or found["teams"] or one.about["roles"]):
        raise NotAnArticle(_("It is only for some colleagues, and does not say for whom."))
    return found


def owner_of(one: Read, names: Names) -> Person:
    email = one.about["owner"]
    if email and email not in names.people:
        one.remarks.append(_("Nobody here has the address %s: the owner is whoever imports.") % email)
    return names.people.get(email, names.by)


def proven(led: Led, files: Files) -> dict[str, str]:
    """Pictures that are ones; of the others the text keeps the words."""
    kept: dict[str, str] = {}
    for path in dict.fromkeys(led.pictures):
        try:
            kept[path] = pictures.check(path, files[path])
        except ValidationError as error:
            led.remarks.extend(error.messages)
    return kept


def compare(made: Plan, entries: Iterable[Entry]) -> None:
    by_source = {entry.source: entry for entry in entries}
    known = {article.source: article for article in known_articles(list(by_source))}
    edited = edited_here(known.values())
    for source, entry in by_source.items():
        article = known.get(source)
        if article is None:
            made.new.append(entry)
        elif article.source_hash == entry.digest:
            made.unchanged.append((entry.path, article.number))
        elif article.pk in edited or article.state == Article.State.RETIRED:
            words = _("%s was changed here since: it is left as it is.") % article.number
            made.failures.append(Failure(entry.path, words, left_out=True))
        else:
            entry.article = article
            made.changed.append(entry)


def known_articles(sources: list[str]) -> Any:
    return Article.objects.filter(source__in=sources).defer("body", "search")


def edited_here(articles: Iterable[Article]) -> set[int]:
    """An import saves an edition with the stamp 0; whoever writes leaves a higher one."""
    of = [article.pk for article in articles]
    last = ArticleEdition.objects.filter(article__in=of).order_by("article", "-number").distinct("article")
    return {article for article, stamp in last.values_list("article", "stamp") if stamp}
