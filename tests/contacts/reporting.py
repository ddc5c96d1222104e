"""Requests, introductions and outcomes for a report, and its files read back."""

import datetime as dt

from clusters.spreadsheets import read_csv
from contacts import enums
from contacts.enums import IntroductionStatus, RequestStatus
from contacts.models import Introduction, IntroductionRequest, Outcome
from contacts.quarters import Quarter
from contacts.reports import Options, Period, report_files
from tests import builders

Q3 = Quarter(2026, 3)
LATER = dt.datetime(2027, 2, 1, tzinfo=dt.UTC)
IN_Q3 = dt.datetime(2026, 8, 10, 9, 0, tzinfo=dt.UTC)


def files(
    period: Quarter | Period = Q3, *, at: dt.datetime = LATER, options: Options | None = None
) -> dict[str, bytes]:
    if isinstance(period, Quarter):
        period = Period.of_quarter(period)
    return report_files(period, at=at, options=options or Options())


def table(content: bytes) -> list[dict[str, str]]:
    header, rows = read_csv(content)
    return [dict(zip(header, row, strict=True)) for row in rows]


def figures(content: bytes) -> dict[tuple[str, str], str]:
    return {(row["onderdeel"], row["uitsplitsing"]): row["aantal"] for row in table(content)}


def request_at(received_at: dt.datetime, status: str = RequestStatus.RECEIVED, **fields: object):
    """A request that stands at `status`, with the dates this status needs."""
    if status in RequestStatus.FINAL:
        fields.setdefault("closed_at", received_at)
    if status in RequestStatus.AFTER_INTRODUCTION:
        fields.setdefault("introduced_at", received_at)
    if status == RequestStatus.DECLINED:
        fields.setdefault("decline_reason", enums.DeclineReason.NO_FIT)
    return builders.request(received_at=received_at, status=status, **fields)


def introduction(request: IntroductionRequest, cluster, sent_at: dt.datetime, status: str, **fields: object):
    if status in IntroductionStatus.FINAL:
        fields.setdefault("closed_at", sent_at)
    if status in IntroductionStatus.ANSWERED:
        fields.setdefault("answered_at", sent_at + dt.timedelta(days=3))
    if status == IntroductionStatus.REFUSED:
        fields.setdefault("refusal_reason", enums.RefusalReason.NO_PARTNER)
    return builders.introduction(
        request=request,
        cluster=cluster,
        created_at=sent_at,
        sent_at=None if status == IntroductionStatus.DRAFT else sent_at,
        status=status,
        **fields,
    )


def outcome(of: Introduction, kind: str, *, confirmed: bool = False) -> Outcome:
    return Outcome.objects.create(
        introduction=of,
        kind=kind,
        happened_on=dt.date(2026, 8, 20),
        note="besproken met Fatima Verzonnen",
        recorded_at=IN_Q3,
        confirmed_at=IN_Q3 if confirmed else None,
    )
