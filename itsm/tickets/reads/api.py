"""The log of reads over all tickets, by API; of one ticket it stands at the ticket."""

from rest_framework.mixins import ListModelMixin

from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.tickets.api.timeline import ReadingShape
from itsm.tickets.models import Read
from itsm.tickets.models.read import AUDIT
from itsm.tickets.reads.asking import ReadFilter


class ReadViewSet(Api, ListModelMixin):
    """Who read restricted tickets, newest first: numbers and names, nothing of what the tickets say."""

    queryset = Read.objects.with_ticket()
    serializer_class = ReadingShape
    filterset_class = ReadFilter
    needs = (only(AUDIT),)
    order = ("-at", "-pk")
