import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import itsm.tickets.models.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("services", "0002_defaults"),
        ("tickets", "0002_audit"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE knowledge_article_number START 1", "DROP SEQUENCE knowledge_article_number"
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "every colleague"),
                            ("limited", "only some colleagues"),
                            ("desk", "only the desk"),
                        ],
                        default="everyone",
                        max_length=8,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("agent", "Agent"),
                                ("change manager", "Change manager"),
                                ("manager", "Manager"),
                                ("administrator", "Administrator"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("retired", "retired")],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="in one sentence")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("keywords", models.CharField(blank=True, max_length=400, verbose_name="other words for it")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                (
                    "translates",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="translations",
                        to="knowledge.article",
                        verbose_name="is a translation of",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_articles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "review_months",
                    models.PositiveSmallIntegerField(default=6, verbose_name="read again after, months"),
                ),
                ("review_on", models.DateField(editable=False, null=True)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "retired_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                ("retired_why", models.CharField(blank=True, editable=False, max_length=240)),
                ("helped", models.PositiveIntegerField(default=0, editable=False)),
                ("did_not_help", models.PositiveIntegerField(default=0, editable=False)),
                ("uses", models.PositiveIntegerField(default=0, editable=False)),
                ("source", models.CharField(editable=False, max_length=300, null=True, unique=True)),
                ("source_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "search",
                    itsm.tickets.models.columns.Computed(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    "number", "title", "keywords", config="english", weight="A"
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    "summary", config="english", weight="B"
                                ),
                                django.contrib.postgres.search.SearchConfig("english"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                django.db.models.functions.text.Left("body", 100000),
                                config="english",
                                weight="C",
                            ),
                            django.contrib.postgres.search.SearchConfig("english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "sites",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.site", verbose_name="sites"
                    ),
                ),
                (
                    "teams",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.team", verbose_name="teams"
                    ),
                ),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="services.service", verbose_name="services"
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
                "permissions": [
                    ("write_article", "Can write and propose articles"),
                    ("publish_article", "Can publish and retire articles that others wrote"),
                    ("publish_article_alone", "Can publish articles without a second reader"),
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="article_words"),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["-published_at", "-id"],
                        name="article_new",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")), fields=["review_on"], name="article_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "waits for review"),
                            ("published", "published"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changes", models.CharField(blank=True, max_length=240, verbose_name="what is new in it")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("sent_back", models.TextField(blank=True, editable=False)),
                ("stamp", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="knowledge.article",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="in one sentence")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("keywords", models.CharField(blank=True, max_length=400, verbose_name="other words for it")),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("article", "number"), name="article_edition_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "proposed"])),
                        fields=("article",),
                        name="one_article_edition_in_the_making",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Image",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="knowledge.article",
                    ),
                ),
                ("file", models.ImageField(upload_to="knowledge/%Y/%m")),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("article", "digest"), name="article_picture_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="knowledge.article",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("helped", models.BooleanField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_mine", "It is about something else"),
                            ("unclear", "It is hard to follow"),
                            ("outdated", "It is out of date"),
                            ("failed", "I did it, and it did not work"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None), ("helped", False)),
                        fields=["article"],
                        name="vote_unanswered",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("article", "person"), name="one_vote_each")],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="knowledge.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("words", models.TextField()),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="used",
                        to="knowledge.article",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="articles_used",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("linked", "linked"),
                            ("told", "sent to the colleague"),
                            ("written", "written from it"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("article", "ticket"), name="article_used_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                (
                    "place",
                    models.CharField(
                        choices=[("portal", "portal"), ("desk", "desk"), ("assistant", "assistant")],
                        max_length=9,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("hits", models.PositiveSmallIntegerField()),
                ("opened", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("hits", 0)), fields=["-at"], name="asked_in_vain"),
                    models.Index(fields=["by", "-at"], name="asked_by"),
                    models.Index(fields=["at"], name="asked_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "ordering": ["words"],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="tickets.ticket",
                    ),
                ),
                ("what", models.CharField(max_length=12)),
                ("value", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=240)),
                ("because", models.CharField(blank=True, max_length=240)),
                ("score", models.FloatField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("taken", "taken"), ("dismissed", "dismissed")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-score", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open"), _negated=True),
                        fields=["what", "state"],
                        name="suggestion_fate",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "what", "value"), name="suggested_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("what", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("learned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("texts", models.PositiveIntegerField()),
                ("labels", models.JSONField()),
                ("right", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="knowledge.lesson",
                    ),
                ),
                ("word", models.CharField(max_length=60)),
                ("rarity", models.FloatField()),
                ("speaks", models.JSONField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("lesson", "word"), name="one_voice_each")],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "going on"),
                            ("solved", "solved: no contact within a day"),
                            ("handed_over", "handed over to a person"),
                            ("came_back", "not solved: they contacted us within a day"),
                            ("unanswered", "nothing was answered"),
                        ],
                        default="open",
                        max_length=11,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="talks",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "ordering": ["-last_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "open")), fields=["last_at"], name="talk_open"
                    ),
                    models.Index(fields=["person", "-last_at"], name="talk_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="turns", to="knowledge.talk"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("colleague", "colleague"), ("assistant", "assistant")], max_length=9
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("words", models.TextField()),
                ("sources", models.JSONField(default=list)),
                ("knows", models.BooleanField(default=False)),
                (
                    "wording",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passages", "what stands in the sources"),
                            ("model", "a model, from the sources"),
                            ("manners", "small talk"),
                        ],
                        max_length=8,
                    ),
                ),
                ("thumb", models.BooleanField(null=True)),
                ("wrong_at", models.DateTimeField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("looked_at__isnull", True), ("wrong_at__isnull", False)),
                        fields=["-wrong_at", "-id"],
                        name="turn_wrong",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("tickets", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("times", models.PositiveIntegerField()),
                (
                    "without",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["without"], name="spelling_without")
                ],
            },
        ),
    ]
