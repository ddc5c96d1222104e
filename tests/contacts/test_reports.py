"""The quarter's three files: whole, right, free of persons, and the same every time."""

import csv
import datetime as dt
import io
import time
import zipfile
from collections import Counter

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from clusters.models import City, PlaceName, Region
from clusters.spreadsheets import NotACsvFile, read_csv
from contacts import enums
from contacts.enums import EnquirerKind, IntroductionStatus, OutcomeKind, RequestStatus
from contacts.models import Correction, HistoryEntry, Introduction, IntroductionRequest, Outcome
from contacts.quarters import PARIS, Quarter
from contacts.reports import (
    FILE_NAMES,
    Measure,
    Options,
    Period,
    PeriodBeforeFirst,
    PeriodNotBegun,
    figures_of,
    report_pieces,
    words,
    write_report,
    zipped,
)
from contacts.reports.tables import Beside, requests_received_in
from tests import builders
from tests.contacts.reporting import (
    IN_Q3,
    LATER,
    Q3,
    figures,
    files,
    introduction,
    outcome,
    request_at,
    table,
)

# --- what stands in the files ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_request_is_told_in_one_row():
    region = Region.objects.create(slug="nord-pas-de-calais-hdf", insee_code="32", name="Hauts-de-France")
    PlaceName.objects.create(text="Noord-Frankrijk", region=region)
    request = request_at(
        dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC),
        RequestStatus.COMPLETED,
        organisation_name="Ortholink B.V.",
        region_wish="liefst Noord-Frankrijk, bel Sanne",
        partner_kind="hospital",
        french_establishment="no",
        themes=[builders.theme("mri", "MRI"), builders.theme("ai", "AI; beeld")],
        closed_at=dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC),
        introduced_at=IN_Q3,
    )
    north = builders.cluster("nsl", "Clubster NSL")
    east = builders.cluster("alsace", "BioValley France")
    first = introduction(request, north, IN_Q3, IntroductionStatus.COMPLETED)
    introduction(request, east, IN_Q3, IntroductionStatus.REFUSED)
    introduction(request, builders.cluster("medicen"), IN_Q3, IntroductionStatus.DRAFT)
    outcome(first, OutcomeKind.NDA)
    outcome(first, OutcomeKind.MEETING, confirmed=True)
    outcome(first, OutcomeKind.NO_FOLLOW_UP)

    made = files()

    assert table(made["requests.csv"]) == [
        {
            "kenmerk": request.reference,
            "ontvangen_op": "2026-07-01",
            "kanaal": "formulier",
            "taal": "nl",
            "organisatie": "Ortholink B.V.",
            "soort_organisatie": "mkb",
            "themas": "AI; beeld | MRI",
            "gewenste_regio": "Hauts-de-France",
            "soort_partner": "ziekenhuis",
            "franse_vestiging": "nee",
            "status": "afgerond",
            "reden_niet_doorgestuurd": "",
            "aantal_introducties": "2",
            "eerste_introductie_op": "2026-08-10",
            "afgesloten_op": "2026-09-01",
            "uitkomst": "geheimhouding getekend",
        }
    ]
    assert table(made["introductions.csv"]) == [
        {
            "kenmerk": request.reference,
            "pole": "BioValley France",
            "slug": "alsace",
            "verstuurd_op": "2026-08-10",
            "status": "geweigerd",
            "beantwoord_op": "2026-08-13",
            "dagen_tot_antwoord": "3",
            "reden_weigering": "geen geschikt lid",
            "uitkomsten": "",
            "bevestigd": "",
        },
        {
            "kenmerk": request.reference,
            "pole": "Clubster NSL",
            "slug": "nsl",
            "verstuurd_op": "2026-08-10",
            "status": "afgerond",
            "beantwoord_op": "2026-08-13",
            "dagen_tot_antwoord": "3",
            "reden_weigering": "",
            "uitkomsten": "geen vervolg | gesprek gevoerd | geheimhouding getekend",
            "bevestigd": "deels",
        },
    ]


