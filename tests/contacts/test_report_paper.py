"""The report on two pages: always two, what is on them, and that nobody's name is."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from django.utils import translation

from contacts.enums import DeclineReason, IntroductionStatus, RequestStatus
from contacts.periods import Period, PeriodNotBegun
from contacts.reports import figures_of, words
from contacts.reports.figures import Counted, Demand, Figures, Part
from contacts.reports.measures import FIGURES, Measure
from contacts.reports.paper import pdf_of, write_pdf
from tests import builders
from tests.paper import catalogue_of, heights_of, opened, pages_of, tags_of, words_of

AT = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
QUARTER = Period.parse("2026-Q3", today=AT.date())
MARGIN = 15 * 72 / 25.4  # points below the figures


def written(period: Period = QUARTER, *, at: dt.datetime = AT) -> bytes:
    target = io.BytesIO()
    write_pdf(target, period, at=at)
    return target.getvalue()


def crowded(*, names: int, number: int, name: str = "Ώ#Wereldwijde $ samenwerking * ") -> Figures:
    """Figures of an office that has more of everything than fits, under names of 120 letters."""

    def rows(measure: Measure) -> tuple[Counted, ...]:
        closed = FIGURES[measure].words
        codes = closed or {f"code-{place}": f"{place} {name * 5}"[:120] for place in range(names)}
        return tuple(
            Counted(word, code, max(0, number - place), number, None)
            for place, (code, word) in enumerate(codes.items())
        )

    return Figures(
        period=QUARTER,
        previous=QUARTER.previous,
        year_before=None,
        at=AT,
        parts={
            measure: Part(measure, known.unit, known.dutch, rows(measure))
            for measure, known in FIGURES.items()
        },
        unmet=[
            Demand(kind, f"{place} {name * 5}"[:120], f"code-{place}", unheard=number - place)
            for kind in (words.THEME, words.REGION)
            for place in range(names)
        ],
    )


@pytest.mark.parametrize(("names", "number"), [(0, 0), (1, 1), (71, 100_000), (1000, 999_999_999)])
def test_it_is_two_pages_however_much_there_is(names, number):
    content = pdf_of(crowded(names=names, number=number))
    first, second = pages_of(content)
    assert first.endswith("bladzijde 1 van 2")
    assert second.endswith("bladzijde 2 van 2")
    for heights in heights_of(content):
        foot, body = heights[:2], heights[2:]
        assert max(foot) < MARGIN < min(body)  # nothing runs into the foot or off the paper


def test_what_does_not_fit_is_put_together():
    _first, second = pages_of(pdf_of(crowded(names=71, number=100)))
    assert "overige (58)" in second  # pôles
    assert "overige (60)" in second  # themes
    assert "en nog 132 andere" in second


@pytest.mark.django_db
def test_an_empty_quarter_says_so():
    first, second = pages_of(written())
    assert "Kwartaalverslag 2026-Q3" in first
    assert "0 verzoeken ontvangen" in first
    assert "Geen eerdere periode om naast te leggen." in first
    assert "2026-Q2" not in first
    assert second.count("Niets in deze periode.") == 4


@pytest.fixture
def office(db):
    """A quarter and a request of the one before, as an attaché would know them."""
    bretagne = builders.region("bretagne", "Bretagne", insee_code="53")
    pole = builders.cluster("mer", "Pôle Mer #1 *Bretagne*")
    july, may = (dt.datetime(2026, month, 10, 9, tzinfo=dt.UTC) for month in (7, 5))
    wish = {"region_wish": f"{bretagne.name} (bel Sanne)", "subject": "Zoekt *partner*", "received_at": july}
    for _number in range(3):
        request = builders.request(status=RequestStatus.INTRODUCED, introduced_at=july, **wish)
        builders.introduction(
            request=request, cluster=pole, created_at=july, sent_at=july, status=IntroductionStatus.SENT
        )
    declined = {"status": RequestStatus.DECLINED, "decline_reason": DeclineReason.NO_FIT, "closed_at": july}
    builders.request(**declined, **wish)
    builders.request(received_at=may)


def test_the_figures_are_those_of_the_other_files(office):
    figures = figures_of(QUARTER, at=AT)
    first, second = pages_of(written())
    assert figures.total(Measure.RECEIVED).now == 4
    assert "4 verzoeken ontvangen 2026-Q2: 1 (+3)" in first
    assert "3 introducties verstuurd" in first
    assert words_of("doorgestuurd naar een pôle 75 % 3 0") in words_of(first)
    assert words_of("geen passende pôle 1 0") in words_of(first)
    assert words_of("Pôle Mer #1 *Bretagne* 3") in words_of(second)
    assert words_of("Bretagne (regio) 4 1 nee") in words_of(second)
    assert "26 november 2026, 10.00 uur" in first


def test_there_is_no_person_and_no_free_text_in_it(office):
    text = " ".join(pages_of(written()))
    for told in ("Bakker", "sanne", "Ortholink", "partner*", "IA-"):
        assert told not in text


def test_the_same_data_and_moment_give_the_same_bytes_in_every_language(office):
    with translation.override("fr"):
        french = written()
    with translation.override("en"):
        assert written() == french
    assert written(at=AT + dt.timedelta(hours=1)) != french
    assert opened(french).metadata.creation_date == AT


def test_it_can_be_read_aloud(office):
    content = written()
    reader, tags = opened(content), tags_of(content)
    assert reader.metadata.title == "Kwartaalverslag 2026-Q3"
    assert catalogue_of(content)["/Lang"] == "nl"
    kinds = [kind for kind, _alt in tags]
    assert kinds.count("/Table") == 11
    assert {"/H1", "/H2", "/TH"} <= set(kinds)
    assert [alt for kind, alt in tags if kind == "/Figure"] == [
        "Doorgestuurde verzoeken per gewenste regio: Bretagne 3"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("2026", "Jaarverslag 2026"),
        ("2026-07-01..2026-09-15", "Verslag 1 juli 2026 tot en met 15 september 2026"),
        ("all-time", "Verslag over alle jaren"),
    ],
)
def test_other_periods_have_two_pages_as_well(asked, title):
    first, _second = pages_of(written(Period.parse(asked, today=AT.date())))
    assert title in first


def test_a_period_to_come_is_refused_before_anything_is_written(db):
    target = io.BytesIO()
    with pytest.raises(PeriodNotBegun):
        write_pdf(target, Period.of_quarter(QUARTER.quarter.next.next), at=AT)
    assert target.getvalue() == b""


@pytest.mark.django_db
def test_a_quarter_that_is_running_says_so_and_compares_nothing():
    builders.request(received_at=dt.datetime(2026, 7, 10, 9, tzinfo=dt.UTC))
    builders.request(received_at=dt.datetime(2026, 10, 10, 9, tzinfo=dt.UTC))
    running = Period.of_quarter(QUARTER.quarter.next)
    first, second = pages_of(written(running))
    for page in (first, second):
        assert "loopt nog: cijfers tot en met 26 november 2026" in page
    assert "2026-Q3: 1" in first
    assert "(=)" not in first
    assert "loopt nog" not in " ".join(pages_of(written(running, at=running.end)))
    assert "(=)" in pages_of(written(running, at=running.end))[0]


def test_a_long_name_stands_whole_over_two_lines_while_there_is_room():
    figures = crowded(names=0, number=0)
    name = "Actieve en slimme implantaten voor de revalidatie"
    demand = Demand(words.THEME, name, "implants", unheard=3)
    _first, second = pages_of(pdf_of(replace(figures, unmet=[demand])))
    assert words_of(f"{name} (thema) 3 3") in words_of(second)
