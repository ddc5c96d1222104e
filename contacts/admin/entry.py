"""The page on which a request is entered that came by mail, by telephone or at a fair."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.enums import Language
from contacts import entry
from contacts.admin.forms import NOT_CHOSEN
from contacts.enquiries import NewEnquiry
from contacts.enums import Channel
from contacts.forms import EnquiryForm

# The form's own field names, and what they are called when a colleague fills them in for somebody else.
_LABELS = {
    "person": _("Contact person"),
    "text": _("What are they looking for?"),
    "french_establishment": _("Do they have an establishment in France?"),
    "confidential": _("The enquiry is confidential: keep their name out of every report."),
}
_HELP: dict[str, Any] = {
    "kvk": _("Eight digits. Links the request to the enquirer already known under it."),
    "email": "",
    "text": _("In their own words as far as you have them. At most 10,000 characters."),
    "themes": "",
    "region_wish": _("Leave empty if any region will do."),
    "siren": _("Nine digits of the French register, if they have an establishment there."),
    "release": _("Tick only what they allowed. What is not ticked is not passed on."),
}
_REQUIRED = {
    "organisation": _("Fill in the name of the organisation."),
    "person": _("Fill in who asked."),
    "email": _("Fill in an e-mail address; without one nobody can answer them."),
    "text": _("Fill in what they are looking for."),
}
_OWN = ("channel", "received_on", "acknowledge", "take")
PARTS = (
    (_("How it came in"), ("channel", "received_on", "language")),
    (_("Who asks"), ("organisation", "organisation_kind", "kvk", "person", "email", "phone")),
    (
        _("What they seek"),
        ("text", "themes", "region_wish", "partner_kind", "french_establishment", "siren"),
    ),
    (_("What may be passed on"), ("release", "confidential")),
    (_("And then"), ("acknowledge", "take")),
)


class EntryForm(EnquiryForm):
    """The public form's fields and checks, and what only the office knows: how and when it came in."""

    channel = forms.ChoiceField(
        label=_("It came by"),
        choices=[*NOT_CHOSEN, *((each.value, each.label) for each in Channel if each != Channel.FORM)],
        error_messages={"required": _("Choose how it came in.")},
    )
    received_on = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Fill in the day on which it came in.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the enquirer"), choices=Language.choices, initial=Language.NL
    )
    # Ticked whatever the channel: who only telephoned gets the reference in writing, sees typing errors,
    # and hears that the office holds their details.
    acknowledge = forms.BooleanField(
        label=_("Send them the acknowledgement, with the reference"), required=False, initial=True
    )
    take = forms.BooleanField(label=_("I take it"), required=False, initial=True)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.initial["received_on"] = timezone.localdate()
        for name, label in _LABELS.items():
            self.fields[name].label = label
        for name, text in _HELP.items():
            self.fields[name].help_text = text
        for name, text in _REQUIRED.items():
            self.fields[name].error_messages["required"] = text
        for field in self.fields.values():
            field.widget.attrs.pop("class", None)  # the staff site has its own clothes

    def enquiry(self, *, language: str = "") -> NewEnquiry:
        answers = self.cleaned_data
        self.cleaned_data = {
            name: value for name, value in answers.items() if name not in (*_OWN, "language")
        }
        try:
            return super().enquiry(language=language or answers["language"])
        finally:
            self.cleaned_data = answers

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in PARTS]


class EntryPage(admin.ModelAdmin):
    """Adding a request by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(f"{self.opts.app_label}.add_{self.opts.model_name}"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._entry_page(request, EntryForm())
        form = EntryForm(request.POST)
        if not form.is_valid():
            return self._entry_page(request, form, status=422)
        answers = {name: form.cleaned_data[name] for name in _OWN}
        try:
            receipt = entry.enter(
                form.enquiry(),
                **answers,
                token=form.token,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except entry.DayNotPossible:
            form.add_error(
                "received_on",
                _("It cannot have come in on a day that is still to come, or before 2005."),
            )
            return self._entry_page(request, form, status=422)
        except DatabaseError:
            form.add_error(
                None, _("It could not be stored just now. What you typed is still here: try again.")
            )
            return self._entry_page(request, form, status=503)
        row = receipt.request
        if receipt.created:
            messages.success(request, gettext("%(row)s is stored.") % {"row": row.reference})
        elif receipt.corrected:
            text = gettext("%(row)s was stored before; what you changed waits there to be taken over.")
            messages.warning(request, text % {"row": row.reference})
        else:
            text = gettext("%(row)s was stored already; nothing was added.")
            messages.info(request, text % {"row": row.reference})
        return HttpResponseRedirect(
            reverse("admin:contacts_introductionrequest_change", args=[row.pk]), status=303
        )

    def _entry_page(self, request: HttpRequest, form: EntryForm, status: int = 200) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Enter a request"),
            "opts": self.opts,
            "form": form,
            "faults": form.faults(),
        }
        return TemplateResponse(request, "admin/contacts/entry.html", context, status=status)