@pytest.mark.django_db
def test_an_introduction_counts_in_the_quarter_it_was_sent_under_the_name_of_that_day():
    request = request_at(dt.datetime(2026, 5, 4, tzinfo=dt.UTC), RequestStatus.INTRODUCED)
    cluster = builders.cluster("nsl", "Nutrition Santé Longévité")
    introduction(request, cluster, IN_Q3, IntroductionStatus.SENT)
    cluster.name = "Clubster NSL"
    cluster.save()
    made = files()
    assert table(made["requests.csv"]) == []
    assert [row["pole"] for row in table(made["introductions.csv"])] == ["Nutrition Santé Longévité"]
    assert figures(made["summary.csv"])["introducties per pôle", "Nutrition Santé Longévité"] == "1"


@pytest.mark.django_db
def test_spam_and_what_is_set_aside_are_counted_apart_and_have_no_row():
    kept = request_at(IN_Q3)
    request_at(IN_Q3, RequestStatus.SPAM)
    request_at(IN_Q3, RequestStatus.SPAM)
    request_at(IN_Q3, RequestStatus.QUARANTINED)
    made = files()
    assert [row["kenmerk"] for row in table(made["requests.csv"])] == [kept.reference]
    counted = figures(made["summary.csv"])
    assert counted["ontvangen", "totaal"] == "1"
    assert counted["apart geteld", "spam"] == "2"
    assert counted["apart geteld", "apart gezet, nog te beoordelen"] == "1"
    assert "spam" not in {what for part, what in counted if part == "verzoeken per status"}


@pytest.mark.django_db
def test_demonstration_requests_are_told_apart():
    request_at(IN_Q3, is_demonstration=True)
    request_at(IN_Q3)
    counted = figures(files()["summary.csv"])
    assert counted["ontvangen", "totaal"] == "2"
    assert counted["waarvan demonstratie", "totaal"] == "1"


@pytest.mark.django_db
def test_answers_are_counted_per_pole_with_their_median():
    clusters = [builders.cluster("a", "Pôle A"), builders.cluster("b", "Pôle B")]
    for days in (2, 5):
        introduction(
            request_at(IN_Q3, RequestStatus.INTRODUCED),
            clusters[0],
            IN_Q3,
            IntroductionStatus.ACCEPTED,
            answered_at=IN_Q3 + dt.timedelta(days=days),
        )
    introduction(request_at(IN_Q3, RequestStatus.INTRODUCED), clusters[1], IN_Q3, IntroductionStatus.SENT)
    counted = figures(files()["summary.csv"])
    assert counted["introducties per pôle", "Pôle A"] == "2"
    assert counted["antwoorden per pôle", "Pôle A"] == "2"
    assert counted["mediaan tot antwoord per pôle", "Pôle A"] == "3,5"
    assert counted["introducties per pôle", "Pôle B"] == "1"
    assert counted["antwoorden per pôle", "Pôle B"] == "0"
    assert counted["mediaan tot antwoord per pôle", "Pôle B"] == ""
    assert counted["mediaan tot antwoord", "totaal"] == "3,5"


@pytest.mark.django_db
def test_days_to_an_answer_are_counted_on_the_calendar_of_paris():
    request = request_at(IN_Q3, RequestStatus.INTRODUCED)
    introduction(
        request,
        builders.cluster(),
        dt.datetime(2026, 8, 10, 21, 50, tzinfo=dt.UTC),  # ten to midnight in Paris
        IntroductionStatus.ACCEPTED,
        answered_at=dt.datetime(2026, 8, 10, 22, 10, tzinfo=dt.UTC),
    )
    assert table(files()["introductions.csv"])[0]["dagen_tot_antwoord"] == "1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("", ""),
        ("Rijsel", "Hauts-de-France"),
        ("NORD-PAS DE CALAIS en Elzas!", "Grand Est | Hauts-de-France"),
        ("alsace", "Grand Est"),
        ("overleg met Jan de Boer, 06 12345678", "anders"),
        ("=HYPERLINK(1)", "anders"),
    ],
)
def test_a_typed_region_becomes_todays_region_or_nothing_more_than_other(wish, told):
    north = Region.objects.create(slug="hauts-de-france", insee_code="32", name="Hauts-de-France")
    east = Region.objects.create(slug="grand-est", insee_code="44", name="Grand Est")
    ended = {"valid_until": dt.date(2016, 1, 1)}
    Region.objects.create(slug="npdc", insee_code="31", name="Nord-Pas-de-Calais", successor=north, **ended)
    old = Region.objects.create(slug="alsace", insee_code="42", name="Alsace", successor=east, **ended)
    PlaceName.objects.create(text="Elzas", region=old)
    PlaceName.objects.create(
        text="Rijsel", city=City.objects.create(slug="lille", name="Lille", region=north)
    )
    request_at(IN_Q3, region_wish=wish)
    made = files()
    assert table(made["requests.csv"])[0]["gewenste_regio"] == told
    part = {what for part, what in figures(made["summary.csv"]) if part == "verzoeken per gewenste regio"}
    assert part == set(told.split(" | ")) if told else {"geen voorkeur"}


