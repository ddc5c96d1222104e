"""Has anything that matching reads changed: in whatever way, and by whichever process?

The columns are listed here; one query puts them together in the database and says so in sixteen characters.
"""

import datetime as dt
import hashlib
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Value

from clusters import drawn_number
from clusters import models as register
from contacts.evidence import in_three

# Everything matching reads. A column that is not named here must not influence a match.
_PERIOD = ("stated_on", "valid_from", "valid_until")
_READ: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (register.Theme, ("slug", "kind", "broader_id", "label_nl", "label_fr", "label_en")),
    (register.Term, ("theme_id", "language", "text", "mode")),
    (
        register.Focus,
        ("cluster_id", "theme_id", "weight", "line_id", "quote", "source_line", "source_id", *_PERIOD),
    ),
    (register.Source, ("title",)),
    (register.Cluster, ("slug", "name")),
    (register.ClusterName, ("cluster_id", "text", "role", *_PERIOD)),
    (register.ClusterRegion, ("cluster_id", "region_id", *_PERIOD)),
    (register.ClusterSeat, ("cluster_id", "city_id", *_PERIOD)),
    (register.Succession, ("predecessor_id", "successor_id", *_PERIOD)),
    (register.StrategicLine, ("cluster_id", *in_three("title"), *in_three("detail"), *_PERIOD)),
    (register.ThemeMention, ("cluster_id", *in_three("wording"), *in_three("scope"), *_PERIOD)),
    (register.Facility, ("cluster_id", "name", *in_three("kind"), *in_three("effect"), *_PERIOD)),
    (register.LineLead, ("line_id", "organisation_id", *_PERIOD)),
    (register.Membership, ("cluster_id", "organisation_id", *_PERIOD)),
    (register.Organisation, ("name", "kind")),
    (register.OrganisationName, ("organisation_id", "text")),
    (register.OrganisationTheme, ("organisation_id", "theme_id")),
    (register.Project, ("cluster_id", "name", *in_three("description"), "led_by_id", *_PERIOD)),
    (
        register.Figure,
        (
            *("cluster_id", "measure", "qualifier", "value"),
            *in_three("label"),
            *in_three("unit"),
            *_PERIOD,
        ),
    ),
    (register.Region, ("slug", "insee_code", "name", "successor_id")),
    (register.City, ("slug", "name", "insee_code", "region_id")),
    (register.PlaceName, ("text", "region_id", "city_id")),
)
_DATED = tuple(model for model, columns in _READ if "stated_on" in columns)


# The last stamp and the version it stands for: one pair, so that threads see both or neither.
_last: tuple[Any, str] | None = None


def vocabulary_version() -> str:
    """Return sixteen characters that change whenever anything matching reads has changed.

    The same content gives the same version, in whatever database it is. One query, which only asks whether
    a row was written since the last time; a second one after a change.
    """
    global _last  # noqa: PLW0603  # what this process saw last; losing a race costs one query
    stamp, last = _stamp(), _last
    if last is not None and last[0] == stamp:
        return last[1]
    version = _version_of_content()
    _last = stamp, version
    return version


def _stamp() -> Any:
    """Return what changes with every row written, also by hand: a number the database draws by triggers.

    It means nothing outside its database, and much is written that matching does not read.
    """
    with connection.cursor() as cursor:
        cursor.execute(drawn_number.READ)
        return connection.settings_dict["NAME"], cursor.fetchone()


def _version_of_content() -> str:
    digest = hashlib.blake2b(digest_size=8)
    with connection.cursor() as cursor:
        cursor.execute(*_everything(connection.vendor))
        for number, table in sorted(cursor.fetchall()):
            digest.update(f"{number}:{table}\n".encode())
    return digest.hexdigest()


class _Row(models.Func):
    """A row as text, told apart from every other: an empty text is not a missing one."""

    function = "JSON_ARRAY"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(ROW(%(expressions)s))::text", **context)


class _AllRows(models.Aggregate):
    """The rows of a table as one text, put together by the database: twelve thousand rows in one value."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "%(function)s(%(expressions)s, ',' ORDER BY id)"
        return self.as_sql(compiler, connection, function="STRING_AGG", template=template, **context)


@cache  # putting nineteen queries together takes longer than answering them
def _everything(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Return the query for every column matching reads: one text per table."""
    parts = [
        model._default_manager.order_by()
        .annotate(table=Value(number))
        .values("table")
        .annotate(rows=_AllRows(_Row("pk", *columns)))
        .values_list("table", "rows")
        for number, (model, columns) in enumerate(_READ)
    ]
    sql, params = parts[0].union(*parts[1:], all=True).query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def turning_days() -> tuple[dt.date, ...]:
    """Return the days on which anything that matching reads begins or ends, in order; one query."""
    parts = [model._default_manager.order_by().values_list(*_PERIOD) for model in _DATED]
    days = {day for row in parts[0].union(*parts[1:]) for day in row if day is not None}
    return tuple(sorted(days))
