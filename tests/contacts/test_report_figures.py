"""Every figure equals what plain SQL counts, on both engines; what is asked for in vain is told."""

import datetime as dt
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.models import Region
from contacts.enums import DeclineReason, EnquirerKind, IntroductionStatus, OutcomeKind, RequestStatus
from contacts.models import IntroductionRequest
from contacts.quarters import PARIS, Quarter
from contacts.reports import Measure, Period, figures_of, words
from contacts.reports.counting import fate_of
from tests import builders
from tests.contacts.reporting import IN_Q3, LATER, Q3, files, introduction, outcome, request_at, table

pytestmark = pytest.mark.django_db

PERIOD = Period.of_quarter(Q3)
DAY = dt.timedelta(days=1)
LETTERS = [
    IntroductionStatus.SENT,
    IntroductionStatus.ACCEPTED,
    IntroductionStatus.REFUSED,
    IntroductionStatus.UNANSWERED,
    IntroductionStatus.CANCELLED,
    IntroductionStatus.COMPLETED,
    IntroductionStatus.DRAFT,
]


@pytest.fixture
def office() -> None:
    """Some two hundred requests in the quarter, the one before and the one a year earlier, of every kind."""
    clusters = [builders.cluster(f"pole-{letter}", f"Pôle {letter}") for letter in "abcd"]
    themes = [builders.theme(slug) for slug in ("mri", "vaccines", "food")]
    regions = [
        Region.objects.create(slug=slug, insee_code=code, name=name)
        for slug, code, name in [("occitanie", "76", "Occitanie"), ("bretagne", "53", "Bretagne")]
    ]
    askers = [builders.enquirer(f"Bedrijf {kind}", kind=kind) for kind in EnquirerKind.values]
    people = [builders.person(asker) for asker in askers]
    kinds, statuses = list(OutcomeKind.values), list(RequestStatus.values)
    number = 0
    for quarter, many in [(Q3, 80), (Q3.previous, 40), (Q3.year_before, 64)]:
        for n in range(many):
            number += 1
            status = statuses[n % len(statuses)]
            which = number % len(askers)
            request = request_at(
                quarter.begin + dt.timedelta(hours=26 * n, minutes=1),
                status,
                enquirer=askers[which],
                contact=people[which],
                themes=themes[: n // 8 % 4],
                region_wish=["", "Occitanie", "Bretagne", "ergens"][n // 8 % 4],
                language=("nl", "fr", "en")[number % 3],
                channel=("form", "mail", "phone")[number % 3],
                is_demonstration=number % 11 == 0,
                **({"decline_reason": DeclineReason.values[n % 6]} if status == "declined" else {}),
            )
            if status in (*RequestStatus.AFTER_INTRODUCTION, RequestStatus.WITHDRAWN):
                for place, cluster in enumerate(clusters[: 1 + number % 3]):
                    letter = LETTERS[(number // 3 + place) % len(LETTERS)]
                    made = introduction(request, cluster, request.received_at + 4 * DAY, letter)
                    if letter in IntroductionStatus.ANSWERED and number % 5:
                        outcome(made, kinds[number % 7], confirmed=number % 2 == 0)
                        outcome(made, kinds[(number + 2) % 7])
    assert regions


REQUESTS = "from contacts_introductionrequest r join contacts_enquirer e on e.id = r.enquirer_id"
THEMES = (
    f"{REQUESTS} join contacts_introductionrequest_themes rt on rt.introductionrequest_id = r.id"
    " join clusters_theme t on t.id = rt.theme_id"
)
RECEIVED = "r.received_at >= %s and r.received_at < %s and r.status not in ('spam', 'quarantined')"
LETTER = "from contacts_introduction i join contacts_introductionrequest r on r.id = i.request_id"
LETTER += " join clusters_cluster c on c.id = i.cluster_id"
OUTCOME = f"{LETTER} join contacts_outcome o on o.introduction_id = i.id"
SENT = "i.sent_at >= %s and i.sent_at < %s"
LEFT = "exists (select 1 from contacts_introduction x where x.request_id = r.id and x.sent_at is not null)"
TAKEN = (
    "exists (select 1 from contacts_introduction x where x.request_id = r.id"
    " and x.status in ('accepted', 'completed'))"
)
RESULT = (
    "exists (select 1 from contacts_introduction x join contacts_outcome o on o.introduction_id = x.id"
    " where x.request_id = r.id and o.kind in ('meeting', 'nda', 'joint_project', 'agreement'))"
)
LADDER = ["no_contact", "no_follow_up", "no_fit", "meeting", "nda", "joint_project", "agreement"]
RUNG = "case o.kind " + " ".join(f"when '{kind}' then {rung}" for rung, kind in enumerate(LADDER)) + " end"
REGION = "case r.region_wish when 'Occitanie' then 'occitanie' when 'Bretagne' then 'bretagne'"
REGION += " when '' then 'none' else 'other' end"
NO_THEME = (
    "not exists (select 1 from contacts_introductionrequest_themes n where n.introductionrequest_id = r.id)"
)

COUNTS: dict[Measure, str] = {
    Measure.RECEIVED: f"select 'total', count(*) {REQUESTS} where {RECEIVED}",
    Measure.APART: f"select r.status, count(*) {REQUESTS} where r.received_at >= %s and r.received_at < %s"
    " and r.status in ('spam', 'quarantined') group by 1",
    Measure.DEMONSTRATION: f"select 'total', count(*) {REQUESTS} where {RECEIVED} and r.is_demonstration",
    Measure.PER_STATUS: f"select r.status, count(*) {REQUESTS} where {RECEIVED} group by 1",
    Measure.NOT_FORWARDED: f"select r.decline_reason, count(*) {REQUESTS} where {RECEIVED}"
    " and r.status = 'declined' group by 1",
    Measure.PER_KIND: f"select e.kind, count(*) {REQUESTS} where {RECEIVED} group by 1",
    Measure.PER_CHANNEL: f"select r.channel, count(*) {REQUESTS} where {RECEIVED} group by 1",
    Measure.PER_LANGUAGE: f"select r.language, count(*) {REQUESTS} where {RECEIVED} group by 1",
    Measure.PER_THEME: f"select t.slug, count(*) {THEMES} where {RECEIVED} group by 1 union all"
    f" select 'none', count(*) {REQUESTS} where {RECEIVED} and {NO_THEME}",
    Measure.PER_REGION: f"select {REGION}, count(*) {REQUESTS} where {RECEIVED} group by 1",
    Measure.PER_OUTCOME: "select coalesce(k, -1), count(*) from (select r.id, max("
    f"{RUNG}) as k {REQUESTS} left join contacts_introduction i on i.request_id = r.id"
    f" left join contacts_outcome o on o.introduction_id = i.id where {RECEIVED} group by r.id) x group by 1",
    Measure.INTRODUCTIONS: f"select 'total', count(*) {LETTER} where {SENT}",
    Measure.INTRODUCTIONS_PER_STATUS: f"select i.status, count(*) {LETTER} where {SENT} group by 1",
    Measure.REFUSALS: f"select i.refusal_reason, count(*) {LETTER} where {SENT}"
    " and i.status = 'refused' group by 1",
    Measure.INTRODUCTIONS_PER_POLE: f"select c.slug, count(*) {LETTER} where {SENT} group by 1",
    Measure.ANSWERS_PER_POLE: f"select c.slug, count(i.answered_at) {LETTER} where {SENT} group by 1",
    Measure.OUTCOMES: f"select o.kind, count(*) {OUTCOME} where {SENT} group by 1",
    Measure.OUTCOMES_CONFIRMED: f"select o.kind, count(o.confirmed_at) {OUTCOME} where {SENT} group by 1",
    Measure.ANSWERS: f"select 'total', count(i.answered_at) {LETTER} where {SENT}",
    Measure.TAKEN_UP_PER_POLE: f"select c.slug, count(*) {LETTER} where {SENT}"
    " and i.status in ('accepted', 'completed') group by 1",
    Measure.OUTCOMES_PER_POLE: f"select c.slug, count(*) {OUTCOME} where {SENT} group by 1",
    Measure.OUTCOMES_CONFIRMED_PER_POLE: f"select c.slug, count(o.confirmed_at) {OUTCOME} where {SENT}"
    " group by 1",
}
for condition, (total, per_kind, per_theme, per_region) in {
    LEFT: (
        *(Measure.FORWARDED, Measure.FORWARDED_PER_KIND),
        *(Measure.FORWARDED_PER_THEME, Measure.FORWARDED_PER_REGION),
    ),
    TAKEN: (
        *(Measure.TAKEN_UP, Measure.TAKEN_UP_PER_KIND),
        *(Measure.TAKEN_UP_PER_THEME, Measure.TAKEN_UP_PER_REGION),
    ),
    RESULT: (
        *(Measure.WITH_RESULT, Measure.WITH_RESULT_PER_KIND),
        *(Measure.WITH_RESULT_PER_THEME, Measure.WITH_RESULT_PER_REGION),
    ),
}.items():
    COUNTS[total] = f"select 'total', count(*) {REQUESTS} where {RECEIVED} and {condition}"
    COUNTS[per_kind] = f"select e.kind, count(*) {REQUESTS} where {RECEIVED} and {condition} group by 1"
    COUNTS[per_theme] = (
        f"select t.slug, count(*) {THEMES} where {RECEIVED} and {condition} group by 1 union all"
        f" select 'none', count(*) {REQUESTS} where {RECEIVED} and {condition} and {NO_THEME}"
    )
    COUNTS[per_region] = f"select {REGION}, count(*) {REQUESTS} where {RECEIVED} and {condition} group by 1"


def sql(query: str, period: Period) -> list[tuple]:
    limits = [limit.astimezone(dt.UTC) for limit in period.bounds]
    if connection.vendor == "sqlite":
        limits = [limit.replace(tzinfo=None) for limit in limits]
    with connection.cursor() as cursor:
        cursor.execute(query, limits * (query.count("%s") // 2))
        return cursor.fetchall()


BESIDE = [PERIOD, Period.of_quarter(Q3.previous), Period.of_quarter(Q3.year_before)]


@pytest.mark.usefixtures("office")
def test_every_figure_equals_an_independent_count_in_all_three_periods():
    told = figures_of(PERIOD, at=LATER)
    assert [told.period, told.previous, told.year_before] == BESIDE
    medians = {Measure.MEDIAN_DAYS, Measure.MEDIAN_DAYS_PER_POLE}
    assert set(told.parts) == set(Measure) == set(COUNTS) | medians
    for measure, query in COUNTS.items():
        for period, which in zip(BESIDE, ("now", "previous", "year_before"), strict=True):
            counted = {str(code): number for code, number in sql(query, period) if number}
            if measure is Measure.PER_OUTCOME:
                counted = {"none" if code == "-1" else LADDER[int(code)]: n for code, n in counted.items()}
            shown = {row.code: getattr(row, which) for row in told.part(measure).rows}
            assert {code: number for code, number in shown.items() if number} == counted, (measure, which)
            assert counted, f"nothing to count for {measure}"


@pytest.mark.usefixtures("office")
def test_the_median_of_the_days_is_the_one_of_the_days_themselves():
    with connection.cursor() as cursor:
        cursor.execute("update contacts_introduction set answer_days = id % 23 where answer_days is not null")
    told = figures_of(PERIOD, at=LATER)
    for period, which in zip(BESIDE, ("now", "previous", "year_before"), strict=True):
        days = sql(
            f"select c.slug, i.answer_days {LETTER} where {SENT} and i.answer_days is not null", period
        )
        assert getattr(told.total(Measure.MEDIAN_DAYS), which) == median(number for _, number in days)
        for slug in {slug for slug, _ in days}:
            middle = median(number for each, number in days if each == slug)
            assert getattr(told.part(Measure.MEDIAN_DAYS_PER_POLE).of(slug), which) == middle


@pytest.mark.usefixtures("office")
def test_what_is_asked_for_in_vain_equals_an_independent_count():
    heard_nothing = (
        "exists (select 1 from contacts_introduction x where x.request_id = r.id"
        " and x.status in ('refused', 'unanswered'))"
    )
    waits = (
        "(exists (select 1 from contacts_introduction x where x.request_id = r.id and x.status = 'sent')"
        f" or r.status in ('received', 'in_review') or (r.status = 'introduced' and not {heard_nothing}))"
    )
    in_vain = f"{RECEIVED} and not {TAKEN} and r.status <> 'withdrawn' and not {waits}"
    told = {(each.kind, each.code): each for each in figures_of(PERIOD, at=LATER).unmet}
    assert {kind for kind, _ in told} == {words.THEME, words.REGION}
    for period, which in zip(BESIDE, ("not_met", "previous", "year_before"), strict=True):
        themes = dict(sql(f"select t.slug, count(*) {THEMES} where {in_vain} group by 1", period))
        regions = dict(sql(f"select {REGION}, count(*) {REQUESTS} where {in_vain} group by 1", period))
        for (kind, code), each in told.items():
            assert getattr(each, which) == (themes if kind == words.THEME else regions).get(code, 0)
        if which == "not_met":
            assert set(themes) == {code for kind, code in told if kind == words.THEME}
            assert set(regions) - {"none", "other"} == {code for kind, code in told if kind == words.REGION}
    no_answer = f"{in_vain} and {heard_nothing}"
    silent = dict(sql(f"select t.slug, count(*) {THEMES} where {no_answer} group by 1", PERIOD))
    asked = dict(sql(f"select t.slug, count(*) {THEMES} where {RECEIVED} group by 1", PERIOD))
    assert silent
    for slug in ("mri", "vaccines", "food"):
        assert told[words.THEME, slug].unheard == silent.get(slug, 0)
        assert told[words.THEME, slug].asked == asked[slug]


@pytest.mark.parametrize(
    ("status", "letters", "fate"),
    [
        ("received", [], "waiting"),
        ("in_review", ["cancelled"], "waiting"),
        ("introduced", ["cancelled"], "waiting"),
        ("introduced", ["sent", "refused"], "waiting"),
        ("introduced", ["refused", "unanswered"], "unheard"),
        ("introduced", ["accepted", "sent"], "taken_up"),
        ("completed", ["refused"], "unheard"),
        ("completed", ["cancelled"], "not_forwarded"),
        ("declined", [], "not_forwarded"),
        ("withdrawn", [], "withdrawn"),
        ("withdrawn", ["refused"], "withdrawn"),
        ("withdrawn", ["completed"], "taken_up"),
    ],
)
def test_what_became_of_a_request(status, letters, fate):
    request = request_at(IN_Q3, status, themes=[builders.theme("mri")])
    for number, letter in enumerate(letters):
        introduction(request, builders.cluster(f"pole-{number}"), IN_Q3, letter)
    request_at(IN_Q3, "declined", themes=[builders.theme("mri")])  # so that the theme has a row
    (told,) = figures_of(PERIOD, at=LATER).unmet
    for each in ("taken_up", "waiting", "unheard", "not_forwarded", "withdrawn"):
        assert getattr(told, each) == (each == fate) + (each == "not_forwarded")
    assert told.nobody == (fate not in ("taken_up", "waiting"))
    assert fate_of(status, None) != "taken_up"


def test_what_was_asked_for_in_vain_stands_in_a_file_of_its_own_the_most_first():
    for slug, many in [("food", 1), ("mri", 3)]:
        for _ in range(many):
            request_at(IN_Q3, RequestStatus.DECLINED, themes=[builders.theme(slug)])
    request_at(IN_Q3, themes=[builders.theme("food")])
    request_at(IN_Q3, themes=[builders.theme("vaccines")])
    rows = table(files()["unmet.csv"])
    assert [(row["naam"], row["zonder_pole"], row["geen_enkele_pole"]) for row in rows] == [
        ("mri", "3", "ja"),
        ("food", "1", "nee"),
    ]
    assert (rows[1]["gevraagd"], rows[1]["loopt_nog"], rows[1]["niet_doorgestuurd"]) == ("2", "1", "1")


def test_a_period_that_ended_before_the_first_request_leaves_its_cells_empty_one_after_it_says_nought():
    request_at(dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
    told = figures_of(Period.of_quarter(Quarter(2026, 4)), at=LATER)
    assert (told.previous, told.year_before) == (Period.of_quarter(Q3), None)
    received = told.total(Measure.RECEIVED)
    assert (received.now, received.previous, received.year_before) == (0, 0, None)
    row = table(files(Quarter(2026, 4))["summary.csv"])[0]
    assert (row["aantal"], row["vorig_kwartaal"], row["zelfde_kwartaal_vorig_jaar"]) == ("0", "0", "")


def test_a_pole_that_was_renamed_is_one_row_under_its_latest_name():
    cluster = builders.cluster("nsl", "Nutrition Santé Longévité")
    introduction(request_at(IN_Q3, RequestStatus.INTRODUCED), cluster, IN_Q3 - 40 * DAY, "sent")
    cluster.name = "Clubster NSL"
    cluster.save()
    introduction(request_at(IN_Q3, RequestStatus.INTRODUCED), cluster, IN_Q3, "sent")
    (row,) = figures_of(PERIOD, at=LATER).part(Measure.INTRODUCTIONS_PER_POLE).rows
    assert (row.name, row.code, row.now) == ("Clubster NSL", "nsl", 2)


@pytest.mark.parametrize("text", ["2026-Q3", "2026", "all-time", "2026-07-01..2026-08-20"])
@pytest.mark.usefixtures("office")
def test_the_rows_and_the_figures_of_every_period_agree(text):
    made = files(Period.parse(text, today=LATER.date()))
    summary = table(made["summary.csv"])

    def told(part: str) -> dict[str, int]:
        return {
            row["uitsplitsing"]: int(row["aantal"])
            for row in summary
            if row["onderdeel"] == part and row["aantal"] not in ("", "0")
        }

    requests, introductions = table(made["requests.csv"]), table(made["introductions.csv"])
    assert told("ontvangen") == {"totaal": len(requests)}
    assert told("introducties") == {"totaal": len(introductions)}
    for part, rows, column in [
        ("verzoeken per status", requests, "status"),
        ("niet doorgestuurd per reden", requests, "reden_niet_doorgestuurd"),
        ("verzoeken per soort organisatie", requests, "soort_organisatie"),
        ("introducties per pôle", introductions, "pole"),
        ("introducties per status", introductions, "status"),
    ]:
        values = [row[column] for row in rows if row[column]]
        assert told(part) == {value: values.count(value) for value in values}
    assert {row["kwartaal"] for row in summary} == {text}
    assert text != "all-time" or not {row["vorig_kwartaal"] for row in summary} - {""}


def test_counting_takes_the_same_number_of_queries_however_many_requests():
    counts, cluster = set(), builders.cluster()
    for _ in range(2):
        for _ in range(10):
            introduction(request_at(IN_Q3, RequestStatus.INTRODUCED), cluster, IN_Q3, "sent")
        with CaptureQueriesContext(connection) as queries:
            figures_of(PERIOD, at=LATER)
        counts.add(len(queries))
    assert counts == {7}


def test_a_request_at_the_last_instant_of_a_day_counts_on_that_day():
    midnight = dt.datetime(2026, 8, 21, tzinfo=PARIS)
    request_at((midnight - dt.timedelta(microseconds=1)).astimezone(dt.UTC))
    request_at(midnight.astimezone(dt.UTC))
    days = Period.parse("2026-08-20..2026-08-20", today=LATER.date())
    assert IntroductionRequest.objects.count() == 2
    assert figures_of(days, at=LATER).total(Measure.RECEIVED).now == 1