def test_every_value_of_every_closed_list_has_its_word():
    assert set(words.CHANNEL) == set(enums.Channel.values)
    assert set(words.ENQUIRER_KIND) == set(enums.EnquirerKind.values)
    assert set(words.PARTNER_KIND) == set(enums.PartnerKind.values)
    assert set(words.ESTABLISHMENT) == set(enums.Establishment.values)
    assert set(words.REQUEST_STATUS) | set(words.APART) == set(enums.RequestStatus.values)
    assert set(words.DECLINE_REASON) == set(enums.DeclineReason.values)
    assert set(words.INTRODUCTION_STATUS) == set(enums.IntroductionStatus.values) - {"draft"}
    assert set(words.REFUSAL_REASON) == set(enums.RefusalReason.values)
    assert set(words.OUTCOME) == set(enums.OutcomeKind.values)
    ladder = [kind for kind in words.OUTCOME if kind in enums.OutcomeKind.LADDER]
    assert tuple(ladder) == enums.OutcomeKind.LADDER


@pytest.mark.django_db
def test_the_kind_of_organisation_is_that_of_the_request_and_else_of_its_enquirer():
    known = builders.enquirer(kind=EnquirerKind.OTHER)
    for said in (EnquirerKind.START_UP, EnquirerKind.SOLE_TRADER, ""):
        request_at(IN_Q3, enquirer=known, organisation_kind=said)
    lines = list(requests_received_in(Period.of_quarter(Q3)))
    assert sorted((line.cells()[5], line.cells()[4]) for line in lines) == [
        ("anders", known.name),
        ("start-up", known.name),
        (words.ENQUIRER_KIND[EnquirerKind.SOLE_TRADER], words.ONE_PERSON),
    ]
    counted = {
        row.name: row.now
        for row in figures_of(Period.of_quarter(Q3), at=LATER).part(Measure.PER_KIND).rows
        if row.now
    }
    assert counted == {"anders": 1, "start-up": 1, words.ENQUIRER_KIND[EnquirerKind.SOLE_TRADER]: 1}


@pytest.mark.django_db
def test_a_name_stays_hidden_when_only_the_enquirers_record_says_one_person_business():
    alone = builders.enquirer("Jan Jansen", kind=EnquirerKind.SOLE_TRADER)
    request_at(IN_Q3, enquirer=alone, organisation_kind=EnquirerKind.SME)
    (line,) = requests_received_in(Period.of_quarter(Q3))
    assert (line.cells()[4], line.cells()[5]) == (words.ONE_PERSON, "mkb")


# --- what never stands in them ------------------------------------------------------------------------

SECRET = "Geheimzinnig"


