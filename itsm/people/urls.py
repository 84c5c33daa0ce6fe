from django.urls import path

from itsm.people.privacy import views as privacy
from itsm.people.views import absences, entrance, imports, me, people, sites, teams

app_name = "people"

urlpatterns = [
    path("", people.person_list, name="people"),
    path("find/", people.person_find, name="find"),
    path("new/", people.person_add, name="add"),
    path("<int:pk>/", people.person_page, name="person"),
    path("<int:pk>/edit/", people.person_edit, name="edit"),
    path("<int:pk>/roles/", people.person_roles, name="roles"),
    path("<int:pk>/deactivate/", people.person_deactivate, name="deactivate"),
    path("<int:pk>/reactivate/", people.person_reactivate, name="reactivate"),
    path("<int:pk>/erase/", privacy.erase, name="erase"),
    path("<int:pk>/copy/", privacy.copy_of, name="copy"),
    path("erasures/", privacy.erasure_list, name="erasures"),
    path("copies/<uuid:pk>/", privacy.copy_file, name="copy_file"),
    path("me/copy/", privacy.my_copy, name="my_copy"),
    path("<int:pk>/invite/", people.person_invite, name="invite"),
    path("teams/", teams.team_list, name="teams"),
    path("teams/new/", teams.team_add, name="team_add"),
    path("teams/<int:pk>/", teams.team_page, name="team"),
    path("teams/<int:pk>/edit/", teams.team_edit, name="team_edit"),
    path("teams/<int:pk>/join/", teams.team_join, name="team_join"),
    path("teams/<int:pk>/leave/<int:person>/", teams.team_leave, name="team_leave"),
    path("sites/", sites.site_list, name="sites"),
    path("sites/new/", sites.site_edit, name="site_add"),
    path("sites/<int:pk>/", sites.site_edit, name="site"),
    path("import/", imports.import_upload, name="import"),
    path("import/sample.csv", imports.import_sample, name="import_sample"),
    path("import/<slug:key>/", imports.import_plan, name="import_plan"),
    path("import/<slug:key>/report.csv", imports.import_report, name="import_report"),
    path("import/<slug:key>/apply/", imports.import_apply, name="import_apply"),
    path("me/", me.profile, name="me"),
    path("me/absences/", absences.mine, name="absences"),
    path("me/absences/<int:pk>/", absences.change, name="absence"),
    path("me/absences/<int:pk>/end/", absences.end, name="absence_end"),
    path("away/", absences.away, name="away"),
    path("me/tokens/", me.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke/", me.token_revoke, name="token_revoke"),
    path("demo/<slug:role>/", entrance.demo_sign_in, name="demo"),
]
