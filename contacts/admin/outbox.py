"""The outbox and the story: to read; a mail that did not arrive can be noted and sent again."""

from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters.admin.base import ReadOnlyAdmin
from clusters.admin.conflicts import VERSION_FIELD
from contacts import bounces, notifications, outbox, sending_again
from contacts.admin.forms import CameBackForm, ResendForm
from contacts.admin.reading import MAIL_TONES, badge
from contacts.admin.searching import WordSearch
from contacts.admin.steps import sentence
from contacts.admin.story import told
from contacts.enums import MailStatus
from contacts.models import HistoryEntry, OutgoingMail
from contacts.sending import CannotSend


def seen_as(mail: OutgoingMail) -> str:
    """Return what tells the mail as it was looked at from one that was corrected or tried again since."""
    return f"{mail.status}-{mail.attempts}-{mail.recipient}"


@admin.register(OutgoingMail)
class OutboxAdmin(ReadOnlyAdmin):
    list_display = ("status_badge", "kind", "recipient", "reference", "created_at", "attempts", "sent_at")
    list_display_links = ("kind",)
    list_filter = ("status", "kind")
    list_select_related = ("request",)
    search_fields = ("recipient", "request__reference", "subject", "message_id")
    ordering = ("-created_at", "-pk")
    actions = ["send_selected_again"]
    fields = (
        "status_badge",
        "kind",
        "recipient",
        "reply_to",
        "subject",
        "body",
        "request",
        "introduction",
        "message_id",
        "created_at",
        "not_before",
        "attempts",
        "last_error",
        "maybe_left_at",
        "sent_at",
        "bounced_at",
    )
    readonly_fields = fields
    change_form_template = "admin/contacts/mail.html"

    @admin.display(description=_("status"), ordering="status")
    def status_badge(self, row: OutgoingMail) -> str:
        return badge(row.status, row.get_status_display(), MAIL_TONES)

    @admin.display(description=_("request"), ordering="request__reference")
    def reference(self, row: OutgoingMail) -> str:
        return row.request.reference if row.request else "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        return (
            super()
            .get_queryset(request)
            .select_related("request__contact", "introduction__request", "introduction__recipient")
        )

    def may_send(self, request: HttpRequest) -> bool:
        return request.user.has_perm("contacts.change_outgoingmail")

    has_send_permission = may_send  # asked by Django for `send_selected_again`

    @admin.action(description=_("Send the failed ones again"), permissions=["send"])
    def send_selected_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        at, done = timezone.now(), 0
        for mail in queryset.filter(status=MailStatus.FAILED):
            try:
                with suppress(sending_again.NotGivenUp):  # a colleague was faster: it is in the queue already
                    sending_again.send_again(mail, by=request.user, at=at)  # type: ignore[arg-type]
                    done += 1
            except CannotSend as refusal:
                messages.error(request, f"{mail.recipient}: {sentence(refusal)}")
        text = ngettext(
            "%(count)d mail waits to be sent again.", "%(count)d mails wait to be sent again.", done
        )
        messages.success(request, text % {"count": done})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.send_again_view)
        came_back = self.admin_site.admin_view(self.came_back_view)
        return [
            path("<int:pk>/send-again/", view, name="contacts_outgoingmail_send_again"),
            path("<int:pk>/came-back/", came_back, name="contacts_outgoingmail_came_back"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        mail = self.get_object(request, object_id)
        offered = self._offered(mail) if mail and self.may_send(request) else {}
        shown = {"seen": seen_as(mail) if mail else "", "version_field": VERSION_FIELD, **offered}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def _offered(self, mail: OutgoingMail) -> dict[str, Any]:
        """Return what can be done with the mail as it stands: send it again, or note that it came back."""
        if mail.status == MailStatus.SENT:
            return {"came_back": CameBackForm(prefix="back")}
        if mail.status not in MailStatus.NEEDS_ATTENTION:
            return {}
        if refusal := sending_again.obstacle(mail):
            return {"kept_in": sentence(refusal)}
        corrected = bounces.corrected_address(mail)
        person = bounces.addressee(mail)
        return {
            "again": ResendForm(initial={"recipient": corrected or mail.recipient}),
            "corrected": corrected,
            "person": person,
            "person_page": admin_address(person) if person else "",
        }

    def send_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        mail = get_object_or_404(OutgoingMail, pk=pk)
        page = HttpResponseRedirect(reverse("admin:contacts_outgoingmail_change", args=[pk]))
        if not self.may_send(request):
            raise PermissionDenied
        if request.method != "POST":
            return page
        if request.POST.get(VERSION_FIELD) != seen_as(mail):
            messages.warning(
                request, _("This mail has changed since you opened it. Look again; nothing was sent.")
            )
            return page
        form = ResendForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This is no e-mail address. Nothing was sent."))
            return page
        try:
            sending_again.send_again(
                mail,
                recipient=form.cleaned_data["recipient"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except sending_again.NotGivenUp:
            messages.warning(request, _("This mail is on its way or has arrived; it needs no sending again."))
        except (CannotSend, notifications.AddressNotUsable) as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, _("The mail waits to be sent again."))
        return page

    def came_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note by hand that the mail came back: a server's report reached somebody's own mailbox."""
        mail = get_object_or_404(self.get_queryset(request), pk=pk)
        page = HttpResponseRedirect(reverse("admin:contacts_outgoingmail_change", args=[pk]))
        if not self.may_send(request):
            raise PermissionDenied
        if request.method != "POST":
            return page
        form = CameBackForm(request.POST, prefix="back")
        if not form.is_valid():
            messages.error(request, _("Choose why it came back. Nothing was recorded."))
            return page
        try:
            is_new = bounces.mark(
                mail,
                form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                note=form.cleaned_data["note"],
            )
        except outbox.NotHandedOver:
            messages.warning(request, _("This mail has not left; it cannot come back."))
        else:
            told = _("Recorded that it came back.") if is_new else _("It was known to have come back.")
            messages.success(request, told)
        return page


def admin_address(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@admin.register(HistoryEntry)
class StoryAdmin(WordSearch, ReadOnlyAdmin):
    list_display = ("at", "request", "what", "who", "note")
    list_filter = ("action",)
    search_fields = ("request__search_words__having",)
    ordering = ("-at", "-pk")
    fields = ("at", "request", "what", "who", "note")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[HistoryEntry]:
        return super().get_queryset(request).select_related("request", "introduction", "by")

    @admin.display(description=_("what"), ordering="action")
    def what(self, line: HistoryEntry) -> str:
        return told(line).what

    @admin.display(description=_("who"))
    def who(self, line: HistoryEntry) -> str:
        return told(line).who
