"""Makes the report of everything in a process of its own and prints what that took, as JSON.

    DATABASE_URL=… python -m tests.bench.report_alone [all-time] [--floor]

`--floor` also copies the same rows out of PostgreSQL with COPY, which is as fast as they can leave it.
Reads only.
"""

import datetime as dt
import json
import os
import sys
import time
from pathlib import Path

import django
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attache.settings")
django.setup()

from contacts.reports import Period, report_pieces  # noqa: E402

FLOOR = (
    """
    select r.reference, (r.received_at at time zone 'Europe/Paris')::date, r.channel, r.language,
        r.organisation_name, e.kind,
        (select string_agg(t.label_nl, ' | ' order by t.label_nl) from contacts_introductionrequest_themes rt
            join clusters_theme t on t.id = rt.theme_id where rt.introductionrequest_id = r.id),
        r.region_wish, r.partner_kind, r.french_establishment, r.status, r.decline_reason,
        (select count(*) from contacts_introduction i where i.request_id = r.id and i.sent_at is not null),
        (r.introduced_at at time zone 'Europe/Paris')::date, (r.closed_at at time zone 'Europe/Paris')::date,
        (select max(o.kind) from contacts_outcome o join contacts_introduction i on i.id = o.introduction_id
            where i.request_id = r.id)
    from contacts_introductionrequest r join contacts_enquirer e on e.id = r.enquirer_id
    where r.status not in ('spam', 'quarantined') order by r.received_at, r.reference
    """,
    """
    select r.reference, i.cluster_name, c.slug, (i.sent_at at time zone 'Europe/Paris')::date, i.status,
        (i.answered_at at time zone 'Europe/Paris')::date, i.answer_days, i.refusal_reason,
        (select string_agg(o.kind, ' | ') from contacts_outcome o where o.introduction_id = i.id),
        (select bool_and(o.confirmed_at is not null) from contacts_outcome o where o.introduction_id = i.id)
    from contacts_introduction i join contacts_introductionrequest r on r.id = i.request_id
        join clusters_cluster c on c.id = i.cluster_id
    where i.sent_at is not null order by i.sent_at, r.reference, c.slug
    """,
)


def report(text: str) -> dict[str, float]:
    """Return seconds, queries and rows of requests and introductions, and what the figures took on top."""
    now = dt.datetime.now(dt.UTC)
    period, told = Period.parse(text, today=now.date()), {}
    began, cpu = time.perf_counter(), time.process_time()
    rows = size = 0
    with CaptureQueriesContext(connection) as queries:
        for name, piece, ended in report_pieces(period, at=now):
            if "first" not in told:
                told["first"] = time.perf_counter() - began
            if name == "introductions.csv":
                told |= {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
                told["queries"] = len(queries)
            rows += ended
            size += len(piece)
    told |= {"all": time.perf_counter() - began, "all_queries": len(queries), "rows": rows, "bytes": size}
    return told


def floor() -> float:
    """Return the seconds PostgreSQL takes to copy the same rows out."""
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for query in FLOOR:
            with cursor.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, DELIMITER ';', HEADER)") as copy:
                for _ in copy:
                    pass
    return time.perf_counter() - began


def most_megabytes() -> float:
    """Return the most memory this process held; not `ru_maxrss`, which begins with that of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    asked = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    measured = report(asked[0] if asked else "all-time")
    measured["megabytes"] = most_megabytes()
    if "--floor" in sys.argv:
        measured["floor"] = floor()
    sys.stdout.write(json.dumps(measured) + "\n")
