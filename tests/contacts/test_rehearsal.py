"""A change of the vocabulary is seen before it takes effect: what would be matched differently."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clusters.enums import TermMode
from clusters.models import Focus, Term
from contacts import matching, review
from contacts.enums import RequestStatus
from contacts.matching.comparison import (
    compare,
    themes_gained_or_lost,
    themes_weighed_otherwise,
    touched,
)
from contacts.models import IntroductionRequest
from contacts.rehearsal import rehearse_focus, rehearse_term, requests_to_look_at
from tests import builders
from tests.builders import AT

ADD = "/admin/clusters/term/add/"


@pytest.fixture
def register(db):
    """North is strong in imaging, West in wounds; one word is known of each."""
    imaging, wounds = builders.theme("imaging", "beeldvorming"), builders.theme("wounds", "wonden")
    Term.objects.create(theme=imaging, language="nl", text="echografie")
    Term.objects.create(theme=wounds, language="nl", text="brandwond")
    builders.fact(Focus, cluster=builders.cluster("north"), theme=imaging, weight=3)
    builders.fact(Focus, cluster=builders.cluster("west"), theme=wounds, weight=3)
    return imaging, wounds


@pytest.fixture
def anouk(client, db):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def ask(text, **fields):
    return builders.request(text=text, themes=[], **fields)


def typed(theme, text="scanner", **changes):
    return {"theme": theme.pk, "language": "nl", "text": text, "mode": "stem", **changes}


def told(response):
    return " ".join(response.content.decode().split())


# --- what would change ----------------------------------------------------------------------------------


def test_a_new_term_tells_which_requests_would_get_another_answer(register):
    imaging, _wounds = register
    touched_, _other = ask("Wij bouwen een scanner."), ask("Wij maken fietsen.")
    rehearsed = rehearse_term(old=None, new=Term(theme=imaging, language="nl", text="scanner"), at=AT)
    assert rehearsed.looked_at == 2
    ((request, change),) = rehearsed.different
    assert request == touched_
    assert (change.best_before, change.best_after) == ("", "north")
    assert (change.before.verdict, change.after.verdict) == ("none", "doubtful")
    assert Term.objects.count() == 2


def test_a_deleted_term_tells_who_would_lose_their_answer(register):
    ask("Wij zoeken echografie.")
    rehearsed = rehearse_term(old=Term.objects.get(text="echografie"), new=None, at=AT)
    ((_request, change),) = rehearsed.different
    assert (change.best_before, change.best_after, change.gone) == ("north", "", ("north",))


def test_a_term_moved_to_another_theme_is_a_change_of_both(register):
    _imaging, wounds = register
    ask("Wij zoeken echografie.")
    old = Term.objects.get(text="echografie")
    new = Term(pk=old.pk, theme=wounds, language="nl", text="echografie", mode="stem")
    ((_request, change),) = rehearse_term(old=old, new=new, at=AT).different
    assert (change.best_before, change.best_after) == ("north", "west")


def test_a_term_that_stays_as_it_is_changes_nothing(register):
    ask("Wij zoeken echografie.")
    term = Term.objects.get(text="echografie")
    rehearsed = rehearse_term(old=term, new=Term.objects.get(pk=term.pk), at=AT)
    assert (rehearsed.looked_at, rehearsed.different, rehearsed.only_inside) == (1, (), 0)


def test_a_heavier_focus_and_one_taken_away_are_rehearsed_too(register):
    imaging, _wounds = register
    ask("Wij zoeken echografie.")
    west = Focus.objects.get(cluster__slug="west")
    new = Focus(
        cluster=west.cluster, theme=imaging, weight=3, source=builders.source(), stated_on=builders.LONG_AGO
    )
    ((_request, change),) = rehearse_focus(old=None, new=new, at=AT).different
    assert change.arrived == ("west",)
    ((_request, change),) = rehearse_focus(
        old=Focus.objects.get(cluster__slug="north"), new=None, at=AT
    ).different
    assert (change.best_before, change.best_after) == ("north", "")


def test_a_focus_of_a_pole_that_ended_counts_for_the_one_that_took_over(register):
    ask("Wij zoeken echografie.")
    north = Focus.objects.get(cluster__slug="north")
    builders.succession(north.cluster, builders.cluster("heir"))
    ((_request, change),) = rehearse_focus(old=north, new=None, at=AT).different
    assert (change.best_before, change.best_after) == ("heir", "")


def test_the_open_requests_are_looked_at_and_the_decided_ones_but_no_spam(register):
    by = builders.staff()
    opened, declined, withdrawn, spam = (ask("scanner", organisation_name=f"B{n}") for n in range(4))
    review.decline(declined, "no_fit", by=by, at=AT)
    review.withdraw(withdrawn, by=by, at=AT)
    IntroductionRequest.objects.filter(pk=spam.pk).update(status=RequestStatus.SPAM, closed_at=AT)
    assert set(requests_to_look_at()) == {opened, declined}


def test_of_the_decided_requests_the_last_ones_are_looked_at(register, monkeypatch):
    monkeypatch.setattr("contacts.rehearsal.DECIDED", 2)
    by = builders.staff()
    for number in range(3):
        request = ask("scanner", organisation_name=f"B{number}")
        review.decline(request, "no_fit", by=by, at=AT + dt.timedelta(days=number))
    assert [row.organisation_name for row in requests_to_look_at()] == ["B2", "B1"]


# --- only what can change is matched again ----------------------------------------------------------------

WORDS = "echo echografie brandwond wond hart hartfalen falen geen prostaat kanker de van Scan MRI longkanker"
SPELLINGS = st.sampled_from(WORDS.split())
TEXTS = st.lists(st.one_of(SPELLINGS, SPELLINGS.map(str.upper), SPELLINGS.map(lambda w: w[:-1] + "x"))).map(
    " ".join
)
TERMS = st.builds(
    matching.Term,
    st.sampled_from(["imaging", "wounds", "heart"]),
    st.lists(SPELLINGS, min_size=1, max_size=3).map(" ".join),
    st.sampled_from(TermMode.values),
    st.sampled_from(["", "nl", "fr", "en"]),
)
THEMES = [matching.Theme(slug, matching.Labels(slug)) for slug in ("imaging", "wounds", "heart")]
PROJECT = matching.Named("project", matching.Labels("P"), wording=("hartfalen en echografie",))
PROFILES = [
    matching.Profile("north", "North", focuses=(matching.Focus("imaging", 3),), named=(PROJECT,)),
    matching.Profile("west", "West", focuses=(matching.Focus("wounds", 2), matching.Focus("heart", 1))),
]


@settings(max_examples=400)
@given(st.lists(TERMS, max_size=8), TERMS, st.lists(TEXTS, min_size=1, max_size=6))
def test_no_request_that_changes_is_left_out(terms, new, texts):
    before, after = (
        matching.Index.build(themes=THEMES, vocabulary=matching.Vocabulary.build(known), profiles=PROFILES)
        for known in (terms, [*terms, new])
    )
    enquiries = [(number, matching.Enquiry(text)) for number, text in enumerate(texts)]
    of_themes = themes_gained_or_lost(before, after)
    changed = before.with_vocabulary(matching.Vocabulary.build([*terms, new]))
    known = (before.vocabulary, after.vocabulary)
    some = touched(enquiries, [new], of_themes=of_themes, known=known)
    assert compare(enquiries, before, changed) == compare(enquiries, before, after)
    assert compare(some, before, after) == compare(enquiries, before, after)


# Misspelt, it means a longer word that holds another theme's term.
@example(
    [
        matching.Term("imaging", "longkanker", "stem", ""),
        matching.Term("wounds", "kanker", "compound", ""),
    ],
    "wounds",
    1,
    ["longkankex"],
)
@settings(max_examples=200)
@given(
    st.lists(TERMS, max_size=8),
    st.sampled_from(["imaging", "wounds", "heart"]),
    st.integers(1, 3),
    st.lists(TEXTS, min_size=1, max_size=6),
)
def test_no_request_that_another_focus_changes_is_left_out(terms, theme, weight, texts):
    vocabulary = matching.Vocabulary.build(terms)
    profiles = [*PROFILES, matching.Profile("south", "South")]
    before = matching.Index.build(themes=THEMES, vocabulary=vocabulary, profiles=profiles)
    heavier = matching.Focus(theme, weight)
    after = before.with_focuses({"south": (heavier,)})
    south = matching.Profile("south", "South", focuses=(heavier,))
    built = matching.Index.build(themes=THEMES, vocabulary=vocabulary, profiles=[*PROFILES, south])
    assert (after.covers, after.specificity, after.carried) == (
        built.covers,
        built.specificity,
        built.carried,
    )
    enquiries = [(number, matching.Enquiry(text)) for number, text in enumerate(texts)]
    of_themes = themes_weighed_otherwise(before, after)
    some = touched(enquiries, [], of_themes=of_themes, known=[vocabulary])
    assert compare(some, before, after) == compare(enquiries, before, after)


# --- the page between “save” and saving -------------------------------------------------------------------


def test_a_new_term_is_stored_only_after_its_effect_was_seen(client, anouk, register):
    request = ask("Wij bouwen een scanner.")
    shown = client.post(ADD, typed(register[0]))
    assert shown.status_code == 200
    assert "With this change 1 of 1 request would be matched differently." in told(shown)
    assert request.reference in told(shown)
    assert reverse("admin:contacts_introductionrequest_change", args=[request.pk]) in told(shown)
    assert not Term.objects.filter(text="scanner").exists()
    saved = client.post(ADD, {**typed(register[0]), "_seen_what_changes": "1"})
    assert saved.status_code == 302
    term = Term.objects.get(text="scanner")
    assert term.history.get().history_user == anouk


def test_the_preview_carries_everything_that_was_typed(client, anouk, register):
    html = told(client.post(ADD, typed(register[0], text="l'écho <b>", _addanother="1")))
    assert '<input type="hidden" name="text" value="l&#x27;écho &lt;b&gt;">' in html
    assert '<input type="hidden" name="_addanother" value="1">' in html


def test_back_to_the_form_keeps_what_was_typed_and_stores_nothing(client, anouk, register):
    back = client.post(ADD, {**typed(register[0], text="scannertje"), "_back_to_form": "1"})
    form = back.context["adminform"].form
    assert (form["text"].value(), form.errors) == ("scannertje", {})
    assert "errornote" not in told(back)
    assert not Term.objects.filter(text="scannertje").exists()


def test_a_mistake_is_told_at_once_without_a_preview(client, anouk, register):
    answer = client.post(ADD, typed(register[0], text=""))
    assert answer.context["adminform"].form.errors["text"]
    twice = client.post(ADD, typed(register[0], text="Échografie"))
    assert twice.context["adminform"].form.errors


def test_a_change_shows_old_and_new_and_a_stale_one_shows_the_conflict(client, anouk, register):
    term = Term.objects.get(text="echografie")
    address = reverse("admin:clusters_term_change", args=[term.pk])
    version = client.get(address).context["row_version"]
    shown = told(client.post(address, {**typed(register[0], text="echo"), "_version": version}))
    assert "<del>echografie</del> → <ins>echo</ins>" in shown
    assert f'name="_version" value="{version}"' in shown
    Term.objects.filter(pk=term.pk).update(text="echografisch")
    late = client.post(
        address, {**typed(register[0], text="echo"), "_version": version, "_seen_what_changes": "1"}
    )
    assert late.status_code == 409
    assert "_seen_what_changes" not in told(late)
    assert Term.objects.get(pk=term.pk).text == "echografisch"


def test_what_matching_does_not_read_is_saved_at_once(client, anouk, register):
    focus = Focus.objects.get(cluster__slug="north")
    address = reverse("admin:clusters_focus_change", args=[focus.pk])
    page = client.get(address)
    form = page.context["adminform"].form
    values = {
        name: "" if form[name].value() is None else form[name].value()
        for name in form.fields
        if form[name].value() is not False
    }
    values["_version"] = page.context["row_version"]
    assert client.post(address, {**values, "wording": "beeld"}).status_code == 302
    page = client.get(address)
    values["_version"] = page.context["row_version"]
    shown = client.post(address, {**values, "wording": "beeld", "weight": "1"})
    assert "What this change would do" in told(shown)
    focus.refresh_from_db()
    assert (focus.wording, focus.weight) == ("beeld", 3)


def test_deleting_a_term_shows_what_it_does_on_the_page_that_asks_for_certainty(client, anouk, register):
    ask("Wij zoeken echografie.")
    term = Term.objects.get(text="echografie")
    address = reverse("admin:clusters_term_delete", args=[term.pk])
    assert "With this change 1 of 1 request would be matched differently." in told(client.get(address))
    sure = {"post": "yes", "_version": client.get(address).context["row_version"]}
    assert client.post(address, sure).status_code == 302
    assert not Term.objects.filter(pk=term.pk).exists()


def test_terms_are_not_deleted_by_the_handful(client, anouk, register):
    term = Term.objects.first()
    action = {"action": "delete_selected", "_selected_action": [term.pk], "post": "yes"}
    client.post(reverse("admin:clusters_term_changelist"), action)
    assert Term.objects.filter(pk=term.pk).exists()


def test_who_may_not_see_requests_is_told_how_many_but_not_which(client, register):
    person = builders.staff("bram", superuser=False)
    person.user_permissions.add(*Permission.objects.filter(codename__in=["add_term", "view_term"]))
    client.force_login(person)
    request = ask("Wij bouwen een scanner.")
    html = told(client.post(ADD, typed(register[0])))
    assert "1 of 1 request" in html
    assert request.reference not in html


def test_who_may_not_add_a_term_sees_no_preview_either(client, register):
    client.force_login(builders.staff("bram", superuser=False))
    assert client.post(ADD, typed(register[0])).status_code == 403


def test_the_preview_costs_the_same_for_two_requests_as_for_six(client, anouk, register):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.post(ADD, typed(register[0])).status_code == 200
        return len(captured)

    for number in range(2):
        ask("scanner", organisation_name=f"B{number}")
    queries()
    few = queries()
    for number in range(2, 6):
        ask("scanner", organisation_name=f"B{number}")
    assert queries() == few
