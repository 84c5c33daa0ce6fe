from django.urls import path

from itsm.tickets.reads import views as reads
from itsm.tickets.views import bulk, desk, files, macros, people, ticket

app_name = "tickets"
urlpatterns = [
    path("desk/bulk/<slug:verb>/", bulk.bulk, name="bulk"),
    path("desk/macros/", macros.macros, name="macros"),
    path("desk/macros/<int:pk>/", macros.macros, name="macro_edit"),
    path("desk/macros/<int:pk>/delete/", macros.delete_macro, name="macro_delete"),
    path("desk/views/", desk.views, name="views"),
    path("desk/views/<int:pk>/delete/", desk.delete_view, name="delete_view"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/thumbnail/", files.thumbnail, name="thumbnail"),
    path("desk/reads/", reads.read_list, name="reads"),
    path("desk/people/<int:pk>/", people.of_person, name="of_person"),
    path("<slug:place>/<slug:number>/", ticket.ticket, name="ticket"),
    path("<slug:place>/<slug:number>/context/", ticket.context, name="context"),
    path("<slug:place>/<slug:number>/reads/", reads.of_ticket, name="reads_of"),
    path("<slug:place>/<slug:number>/draft/", ticket.draft, name="draft"),
    path("<slug:place>/<slug:number>/macro/<int:pk>/", macros.macro, name="macro"),
    path("<slug:place>/<slug:number>/<slug:verb>/", ticket.ticket_verb, name="verb"),
]
