"""A condition or a value written as SQL, for what is asked on every page: Django takes a millisecond to put together what
PostgreSQL answers in a tenth of one.
"""

import re
from functools import cache
from typing import Any

from django.db.models import F, Field, Func

PLACE = re.compile(r"\{(\w+)\}")


@cache
def _pieces(sql: str) -> list[str]:
    """What stands between the places, and in every second piece the name of a place."""
    return PLACE.split(sql)


class Sql(Func):
    """`Sql("{pk} IN (SELECT ticket_id FROM … WHERE person_id = {me})", BooleanField(), me=person.pk)`

    A place is filled by the value of its name: an expression, or anything PostgreSQL knows. Where none is given it is a column of
    the model, by whatever alias its table has in the statement. A percent sign is written twice.
    """

    def __init__(self, sql: str, output_field: "Field[Any, Any]", **values: Any) -> None:
        self.sql = sql
        self.plain = {
            name: value for name, value in values.items() if not hasattr(value, "resolve_expression")
        }
        places = (name for name in _pieces(sql)[1::2] if name not in self.plain)
        super().__init__(*(values.get(name, F(name)) for name in places), output_field=output_field)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> Any:  # type: ignore[override]
        expressions = iter(self.source_expressions)
        said: list[str] = []
        params: list[Any] = []
        for at, piece in enumerate(_pieces(self.sql)):
            if at % 2 == 0:
                said.append(piece)
            elif piece in self.plain:
                said.append("%s")
                params.append(self.plain[piece])
            else:
                sql, its = compiler.compile(next(expressions))
                said.append(sql)
                params.extend(its)
        return "".join(said), params
