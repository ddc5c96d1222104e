"""“Why not X?” for any pôle, and what the office has seen of a pôle lately."""

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.models import Figure, Focus, Term
from contacts import experience, introductions, shortlist
from contacts.enums import IntroductionStatus, RefusalReason, RejectReason
from contacts.experience import NONE, Experience
from contacts.models import Introduction
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


@pytest.fixture
def poles():
    """North is strong in imaging, South a little, West in wounds only."""
    imaging, wounds = builders.theme("imaging", "beeldvorming"), builders.theme("wounds", "wonden")
    Term.objects.create(theme=imaging, language="nl", text="echografie")
    north, south, west = (builders.cluster(slug) for slug in ("north", "south", "west"))
    builders.fact(Focus, cluster=north, theme=imaging, weight=3, quote="beelden", source_line=4)
    builders.fact(Focus, cluster=south, theme=imaging, weight=1)
    builders.fact(Focus, cluster=west, theme=wounds, weight=3)
    return north, south, west


@pytest.fixture
def request_(poles):
    request = builders.request(text="Wij zoeken < echografie & meer > in Frankrijk.", themes=[])
    shortlist.draw_up(request, at=AT)
    return request


def asked(client, request, pole):
    return client.get(
        reverse("admin:contacts_introductionrequest_why_not", args=[request.pk]), {"pole": pole}
    )


def told(response):
    return " ".join(response.content.decode().split())


# --- why not? -------------------------------------------------------------------------------------------


def test_a_pole_that_was_not_proposed_is_told_what_was_missing_and_what_outweighed_it(
    client, anouk, request_
):
    html = told(asked(client, request_, "west"))
    assert "Why not West?" in html
    assert "Not on the shortlist." in html
    assert "Nothing in the enquiry points to this pôle." in html
    assert "beeldvorming is not in the profile of this pôle." in html
    assert "North, South answer the enquiry better (beeldvorming)." in html


def test_a_pole_further_down_shows_its_reasons_for_as_well_with_the_words_marked(client, anouk, request_):
    html = told(asked(client, request_, "south"))
    assert "Number 2 on the shortlist." in html
    assert "The pôle is also active in beeldvorming." in html
    assert "North answer the enquiry better" in html
    assert "&lt; <mark>echografie</mark> &amp; meer &gt;" in html


def test_a_rejected_pole_shows_who_rejected_it_and_why(client, anouk, request_):
    shortlist.reject(request_.matches.get(rank=1), RejectReason.WRONG_REGION, by=anouk, at=AT)
    html = told(asked(client, request_, "north"))
    assert "wrong region" in html
    assert "The source says (line 4): “beelden”." in html


def test_a_merged_pole_says_what_it_became_and_leads_there(client, anouk, request_, poles):
    builders.succession(poles[1], poles[2])
    html = told(asked(client, request_, "south"))
    assert "This pôle ended; West took over its work." in html
    assert '<a class="button" href="?pole=west">Why not West?</a>' in html
    assert '<option value="south" selected>South (now West)</option>' in html


def test_the_answer_comes_in_the_readers_language(client, anouk, request_):
    anouk.language = "fr"
    anouk.save()
    assert 'lang="fr"' in told(asked(client, request_, "west"))


def test_every_pole_can_be_asked_about_from_the_requests_page(client, anouk, request_):
    html = told(client.get(reverse("admin:contacts_introductionrequest_change", args=[request_.pk])))
    for slug in ("north", "south", "west"):
        assert f'<option value="{slug}">' in html
    assert f'action="{reverse("admin:contacts_introductionrequest_why_not", args=[request_.pk])}"' in html


def test_asking_nothing_leads_back_and_asking_about_nobody_is_not_found(client, anouk, request_):
    page = reverse("admin:contacts_introductionrequest_change", args=[request_.pk])
    assert asked(client, request_, "")["Location"] == page
    assert asked(client, request_, "nowhere").status_code == 404
    assert client.get("/admin/contacts/introductionrequest/999999/why-not/?pole=west").status_code == 404


def test_who_may_not_see_requests_gets_no_answer(client, request_):
    person = builders.staff("new", superuser=False)
    client.force_login(person)
    assert asked(client, request_, "west").status_code == 403
    person.user_permissions.add(Permission.objects.get(codename="view_introductionrequest"))
    assert asked(client, request_, "west").status_code == 200