@pytest.mark.django_db
def test_no_person_no_free_text_and_no_confidential_name_leaves_the_house():
    staff = builders.staff("roos", first_name=f"{SECRET}1", last_name=f"{SECRET}2")
    hidden = builders.enquirer(f"{SECRET}3 Biotech", kvk="90012345")
    alone = builders.enquirer(f"{SECRET}4 Advies", kind=EnquirerKind.SOLE_TRADER, kvk="90012346")
    open_name = builders.enquirer(f"{SECRET}5 register", kvk="90012347")
    for number, (asker, confidential) in enumerate([(hidden, True), (alone, False), (open_name, False)]):
        person = builders.person(
            asker, name=f"{SECRET}6 {number}", email=f"{SECRET}7@x.example", phone=f"+31 {SECRET}"
        )
        request = request_at(
            IN_Q3,
            RequestStatus.INTRODUCED,
            enquirer=asker,
            contact=person,
            confidential=confidential,
            organisation_name=asker.name if asker != open_name else "Openbaar B.V.",
            subject=f"{SECRET}8",
            text=f"{SECRET}9",
            region_wish=f"{SECRET}10",
            siren="900123456",
            assigned_to=staff,
        )
        sent = introduction(
            request,
            builders.cluster(f"pole-{number}"),
            IN_Q3,
            IntroductionStatus.ACCEPTED,
            created_by=staff,
            recipient=None,
        )
        Introduction.objects.filter(pk=sent.pk).update(
            subject=SECRET, body=SECRET, copy_subject=SECRET, copy_body=SECRET
        )
        builders.cluster_contact(sent.cluster, name=f"{SECRET}11", email=f"{SECRET}@pole.example")
        Outcome.objects.create(
            introduction=sent,
            kind=OutcomeKind.MEETING,
            happened_on=dt.date(2026, 8, 20),
            note=SECRET,
            recorded_at=IN_Q3,
            recorded_by=staff,
        )
        HistoryEntry.objects.create(
            request=request,
            action=enums.HistoryAction.NOTE,
            at=IN_Q3,
            by=staff,
            note=SECRET,
            data={"x": SECRET},
        )
        Correction.objects.create(request=request, received_at=IN_Q3, changes={"text": [SECRET, SECRET]})
    made = files()
    assert SECRET.encode() not in b"".join(made.values())
    assert b"9001234" not in b"".join(made.values())
    names = [row["organisatie"] for row in table(made["requests.csv"])]
    assert sorted(names) == ["Openbaar B.V.", "niet vermeld", "vertrouwelijk"]


PAYLOADS = [
    "=1+1",
    "+31612345678",
    "-2+3",
    "@SUM(A1)",
    "|calc",
    "%0A",
    "\t=1",
    " =1",
    "\u200b=1",
    "＝1+1",
    "'=1",
]


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_spreadsheet_would_run_is_text_and_comes_back_as_typed(payload):
    request = request_at(
        IN_Q3, RequestStatus.INTRODUCED, organisation_name=payload, themes=[builders.theme("x", payload)]
    )
    introduction(request, builders.cluster("x", payload), IN_Q3, IntroductionStatus.SENT)
    made = files()
    for name in made.keys() - {"csv-metadata.json"}:
        content = made[name]
        for cells in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"):
            assert not [cell for cell in cells if cell.strip(" \t\u200b")[:1] in tuple("=+-@|%＝")]
    row = table(made["requests.csv"])[0]
    assert (row["organisatie"], row["themas"]) == (payload, payload)
    assert table(made["introductions.csv"])[0]["pole"] == payload


# --- the same every time -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_files_are_the_same_in_every_language_and_on_every_day():
    request_at(IN_Q3, RequestStatus.DECLINED)
    made: dict[str, dict[str, bytes]] = {}
    for language in ("nl", "fr", "en"):
        with translation.override(language):
            made[language] = files(at=LATER + dt.timedelta(days=len(made)))
    assert made["nl"] == made["fr"] == made["en"]


@pytest.mark.django_db
def test_a_zip_of_the_same_files_is_the_same_zip():
    made = files()
    first = zipped(made)
    time.sleep(0.01)
    assert zipped(made) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == list(FILE_NAMES)
        assert {name: archive.read(name) for name in FILE_NAMES} == made


@pytest.mark.django_db
def test_a_quarter_without_requests_is_three_headers_and_zeros():
    made = files(Quarter(2024, 1))
    assert table(made["requests.csv"]) == table(made["introductions.csv"]) == []
    assert made["requests.csv"].startswith(b"\xef\xbb\xbfkenmerk;ontvangen_op;")
    assert {row["aantal"] for row in table(made["summary.csv"])} == {"0", ""}


@pytest.mark.django_db
def test_a_quarter_that_has_not_begun_is_refused_with_a_sentence():
    with pytest.raises(PeriodNotBegun, match=r"2026-Q4.*2026-Q3"):
        files(Quarter(2026, 4), at=Quarter(2026, 4).begin - dt.timedelta(microseconds=1))
    assert files(Quarter(2026, 4), at=Quarter(2026, 4).begin)


