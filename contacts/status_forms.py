"""What the enquirer fills in behind the signed link: a remark, the form once more, or just a button."""

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from clusters.models import Theme
from contacts import enquiries
from contacts.forms import TEXT_LENGTH, TOKEN_LIFETIME, EnquiryForm, Fault, ProseField
from contacts.models import IntroductionRequest

_signer = signing.TimestampSigner(salt="contacts.after-sending", sep=".")


class ActionForm(forms.Form):
    """A button: nothing to fill in, only the token that says it came from this request's own page.

    `action` names what is done, with its object where there are several, such as `withdraw-12`. A token
    is good for one request and one action, and for `TOKEN_LIFETIME`.
    """

    use_required_attribute = False

    def __init__(
        self, reference: str, action: str, data: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.about = f"{reference}:{action}"
        self.token, self.token_fault = uuid.uuid4(), False
        if data is not None:
            self._take_token(str(data.get("token", "")))

    def _take_token(self, signed: str) -> None:
        try:
            try:
                value = _signer.unsign(signed, max_age=TOKEN_LIFETIME)
            except signing.SignatureExpired:
                value, self.token_fault = _signer.unsign(signed), True
            about, _bar, token = value.rpartition("|")
            if about != self.about:
                raise signing.BadSignature
            self.token = uuid.UUID(token)
        except (signing.BadSignature, ValueError):
            self.token_fault = True

    @property
    def signed_token(self) -> str:
        return _signer.sign(f"{self.about}|{self.token.hex}")

    def clean(self) -> dict[str, Any]:
        if self.token_fault:
            raise forms.ValidationError(
                _(
                    "The page had been open for a long time, or came from elsewhere. Nothing was done yet: "
                    "press the button once more."
                )
            )
        return self.cleaned_data

    def faults(self) -> list[Fault]:
        """Return every fault in the order of the page, for the summary above the form."""
        found = [Fault("id_send", "", str(message)) for message in self.non_field_errors()]
        return found + [
            Fault(bound.auto_id, str(bound.label), str(message)) for bound in self for message in bound.errors
        ]


class RemarkForm(ActionForm):
    text = ProseField(
        label=_("Your remark"),
        max_length=TEXT_LENGTH,
        help_text=_("The attaché reads it; it is not passed on. At most 10,000 characters."),
        widget=forms.Textarea({"class": "utrecht-textarea", "rows": "4"}),
        error_messages={
            "required": _("Write your remark."),
            "max_length": _("Use at most %(limit_value)d characters; there are %(show_value)d now."),
        },
    )

    def __init__(self, reference: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(reference, "remark", data)


class CorrectionForm(EnquiryForm):
    """The public form, filled in with what the desk holds.

    Its token is bound to the request; that sending it twice is one correction the request's own form
    token sees to. What the page does not ask stays as it is.
    """

    def __init__(self, request: IntroductionRequest, data: Mapping[str, Any] | None = None) -> None:
        self._button = ActionForm(request.reference, "correct", data)
        super().__init__(data)
        self.held = enquiries.held(request)
        self.initial = {**self.initial, **self.held}
        self._keep_themes(request)

    def _keep_themes(self, request: IntroductionRequest) -> None:
        """A theme that is no longer offered stays, as long as the enquirer does not untick it."""
        themes: Any = self.fields["themes"]
        offered = {slug for slug, _label in themes.choices}
        missing = set(self.held["themes"]) - offered
        kept = {each.slug: str(each.label) for each in request.themes.all() if each.slug in missing}
        if unknown := missing.difference(kept):  # a correction that waits may name others
            kept |= {each.slug: str(each.label) for each in Theme.objects.filter(slug__in=unknown)}
        themes.choices = [*themes.choices, *kept.items()]

    def _take_token(self, signed: str) -> None:
        self.token_fault = self._button.token_fault

    @property
    def signed_token(self) -> str:
        return self._button.signed_token

    def enquiry(self, *, language: str) -> enquiries.NewEnquiry:
        enquiry = super().enquiry(language=language)
        unasked = {name: value for name, value in self.held.items() if name not in self.fields}
        return dataclasses.replace(enquiry, **unasked)
