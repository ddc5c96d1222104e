"""The letter's page: exactly what goes to whom, what keeps it back, its sending, and what came back."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.admin.list_export import ListExport
from clusters.admin.numbers import number_in
from contacts import disclosing, introductions, letters
from contacts.admin import filters
from contacts.admin.answers import waiting_answers
from contacts.admin.introduction_steps import MOVES, STEPS
from contacts.admin.reading import MAIL_TONES, badge
from contacts.admin.searching import WordSearch
from contacts.admin.steps import BACK_FIELD, StepForm, StepsAdmin, sentence
from contacts.admin.story import told
from contacts.enums import IntroductionStatus, MailKind, MailStatus, Release
from contacts.introductions import SendObstacle
from contacts.models import HistoryEntry, Introduction, OutgoingMail
from contacts.resources import IntroductionResource


@dataclass(frozen=True)
class ShownMail:
    """One mail exactly as it will leave or has left; `state` and `page` only once it is in the outbox."""

    title: Any
    recipient: str
    reply_to: str
    subject: str
    body: str
    language: str
    state: str = ""
    page: str = ""
    error: str = ""
    maybe_left_at: dt.datetime | None = None
    sender: str = settings.DEFAULT_FROM_EMAIL


@dataclass(frozen=True)
class ShownObstacle:
    """Why a letter cannot go, and the page on which to do something about it."""

    text: str
    page: str = ""
    label: Any = ""


@admin.register(Introduction)
class IntroductionAdmin(WordSearch, ListExport, StepsAdmin):
    resource_classes = [IntroductionResource]
    list_display = (
        "status_badge",
        "request_reference",
        "organisation",
        "cluster_name",
        "sent_at",
        "answered_at",
    )
    list_display_links = ("request_reference",)
    list_filter = filters.LETTERS
    list_select_related = ("request",)
    search_fields = ("request__search_words__having", "cluster__name_folded__contains")
    search_help_text = _("Reference, organisation, words of the enquiry, pôle")
    ordering = ("-created_at", "-pk")
    page_template = "admin/contacts/introduction.html"
    steps = STEPS

    @admin.display(description=_("status"), ordering="status")
    def status_badge(self, row: Introduction) -> str:
        return badge(row.status, row.get_status_display())

    @admin.display(description=_("request"), ordering="request__reference")
    def request_reference(self, row: Introduction) -> str:
        return row.request.reference

    @admin.display(description=_("organisation"), ordering="request__organisation_name")
    def organisation(self, row: Introduction) -> str:
        return row.request.organisation_name

    def page_queryset(self, request: HttpRequest) -> QuerySet[Introduction]:
        story = HistoryEntry.objects.select_related("by", "introduction").order_by("-at", "-pk")
        return (
            self.get_queryset(request)
            .select_related("request", "request__contact", "request__enquirer", "cluster", "recipient")
            .prefetch_related(
                "outcomes__recorded_by",
                "request__themes",
                Prefetch("request__mails", OutgoingMail.objects.order_by("pk")),
                Prefetch("story", story),
            )
        )

    def page_context(
        self, request: HttpRequest, row: Introduction, bound: Mapping[str, StepForm]
    ) -> dict[str, Any]:
        obstacles = self._obstacles(row)
        writing = self.offer(request, row, bound, names=("edit",))
        released = self._released(row)
        return {
            "title": f"{row.request.reference} → {row.cluster_name}",
            "status": badge(row.status, row.get_status_display()),
            "writing": writing,
            "letter": writing[0].form if writing else None,
            "sending": [] if obstacles else self.offer(request, row, bound, names=("send",)),
            "moves": self.offer(request, row, bound, names=MOVES),
            "released": [kind.label for kind in Release if kind in released],
            "withheld": [kind.label for kind in Release if kind not in released],
            "answers": waiting_answers(self, request, [row]),
            "obstacles": obstacles,
            "letters": self._letters(request, row),
            "story": [told(line) for line in row.story.all()],
            **self._disclosure(request, row, bound),
        }

    def _released(self, row: Introduction) -> list[str]:
        if row.status == IntroductionStatus.DRAFT:
            return letters.tellable(row.request, unnamed=row.is_teaser)
        return list(row.released)

    def _letters(self, request: HttpRequest, row: Introduction) -> list[ShownMail]:
        """The mails as the outbox has them; before the sending, as it will get them."""
        mails = [
            ShownMail(
                title=mail.get_kind_display(),
                recipient=mail.recipient,
                reply_to=mail.reply_to,
                subject=mail.subject,
                body=mail.body,
                language=mail.language,
                state=badge(mail.status, mail.get_status_display(), MAIL_TONES),
                page=reverse("admin:contacts_outgoingmail_change", args=[mail.pk]),
                error=mail.last_error,
                maybe_left_at=None if mail.status in MailStatus.DELIVERED else mail.maybe_left_at,
            )
            for mail in row.request.mails.all()
            if mail.introduction_id == row.pk
            and (mail.status != MailStatus.CANCELLED or row.status == IntroductionStatus.CANCELLED)
        ]
        if mails and row.status != IntroductionStatus.DRAFT:
            return mails
        reply_to = letters.reply_address(request.user)  # type: ignore[arg-type]
        contact, to = row.request.contact, row.recipient.email if row.recipient else ""
        return [
            ShownMail(MailKind.INTRODUCTION.label, to, reply_to, row.subject, row.body, row.language),
            ShownMail(
                MailKind.INTRODUCTION_COPY.label,
                contact.email,
                reply_to,
                row.copy_subject,
                row.copy_body,
                contact.language,
            ),
        ]

    def _obstacles(self, row: Introduction) -> list[ShownObstacle]:
        if row.status != IntroductionStatus.DRAFT:
            return []
        return shown(introductions.obstacles(row, on=timezone.localdate()), row)

    def _disclosure(
        self, request: HttpRequest, row: Introduction, bound: Mapping[str, StepForm]
    ) -> dict[str, Any]:
        """What the page needs for disclosing the name, once an unnamed letter was taken up."""
        if not (row.is_teaser and row.status == IntroductionStatus.ACCEPTED and not row.disclosed_at):
            return {}
        if found := disclosing.obstacles(row):
            return {"may_disclose_later": True, "disclosure_obstacles": shown(found, row)}
        letter, copy = disclosing.written(
            row,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        texts = {
            "subject": letter.subject,
            "body": letter.body,
            "copy_subject": copy.subject,
            "copy_body": copy.body,
        }
        return {"disclosing": self.offer(request, row, bound, names=("disclose",), initial=texts)}

    def _back(self, request: HttpRequest) -> str:
        back = number_in(request.POST.get(BACK_FIELD, ""))
        if back is None:
            return ""
        return reverse("admin:contacts_introductionrequest_change", args=[back])


def shown(found: Iterable[introductions.CannotSend], row: Introduction) -> list[ShownObstacle]:
    """Return obstacles in words, each with where to do something about it."""
    card = reverse("admin:clusters_cluster_change", args=[row.cluster_id])
    asked = reverse("admin:contacts_introductionrequest_change", args=[row.request_id])
    there: dict[str, tuple[str, Any]] = {
        SendObstacle.NO_RECIPIENT: (card, _("Open the pôle's card")),
        SendObstacle.ENDED: (card, _("Open the pôle's card")),
        SendObstacle.UNRELEASED_FACTS: ("#letter-text", _("Change the text")),
    }
    if row.recipient_id:
        person = reverse("admin:clusters_clustercontact_change", args=[row.recipient_id])
        there[SendObstacle.NO_EMAIL] = (person, _("Open the contact's details"))
    return [
        ShownObstacle(sentence(each), *there.get(each.code, (asked, _("Open the request")))) for each in found
    ]