@pytest.mark.django_db
@pytest.mark.parametrize("size", [3, 40])
def test_the_number_of_queries_does_not_grow_with_the_rows(size):
    clusters = [builders.cluster(f"pole-{number}") for number in range(3)]
    for number in range(size):
        request = request_at(
            IN_Q3, RequestStatus.INTRODUCED, themes=[builders.theme("a"), builders.theme("b")]
        )
        made = introduction(request, clusters[number % 3], IN_Q3, IntroductionStatus.ACCEPTED)
        outcome(made, OutcomeKind.MEETING)
    with CaptureQueriesContext(connection) as queries:
        files()
    # The first request, places; requests, their themes, their introductions; those of the quarter. Then the
    # figures: requests, themes, places, regions, introductions, outcomes.
    assert len(queries) == 12


def test_what_goes_along_with_a_request_that_is_gone_is_not_given_to_the_next():
    moments = [IN_Q3 + dt.timedelta(days=days) for days in range(4)]
    beside = Beside(iter([(moments[0], 1, "a"), (moments[1], 2, "b"), (moments[3], 4, "d")]))
    assert beside.of(moments[0], 1) == "a"
    assert beside.of(moments[2], 3) is None  # number 2 went after its themes were read
    assert beside.of(moments[3], 4) == "d"


@pytest.mark.django_db(transaction=True)
def test_requests_and_introductions_of_one_moment_take_at_most_eight_statements():
    request_at(IN_Q3)
    so_far = 0
    with CaptureQueriesContext(connection) as queries:
        for name, _, _ in report_pieces(Period.of_quarter(Q3), at=LATER):
            if name == "introductions.csv":
                so_far = len(queries)
    assert 0 < so_far <= 8
    assert len(queries) <= 16
    assert not connection.in_atomic_block
    request_at(IN_Q3)  # and the connection can be written to again
    assert len(table(files()["requests.csv"])) == 2


@pytest.mark.django_db(transaction=True)
def test_the_first_piece_comes_before_anything_is_counted():
    request_at(IN_Q3)
    with CaptureQueriesContext(connection) as queries:
        pieces = report_pieces(Period.of_quarter(Q3), at=LATER)
        name, header, rows = next(pieces)
        assert (name, header[:11], rows) == ("requests.csv", b"\xef\xbb\xbfkenmerk;", 0)
        assert len(queries) <= 3
        counted = figures_of(Period.of_quarter(Q3), at=LATER)  # while the moment is held
        assert counted.total(Measure.RECEIVED).now == 1
        pieces.close()
    request_at(IN_Q3)


@pytest.mark.django_db(transaction=True)
def test_a_report_that_breaks_leaves_the_connection_usable():
    class FullDisk(io.BytesIO):
        def write(self, piece, /):
            raise OSError(28, "No space left on device")

    request_at(IN_Q3)
    with pytest.raises(OSError, match="space"):
        write_report(Period.of_quarter(Q3), {name: FullDisk() for name in FILE_NAMES}, at=LATER)
    request_at(IN_Q3)
    assert len(table(files()["requests.csv"])) == 2


# --- each request in exactly one quarter ----------------------------------------------------------------

LIMITS = [
    *[limit for quarter in (1, 2, 3, 4) for limit in Quarter(2024, quarter).bounds],
    dt.datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=PARIS),
    dt.datetime(2024, 3, 31, 2, 0, tzinfo=PARIS),  # summer time begins
    dt.datetime(2024, 10, 27, 2, 59, tzinfo=PARIS),  # summer time ends
]
near_limits = st.builds(
    lambda limit, shift: limit.astimezone(dt.UTC) + dt.timedelta(microseconds=shift),
    st.sampled_from(LIMITS),
    st.one_of(
        st.integers(-2, 2), st.integers(-8 * 3_600_000_000, 8 * 3_600_000_000), st.integers(-(10**13), 10**13)
    ),
)
STATUSES = [
    RequestStatus.RECEIVED,
    RequestStatus.SPAM,
    RequestStatus.QUARANTINED,
    RequestStatus.DECLINED,
    RequestStatus.INTRODUCED,
]


