"""What the database itself refuses, by the name of the rule, on both engines."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from contacts.enums import MailKind
from contacts.models import (
    ClosedQuarter,
    ClusterAnswer,
    ContactPerson,
    Enquirer,
    Introduction,
    IntroductionRequest,
    LetterTemplate,
    Match,
    Outcome,
    OutgoingMail,
    QuarterFile,
    Remark,
)
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db


def mail(**fields):
    values = {
        "kind": MailKind.INTRODUCTION,
        "recipient": "claire@pole.example",
        "language": "fr",
        "subject": "x",
        "body": "x",
        "message_id": f"<{OutgoingMail.objects.count()}@office.example>",
        "created_at": AT,
        "not_before": AT,
        **fields,
    }
    return OutgoingMail.objects.create(**values)


def match(**fields):
    row = fields.pop("request", None) or builders.request()
    pole = fields.pop("cluster", None) or builders.cluster()
    return Match.objects.create(request=row, cluster=pole, **{"rank": 1, **fields})


def introduction(**fields):
    return builders.introduction(**fields)


def answer(**fields):
    return ClusterAnswer.objects.create(
        introduction=introduction(), form_token=uuid4(), received_at=AT, **fields
    )


def remark(**fields):
    return Remark.objects.create(request=builders.request(), form_token=uuid4(), received_at=AT, **fields)


def template(**fields):
    values = {"kind": "teaser", "language": "fr", "subject": "Bonjour", "body": "Bonjour,", **fields}
    return LetterTemplate.objects.create(**values)


def second_match():
    first = match()
    match(request=first.request, cluster=first.cluster)


def second_introduction():
    first = introduction()
    introduction(request=first.request, cluster=first.cluster)


def second_mail():
    letter = introduction()
    mail(introduction=letter)
    mail(introduction=letter)


def second_outcome():
    letter = introduction()
    for _ in range(2):
        Outcome.objects.create(
            introduction=letter, kind="meeting", happened_on=dt.date(2026, 7, 2), recorded_at=AT
        )


def closed(quarter="2026-Q3", definitions="2"):
    return ClosedQuarter.objects.create(quarter=quarter, definitions=definitions, closed_at=AT)


def quarter_file(parent=None, sha256="0" * 64):
    return QuarterFile.objects.create(
        closed=parent or closed(), name="requests.csv", content=b"", size=0, sha256=sha256
    )


def second_quarter_file():
    quarter = closed()
    for _ in range(2):
        quarter_file(quarter)


REFUSED = {
    "contacts_enquirer_kvk_unique": lambda: [builders.enquirer(kvk="12345678") for _ in range(2)],
    "contacts_enquirer_has_name": lambda: builders.enquirer(""),
    "contacts_enquirer_kvk_eight_digits": lambda: builders.enquirer(kvk="1234567"),
    "contacts_contactperson_has_email": lambda: builders.person(builders.enquirer(), email=""),
    "contacts_request_reference_form": lambda: builders.request(reference="IA-0OIL11"),
    "contacts_request_status_known": lambda: builders.request(status="archived"),
    "contacts_request_closed_at_iff_final": lambda: builders.request(status="spam"),
    "contacts_request_introduced_at_fits_status": lambda: builders.request(status="introduced"),
    "contacts_request_follow_up_what_needs_day": lambda: builders.request(follow_up_what="call"),
    "contacts_request_follow_up_only_while_open": lambda: builders.request(
        status="spam", closed_at=AT, follow_up_on=AT.date()
    ),
    "contacts_request_reason_iff_declined": lambda: builders.request(status="declined", closed_at=AT),
    "contacts_match_once_per_cluster": second_match,
    "contacts_match_decided_at_iff_decided": lambda: match(decision="accepted"),
    "contacts_match_reason_iff_rejected": lambda: match(decision="rejected", decided_at=AT),
    "contacts_introduction_once_per_cluster": second_introduction,
    "contacts_introduction_status_known": lambda: introduction(status="lost"),
    "contacts_introduction_sent_at_fits_status": lambda: introduction(status="sent"),
    "contacts_introduction_answered_at_fits_status": lambda: introduction(status="accepted", sent_at=AT),
    "contacts_introduction_answer_days_iff_answered": lambda: introduction(answer_days=3),
    "contacts_introduction_disclosed_only_after_teaser": lambda: introduction(disclosed_at=AT),
    "contacts_introduction_closed_at_iff_final": lambda: introduction(closed_at=AT),
    "contacts_introduction_reason_iff_refused": lambda: introduction(refusal_reason="other"),
    "contacts_outcome_once_per_kind": second_outcome,
    "contacts_mail_sent_at_iff_sent": lambda: mail(status="sent"),
    "contacts_mail_bounced_at_iff_bounced": lambda: mail(bounced_at=AT),
    "contacts_mail_once_per_introduction": second_mail,
    "contacts_clusteranswer_reason_iff_refused": lambda: answer(kind="refused"),
    "contacts_clusteranswer_cluster_iff_elsewhere": lambda: answer(kind="elsewhere"),
    "contacts_clusteranswer_message_has_text": lambda: answer(kind="message"),
    "contacts_remark_text_iff_remark": lambda: remark(text=""),
    "contacts_remark_introduction_iff_withdrawn_from": lambda: remark(kind="withdrawn_from"),
    "contacts_lettertemplate_once": lambda: [template() for _ in range(2)],
    "contacts_lettertemplate_not_empty": lambda: template(body=""),
    "contacts_closedquarter_is_one": lambda: closed("2026-Q5"),
    "contacts_closedquarter_has_definitions": lambda: closed(definitions=""),
    "contacts_quarterfile_once": second_quarter_file,
    "contacts_quarterfile_has_digest": lambda: quarter_file(sha256="0" * 63),
}
# SQLite names the columns of a broken uniqueness instead of the rule.
COLUMNS = {
    "contacts_quarterfile_once": ("quarterfile", "closed_id", "name"),
    "contacts_match_once_per_cluster": ("match", "request_id", "cluster_id"),
    "contacts_introduction_once_per_cluster": ("introduction", "request_id", "cluster_id"),
    "contacts_outcome_once_per_kind": ("outcome", "introduction_id", "kind"),
    "contacts_enquirer_kvk_unique": ("enquirer", "kvk"),
    "contacts_mail_once_per_introduction": ("outgoingmail", "introduction_id", "kind"),
    "contacts_lettertemplate_once": ("lettertemplate", "kind", "language"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name]()
    table, *columns = COLUMNS.get(name, ("",))
    on_sqlite = ", ".join(f"contacts_{table}.{column}" for column in columns) or name
    assert (on_sqlite if connection.vendor == "sqlite" else name) in str(refused.value)


def test_every_constraint_of_the_desk_is_tried_here():
    tables = [
        *(ClusterAnswer, ContactPerson, Enquirer, Introduction, IntroductionRequest),
        *(LetterTemplate, Match, Outcome, OutgoingMail, Remark, ClosedQuarter, QuarterFile),
    ]
    named = {constraint.name for table in tables for constraint in table._meta.constraints}
    assert named == set(REFUSED)


def test_a_quarter_is_closed_once():
    closed()
    with pytest.raises(IntegrityError), transaction.atomic():
        closed()


def test_several_enquirers_may_have_no_kvk_number():
    builders.enquirer("A")
    builders.enquirer("B")
    assert Enquirer.objects.filter(kvk="").count() == 2


def test_several_mails_may_belong_to_no_introduction():
    mail()
    mail()
    assert OutgoingMail.objects.filter(introduction=None).count() == 2
