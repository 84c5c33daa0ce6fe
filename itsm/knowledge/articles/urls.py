from django.urls import path

from itsm.knowledge.articles.acts import ACTS
from itsm.knowledge.articles.views import hearing, importing, reading, tending, writing

app_name = "articles"
urlpatterns = [
    path("", reading.article_list, name="list"),
    path("new/", writing.new, name="new"),
    path("preview/", writing.preview, name="preview"),
    path("review/", tending.review, name="review"),
    path("find/", hearing.find, name="find"),
    path("import/", importing.upload, name="import"),
    path("import/<str:key>/", importing.show, name="import_job"),
    path("import/<str:key>/start/", importing.start, name="import_start"),
    path("import/<str:key>/failures/", importing.failures, name="import_failures"),
    path("voices/<int:pk>/answer/", tending.answer_vote, name="answer_vote"),
    path("on/<slug:ticket>/", hearing.use, name="use"),
    path("on/<slug:ticket>/used/", hearing.beside, name="beside"),
    path("on/<slug:ticket>/<slug:number>/leave/", hearing.leave, name="leave"),
    path("<slug:number>/", reading.article, name="article"),
    path("<slug:number>/edit/", writing.edit, name="edit"),
    path("<slug:number>/about/", writing.about, name="about"),
    path("<slug:number>/editions/", reading.editions, name="editions"),
    path("<slug:number>/editions/<int:edition>/", reading.edition, name="edition"),
    path("<slug:number>/images/", writing.add_image, name="add_image"),
    path("<slug:number>/images/<slug:key>/", reading.image, name="image"),
    path("<slug:number>/vote/", hearing.vote, name="vote"),
    path("<slug:number>/comment/", hearing.comment, name="comment"),
    path("<slug:number>/comments/<int:pk>/remove/", hearing.remove_comment, name="remove_comment"),
    path("<slug:number>/report/", hearing.report, name="report"),
    *[
        path(f"<slug:number>/{act.slug}/", tending.act, {"name": act.name}, name=act.name)
        for act in ACTS.values()
    ],
]