class EveryRequestOnce(TestCase):
    """Hypothesis wants its own transaction per example."""

    def setUp(self) -> None:
        self.asker = builders.enquirer()
        self.person = builders.person(self.asker)
        self.theme = builders.theme()
        self.cluster = builders.cluster()

    @hypothesis_settings(max_examples=25)
    @given(st.lists(st.tuples(near_limits, st.sampled_from(STATUSES), near_limits), min_size=1, max_size=12))
    def test_each_request_falls_in_one_quarter_and_four_quarters_are_the_year(self, drawn):
        for at, status, later in drawn:
            request = request_at(at, status, enquirer=self.asker, contact=self.person, themes=[self.theme])
            if status == RequestStatus.INTRODUCED:
                introduction(request, self.cluster, max(at, later), IntroductionStatus.SENT)
        quarters = [Quarter(year, number) for year in (2023, 2024, 2025) for number in (1, 2, 3, 4)]
        made = [self._rows(Period.of_quarter(quarter)) for quarter in quarters]

        real = [each for each in IntroductionRequest.objects.all() if each.status not in words.APART]
        seen = Counter(reference for rows, _ in made for reference in rows)
        introduced = [each.reference for each in real if each.status == RequestStatus.INTRODUCED]
        assert seen == Counter([each.reference for each in real] + [f"{each}→" for each in introduced])

        rows, year = self._rows(Period.of_year(2024))
        assert sorted(rows) == sorted(reference for rows, _ in made[4:8] for reference in rows)
        summed = Counter[tuple[str, str]]()
        for _, counted in made[4:8]:
            summed.update(counted)
        assert +summed == +year

    def _rows(self, period: Period) -> tuple[list[str], Counter[tuple[str, str]]]:
        """Return the references, those of introductions with an arrow, and the figures that can be added up.

        Nothing before the first request.
        """
        try:
            made = files(period)
        except PeriodBeforeFirst:
            return [], Counter()
        counted = {
            key: int(number)
            for key, number in figures(made["summary.csv"]).items()
            if not key[0].startswith("mediaan")
        }
        rows = [row["kenmerk"] for row in table(made["requests.csv"])]
        rows += [f"{row['kenmerk']}→" for row in table(made["introductions.csv"])]
        return rows, Counter(counted)


# --- when it breaks --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_file_that_broke_off_says_so_and_is_refused_by_the_import(monkeypatch):
    request_at(IN_Q3)

    def broken(period, *, with_contacts=False):
        yield from requests_received_in(period)
        raise OperationalError("the connection is gone")

    monkeypatch.setattr("contacts.reports.files.requests_received_in", broken)
    pieces: list[bytes] = []

    def take() -> None:
        for _, piece, _ in report_pieces(Period.of_quarter(Q3), at=LATER):
            pieces.append(piece)

    with pytest.raises(OperationalError, match="gone"):
        take()
    content = b"".join(pieces)
    assert content.decode().splitlines()[-1].startswith("ONVOLLEDIG")
    with pytest.raises(NotACsvFile):
        read_csv(content)
    request_at(IN_Q3)  # and the connection can be written to again


@pytest.mark.django_db
def test_written_rows_are_counted_per_table():
    request_at(IN_Q3, RequestStatus.DECLINED, themes=[builders.theme()])
    targets = {name: io.BytesIO() for name in FILE_NAMES}
    rows = write_report(Period.of_quarter(Q3), targets, at=LATER)
    assert rows == {
        name: len(table(target.getvalue())) for name, target in targets.items() if name.endswith(".csv")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("bom", [True, False])
def test_delimiter_and_byte_order_mark_change_nothing_else(delimiter, bom):
    request_at(IN_Q3, organisation_name="Een; twee, drie\tvier")
    made = files(options=Options(delimiter=delimiter, bom=bom))
    assert made["requests.csv"].startswith(b"\xef\xbb\xbf") == bom
    assert made["requests.csv"].count(delimiter.encode()) >= 15
    for name in ("requests.csv", "introductions.csv", "unmet.csv"):
        assert table(made[name]) == table(files()[name])


def test_another_delimiter_is_refused():
    with pytest.raises(ValueError, match="delimiter"):
        Options(delimiter="x")
