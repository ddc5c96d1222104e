"""A request's shortlist: drawn up, kept, decided."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.enums import TermMode
from clusters.models import Cluster, ClusterName, Focus, Term
from contacts import shortlist
from contacts.enums import HistoryAction, MatchDecision, MatchOrigin, RejectReason, Verdict
from contacts.models import HistoryEntry, IntroductionRequest, Match
from tests import builders

pytestmark = pytest.mark.django_db

AT = builders.AT
LATER = AT + dt.timedelta(days=1)


@pytest.fixture
def poles() -> list[Cluster]:
    """North is strong in imaging, South a little, West in wounds only."""
    imaging, wounds = builders.theme("imaging", "beeldvorming"), builders.theme("wounds", "wonden")
    Term.objects.create(theme=imaging, language="nl", text="echografie", mode=TermMode.STEM)
    Term.objects.create(theme=wounds, language="nl", text="brandwond", mode=TermMode.STEM)
    north, south, west = (builders.cluster(slug) for slug in ("north", "south", "west"))
    builders.fact(Focus, cluster=north, theme=imaging, weight=3, quote="beelden", source_line=4)
    builders.fact(Focus, cluster=south, theme=imaging, weight=1)
    builders.fact(Focus, cluster=west, theme=wounds, weight=3)
    return [north, south, west]


@pytest.fixture
def request_(poles) -> IntroductionRequest:
    return builders.request(text="Wij zoeken een partner voor echografie en echo's.", themes=[])


def slugs(matches) -> list[str]:
    return [match.cluster.slug for match in matches]


def stored(request) -> list[tuple[str, int, str]]:
    return list(request.matches.order_by("rank").values_list("cluster__slug", "rank", "decision"))


def story(request, action) -> list[HistoryEntry]:
    return list(request.story.filter(action=action))


# --- drawing up ------------------------------------------------------------------------------------------


def test_drawing_up_stores_every_pole_with_evidence_best_first(request_):
    assert slugs(shortlist.draw_up(request_, at=AT)) == ["north", "south"]
    assert stored(request_) == [("north", 1, "proposed"), ("south", 2, "proposed")]
    request_.refresh_from_db()
    assert request_.verdict in (Verdict.SUGGEST, Verdict.DOUBTFUL)
    assert request_.fit > 0
    assert request_.shortlist_drawn_at == AT
    match = request_.matches.get(rank=1)
    assert match.vocabulary_version == request_.vocabulary_version
    assert len(request_.vocabulary_version) == 16
    assert match.reasons[0]["words"] == ["echografie"]


def test_drawing_up_writes_one_line_of_the_story(request_):
    shortlist.draw_up(request_, at=AT)
    (line,) = story(request_, HistoryAction.SHORTLIST_DRAWN)
    assert (line.by, line.actor, line.at) == (None, "system", AT)
    assert line.data["clusters"] == ["north", "south"]


def test_a_request_about_nothing_known_gets_an_empty_shortlist_and_the_verdict_none(poles):
    request = builders.request(text="Wij zoeken een dealer voor bakfietsen", themes=[])
    assert shortlist.draw_up(request, at=AT) == []
    request.refresh_from_db()
    assert (request.verdict, request.fit) == (Verdict.NONE, 0)


def test_a_ticked_theme_counts_without_words(poles):
    request = builders.request(text="Graag overleg.", themes=[builders.theme("wounds")])
    assert slugs(shortlist.draw_up(request, at=AT)) == ["west"]


def test_a_pole_that_ended_is_not_proposed(request_, poles):
    builders.succession(poles[0], poles[2])
    assert slugs(shortlist.draw_up(request_, at=AT)) == ["west", "south"]


def test_drawing_up_again_renews_what_nobody_decided_and_keeps_the_rows(request_):
    first = shortlist.draw_up(request_, at=AT)
    Focus.objects.filter(cluster__slug="south").update(weight=3)
    Focus.objects.filter(cluster__slug="north").update(weight=1)
    second = shortlist.draw_up(request_, at=LATER)
    assert slugs(second) == ["south", "north"]
    assert {match.pk for match in first} == {match.pk for match in second}
    assert len(story(request_, HistoryAction.SHORTLIST_DRAWN)) == 2


def test_drawing_up_again_drops_a_proposal_without_evidence(request_):
    shortlist.draw_up(request_, at=AT)
    Focus.objects.filter(cluster__slug="south").delete()
    assert slugs(shortlist.draw_up(request_, at=LATER)) == ["north"]
    assert stored(request_) == [("north", 1, "proposed")]


def test_drawing_up_again_keeps_what_was_decided_and_what_staff_added(request_, poles):
    by = builders.staff()
    north, south = shortlist.draw_up(request_, at=AT)
    shortlist.reject(north, RejectReason.BUSY, by=by, at=AT)
    shortlist.accept(south, by=by, at=AT)
    shortlist.add(request_, poles[2], by=by, at=AT)
    reasons = request_.matches.get(cluster=poles[1]).reasons
    Focus.objects.filter(cluster__slug="south").delete()
    shortlist.draw_up(request_, at=LATER)
    assert stored(request_) == [("north", 1, "rejected"), ("south", 2, "accepted"), ("west", 3, "accepted")]
    assert request_.matches.get(cluster=poles[1]).reasons == reasons


def test_drawing_up_takes_the_same_number_of_queries_for_two_poles_and_for_eight(request_):
    shortlist.draw_up(request_, at=AT)
    with CaptureQueriesContext(connection) as few:
        shortlist.draw_up(request_, at=AT)
    for number in range(6):
        extra = builders.cluster(f"extra-{number}")
        builders.fact(Focus, cluster=extra, theme=builders.theme("imaging"), weight=2)
    shortlist.draw_up(request_, at=AT)
    with CaptureQueriesContext(connection) as many:
        assert len(shortlist.draw_up(request_, at=AT)) == 8
    assert len(few) == len(many)


# --- deciding --------------------------------------------------------------------------------------------


def test_accepting_says_who_and_when_and_is_told_once(request_):
    by = builders.staff()
    (north, _south) = shortlist.draw_up(request_, at=AT)
    accepted = shortlist.accept(north, by=by, at=LATER)
    shortlist.accept(north, by=by, at=LATER + dt.timedelta(hours=1))
    assert (accepted.decision, accepted.decided_by, accepted.decided_at) == ("accepted", by, LATER)
    (line,) = story(request_, HistoryAction.MATCH_ACCEPTED)
    assert (line.by, line.data["cluster"]) == (by, "north")


def test_rejecting_needs_a_known_reason_and_without_one_leaves_no_trace(request_):
    by = builders.staff()
    (north, _south) = shortlist.draw_up(request_, at=AT)
    for reason in ("", "because"):
        with pytest.raises(shortlist.ReasonRequired):
            shortlist.reject(north, reason, by=by, at=LATER)
    assert stored(request_)[0] == ("north", 1, "proposed")
    assert story(request_, HistoryAction.MATCH_REJECTED) == []


def test_rejecting_keeps_the_reason_and_the_note(request_):
    (north, _south) = shortlist.draw_up(request_, at=AT)
    rejected = shortlist.reject(
        north, RejectReason.WRONG_REGION, by=builders.staff(), at=LATER, note="te ver"
    )
    assert (rejected.decision, rejected.reject_reason) == ("rejected", "wrong_region")
    (line,) = story(request_, HistoryAction.MATCH_REJECTED)
    assert (line.note, line.data["reason"]) == ("te ver", "wrong_region")


def test_a_change_of_mind_is_possible_before_a_letter(request_):
    by = builders.staff()
    (north, _south) = shortlist.draw_up(request_, at=AT)
    shortlist.reject(north, RejectReason.BUSY, by=by, at=AT)
    accepted = shortlist.accept(north, by=by, at=LATER)
    assert (accepted.decision, accepted.reject_reason) == ("accepted", "")


def test_a_pole_with_a_letter_cannot_be_rejected_any_more(request_):
    by = builders.staff()
    (north, _south) = shortlist.draw_up(request_, at=AT)
    shortlist.accept(north, by=by, at=AT)
    builders.introduction(request=request_, cluster=north.cluster)
    with pytest.raises(shortlist.AlreadyIntroduced):
        shortlist.reject(north, RejectReason.BUSY, by=by, at=LATER)
    assert stored(request_)[0] == ("north", 1, "accepted")


def test_adding_by_hand_is_accepted_at_once_and_says_why_the_matching_had_not(request_, poles):
    by = builders.staff()
    shortlist.draw_up(request_, at=AT)
    added = shortlist.add(request_, poles[2], by=by, at=LATER)
    assert (added.origin, added.decision, added.rank) == (MatchOrigin.STAFF, MatchDecision.ACCEPTED, 3)
    assert any(not spoken.supports for spoken in shortlist.explain(added.reasons, "nl"))
    assert len(story(request_, HistoryAction.MATCH_ADDED)) == 1


def test_adding_a_proposed_or_rejected_pole_accepts_it(request_, poles):
    by = builders.staff()
    (north, _south) = shortlist.draw_up(request_, at=AT)
    shortlist.reject(north, RejectReason.BUSY, by=by, at=AT)
    added = shortlist.add(request_, poles[0], by=by, at=LATER)
    assert (added.pk, added.decision, added.origin) == (north.pk, "accepted", "engine")
    with pytest.raises(shortlist.AlreadyOnShortlist):
        shortlist.add(request_, poles[0], by=by, at=LATER)
    assert Match.objects.count() == 2


def test_a_pole_that_ended_cannot_be_added(request_, poles):
    builders.succession(poles[2], poles[0])
    with pytest.raises(shortlist.HasEnded) as refused:
        shortlist.add(request_, poles[2], by=builders.staff(), at=AT)
    assert refused.value.successor == poles[0]
    assert Match.objects.count() == 0


def test_a_pole_that_ended_without_a_successor_cannot_be_added_and_why_not_says_so(request_, poles):
    builders.fact(ClusterName, cluster=poles[2], text="Gone", valid_until=AT.date())
    with pytest.raises(shortlist.HasEnded) as refused:
        shortlist.add(request_, poles[2], by=builders.staff(), at=AT)
    assert refused.value.successor is None
    [told] = shortlist.why_not(request_, poles[2], language="en", on=AT.date())
    assert (told.text, told.supports) == ("This pôle has ended.", False)


# --- reading ---------------------------------------------------------------------------------------------


def test_reasons_are_read_in_the_readers_language_with_their_source(request_):
    match = shortlist.draw_up(request_, at=AT)[0]
    match.refresh_from_db()
    for language in ("nl", "fr", "en"):
        spoken = shortlist.explain(match.reasons, language)[0]
        assert spoken.kind == "theme"
        assert "beelden" in spoken.source
        assert [request_.text[start:end] for start, end in spoken.spans] == ["echografie"]


def test_why_not_answers_for_any_pole(request_, poles):
    told = shortlist.why_not(request_, poles[2], language="en")
    assert told
    assert not told[0].supports


def test_the_inbox_shows_the_best_suggestion_in_one_query(request_, poles):
    by = builders.staff()
    north, south = shortlist.draw_up(request_, at=AT)
    other = builders.request(text="niets", themes=[], organisation_name="Ander")

    def shown() -> dict[int, str | None]:
        with CaptureQueriesContext(connection) as captured:
            rows = list(shortlist.with_best_suggestion(IntroductionRequest.objects.all()))
        assert len(captured) == 1
        return {row.pk: vars(row)["best_suggestion"] for row in rows}

    assert shown() == {request_.pk: "North", other.pk: None}
    shortlist.reject(north, RejectReason.BUSY, by=by, at=AT)
    assert shown()[request_.pk] == "South"
    shortlist.accept(north, by=by, at=AT)
    shortlist.add(request_, poles[2], by=by, at=AT)
    assert shown()[request_.pk] == "North"
    assert south.pk