def test_the_answer_costs_the_same_among_three_poles_as_among_eight(client, anouk, request_):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert asked(client, request_, "west").status_code == 200
        return len(captured)

    queries()
    few = queries()
    for number in range(5):
        extra = builders.cluster(f"extra-{number}")
        builders.fact(Focus, cluster=extra, theme=builders.theme("imaging"), weight=2)
    queries()
    assert queries() == few


# --- experience -----------------------------------------------------------------------------------------


def letter(pole, *, sent, by, answered=None, refused=False, name=""):
    if not pole.contacts.exists():
        builders.cluster_contact(pole)
    request = builders.request(themes=[], organisation_name=name or f"B{Introduction.objects.count()}")
    row = introductions.send(introductions.prepare(request, pole, by=by, at=sent), by=by, at=sent)
    row = Introduction.objects.get(pk=row.pk)
    if answered:
        status = IntroductionStatus.REFUSED if refused else IntroductionStatus.ACCEPTED
        reason = RefusalReason.NO_CAPACITY if refused else ""
        introductions.record_answer(row, status, by=by, at=answered, reason=reason)


def days(number):
    return dt.timedelta(days=number)


def test_experience_counts_the_last_twelve_months_and_takes_the_median_of_the_answers(poles):
    north, by = poles[0], builders.staff()
    letter(north, sent=AT - days(400), answered=AT - days(399), by=by)
    letter(north, sent=AT - days(100), answered=AT - days(98), by=by)
    letter(north, sent=AT - days(90), answered=AT - days(81), refused=True, by=by)
    letter(north, sent=AT - days(80), answered=AT - days(76), by=by)
    letter(north, sent=AT - days(3), by=by)
    assert experience.recent(at=AT) == {
        north.pk: Experience(sent=4, taken_up=2, refused=1, unanswered=0, waiting=1, days=4)
    }


def test_a_letter_to_a_pole_that_ended_counts_for_the_one_that_took_over(poles):
    north, south, _west = poles
    letter(north, sent=AT - days(300), by=builders.staff())
    builders.succession(north, south, on=(AT - days(100)).date())
    assert experience.recent(at=AT) == {south.pk: replace(NONE, sent=1, waiting=1)}


def test_experience_takes_two_queries_however_much_there_is(poles, django_assert_num_queries):
    by = builders.staff()
    for pole in poles:
        letter(pole, sent=AT - days(5), by=by)
    with django_assert_num_queries(2):
        experience.recent(at=AT)


def test_a_suggestion_shows_experience_beside_it_and_its_score_stays_the_same(client, anouk, request_, poles):
    before = list(request_.matches.order_by("rank").values_list("cluster__slug", "score"))
    page = reverse("admin:contacts_introductionrequest_change", args=[request_.pk])
    assert told(client.get(page)).count("No introduction to this pôle in the last 12 months.") == 2
    now = timezone.now()
    letter(poles[0], sent=now - days(9), answered=now - days(2), refused=True, by=anouk)
    html = told(client.get(page))
    assert "usually answers in 7 days · last 12 months: 1 introduction, refused 1" in html
    shortlist.draw_up(request_, at=AT)
    assert list(request_.matches.order_by("rank").values_list("cluster__slug", "score")) == before


# --- figures --------------------------------------------------------------------------------------------


def test_a_figure_about_the_enquirys_theme_is_told_but_weighs_nothing(request_, poles):
    before = {row.cluster.slug: row.score for row in request_.matches.select_related("cluster")}
    builders.fact(
        Figure,
        cluster=poles[1],
        measure="groups",
        value=12,
        label_nl="groepen in echografie",
        unit_nl="groepen",
    )
    shortlist.draw_up(request_, at=AT)
    rows = request_.matches.select_related("cluster")
    assert {row.cluster.slug: row.score for row in rows} == before
    spoken = shortlist.explain(rows.get(cluster=poles[1]).reasons, "en")
    assert [each.text for each in spoken if each.kind == "figure"] == [
        "The pôle counts 12 groepen in echografie."
    ]
