"""The letters: written, looked at, sent, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import FoldedSearch
from clusters.admin.conflicts import VERSION_FIELD
from contacts import introductions, letters
from contacts.admin.filters import IntroductionStatusFilter
from contacts.admin.introduction_steps import MOVES, STEPS, WRITING
from contacts.admin.reading import MAIL_TONES, badge
from contacts.admin.steps import BACK_FIELD, STORY_FIELD, StepForm, StepsAdmin, sentence
from contacts.admin.story import told
from contacts.enums import IntroductionStatus, MailKind, Release
from contacts.models import HistoryEntry, Introduction


@dataclass(frozen=True)
class Preview:
    """One mail exactly as it will leave."""

    title: Any
    sender: str
    recipient: str
    reply_to: str
    subject: str
    body: str
    language: str


@admin.register(Introduction)
class IntroductionAdmin(FoldedSearch, StepsAdmin):
    list_display = (
        "status_badge",
        "request_reference",
        "organisation",
        "cluster_name",
        "sent_at",
        "answered_at",
    )
    list_display_links = ("request_reference",)
    list_filter = (IntroductionStatusFilter, "cluster")
    list_select_related = ("request",)
    search_fields = ("request__search_words__contains", "cluster__name_folded__contains")
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

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:pk>/preview/", view, name="contacts_introduction_preview"), *super().get_urls()]

    def page_queryset(self, request: HttpRequest) -> QuerySet[Introduction]:
        story = HistoryEntry.objects.select_related("by", "introduction").order_by("-at", "-pk")
        return (
            self.get_queryset(request)
            .select_related("request", "request__contact", "request__enquirer", "cluster", "recipient")
            .prefetch_related("outcomes__recorded_by", "mails", Prefetch("story", story))
        )

    def page_context(
        self, request: HttpRequest, row: Introduction, bound: Mapping[str, StepForm]
    ) -> dict[str, Any]:
        writing = self.offer(request, row, bound, names=WRITING)
        return {
            "title": f"{row.request.reference} → {row.cluster_name}",
            "status": badge(row.status, row.get_status_display()),
            "writing": writing,
            # One form with two buttons; a mistake comes back in whichever of the two was pressed.
            "letter": bound.get("edit") or bound.get("preview") or (writing[0].form if writing else None),
            "moves": self.offer(request, row, bound, names=MOVES),
            "released": [kind.label for kind in Release if kind in self._released(row)],
            "withheld": [kind.label for kind in Release if kind not in self._released(row)],
            "obstacles": self._obstacles(row),
            "mails": [
                (mail, badge(mail.status, mail.get_status_display(), MAIL_TONES)) for mail in row.mails.all()
            ],
            "story": [told(line) for line in row.story.all()],
        }

    def _released(self, row: Introduction) -> list[str]:
        return list(row.request.release if row.status == IntroductionStatus.DRAFT else row.released)

    def _obstacles(self, row: Introduction) -> list[str]:
        if row.status != IntroductionStatus.DRAFT:
            return []
        return [sentence(each) for each in introductions.obstacles(row, on=timezone.localdate())]

    def _back(self, request: HttpRequest) -> str:
        back = request.POST.get(BACK_FIELD, "")
        if not back.isdecimal():
            return ""
        return reverse("admin:contacts_introductionrequest_change", args=[int(back)])

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show both mails, with their headers, exactly as the outbox will get them."""
        row = self._row(request, pk)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if row.status != IntroductionStatus.DRAFT:
            return HttpResponseRedirect(self.page_address(row))
        reply_to = letters.reply_address(request.user)  # type: ignore[arg-type]
        contact = row.request.contact
        mails = [
            Preview(
                MailKind.INTRODUCTION.label,
                settings.DEFAULT_FROM_EMAIL,
                row.recipient.email if row.recipient else "",
                reply_to,
                row.subject,
                row.body,
                row.language,
            ),
            Preview(
                MailKind.INTRODUCTION_COPY.label,
                settings.DEFAULT_FROM_EMAIL,
                contact.email,
                reply_to,
                row.copy_subject,
                row.copy_body,
                contact.language,
            ),
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("What will be sent"),
            "row": row,
            "opts": self.opts,
            "mails": mails,
            "obstacles": self._obstacles(row),
            "released": [kind.label for kind in Release if kind in self._released(row)],
            "withheld": [kind.label for kind in Release if kind not in self._released(row)],
            "steps": self.offer(request, row, {}, names=("send",)),
            "version_field": VERSION_FIELD,
            "story_field": STORY_FIELD,
            "last_line": max((line.pk for line in row.story.all()), default=0),
        }
        return TemplateResponse(request, "admin/contacts/preview.html", context)
