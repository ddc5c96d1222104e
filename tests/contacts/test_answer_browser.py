"""Answering in a real browser: on a telephone, by keyboard, without script, in three languages."""

import datetime as dt
import uuid

import pytest
from playwright.sync_api import expect

from contacts import answers, bounces
from contacts.answers import NewAnswer
from contacts.enums import AnswerKind
from contacts.models import ClusterAnswer, Introduction
from tests import builders
from tests.browser import TELEPHONE, VIEWS, look, obstacles, sign_in
from tests.builders import AT
from tests.contacts.answering import path, sent_letter

pytestmark = pytest.mark.django_db(transaction=True)

LONG = (
    "Pôle de compétitivité des industries et technologies de la santé, du bien-être et des territoires " * 2
)
LETTER = """\
Madame,

Le bureau de l'Attaché d'innovation des Pays-Bas à Paris met en relation des organisations
néerlandaises avec les pôles de compétitivité français.

Thèmes : imagerie
Pourriez-vous nous dire si le pôle souhaite donner suite ?
"""


@pytest.fixture
def introduction(live_server):
    builders.cluster("other-pole", LONG[:120])
    builders.cluster("third-pole", "Pôle Méditerranée Santé")
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return sent_letter(sent_at=now, subject="Mise en relation IA-222222 (imagerie)", body=LETTER)


def open_to_everybody(page, name, *views):
    look(page, name)
    assert (name, obstacles(page, *(views or [TELEPHONE]))) == (name, [])


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_another_pole_is_named_without_script_or_cookie(open_page, introduction, language):
    page = open_page(path(introduction, language=language), java_script_enabled=False)
    page.locator("[name=kind][value=elsewhere]").check()
    page.locator("[name=other_cluster]").select_option(label="Pôle Méditerranée Santé")
    page.locator("#id_send").click()
    expect(page.locator("[role=status]")).to_be_visible()
    assert page.context.cookies() == []
    assert ClusterAnswer.objects.get().other_cluster.slug == "third-pole"


def test_an_answer_by_keyboard(open_page, introduction):
    page = open_page(path(introduction))
    page.locator("#id_kind_taken_up").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")  # not for us
    page.keyboard.press("Tab")
    expect(page.locator("[name=reason]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.locator("#id_send").press("Enter")
    expect(page.locator("[role=status]")).to_be_visible()
    assert ClusterAnswer.objects.get().kind == AnswerKind.REFUSED


def test_staff_see_the_answer_and_record_one_in_a_click(open_page, live_server, introduction):
    anouk = builders.staff(language="nl")
    for text in ("Avez-vous une fiche technique ?\n\nMerci.", "x" * 200):
        said = NewAnswer(kind=AnswerKind.MESSAGE, text=text)
        answers.receive(introduction, said, token=uuid.uuid4(), at=introduction.sent_at)
    page = open_page()
    sign_in(page, anouk, live_server.url)
    seen = (
        ("light", "introductionrequest", introduction.request.pk),
        ("dark", "introduction", introduction.pk),
    )
    for scheme, kind, pk in seen:
        page.emulate_media(color_scheme=scheme)
        page.goto(f"/admin/contacts/{kind}/{pk}/change/")
        expect(page.locator(".waiting-answer")).to_be_visible()
        open_to_everybody(page, f"staff-answer-{kind}", *VIEWS)
    page.locator("form.at-once button").first.click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Introduction.objects.get(pk=introduction.pk).status == "accepted"
    expect(page.locator(".waiting-answer")).to_have_count(0)


def test_staff_see_that_a_mail_came_back(open_page, live_server, introduction):
    mail = introduction.mails.get()
    page = open_page()
    sign_in(page, builders.staff(language="nl"), live_server.url)
    page.goto(f"/admin/contacts/outgoingmail/{mail.pk}/change/")
    page.locator(".came-back summary").click()
    open_to_everybody(page, "staff-mail-sent")
    bounces.mark(mail, "550 5.1.1", by=None, at=AT)
    page.goto(f"/admin/contacts/outgoingmail/{mail.pk}/change/")
    open_to_everybody(page, "staff-mail-bounced")
