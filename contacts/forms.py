"""The public form: what a Dutch organisation fills in, cleaned and checked, or named with what is wrong.

The forms of the staff pages live beside those pages, in `contacts.admin.forms`.
"""

import datetime as dt
import functools
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NumberNotValid
from stdnum.fr import siren

from clusters.folding import fold
from clusters.models import Cluster, Theme
from contacts import presets, suspicion
from contacts.enquiries import NewEnquiry
from contacts.enums import EnquirerKind, Establishment, PartnerKind, Release, Suspicion
from contacts.form_fields import AddressField, LineField, ProseField
from contacts.models import ContactPerson, Enquirer, IntroductionRequest
from contacts.presets import Preset

TEXT_LENGTH = 10_000
# A form left open over a weekend, or for a week's holiday, is still the same form.
TOKEN_LIFETIME = dt.timedelta(days=7)
# A field that people do not see; what fills in forms by itself fills it in too.
TRAP = "homepage"
NO_PRESET = Preset()

_SALT = "contacts.form"
_AGAIN = "-again"
_signer = signing.TimestampSigner(salt=_SALT, sep=".")


# --- the token that makes one filled-in form one request ----------------------------------------------


class TokenNotValid(Exception):
    """Missing, forged or too old. `token` is the form's own when it was only too old."""

    def __init__(self, token: uuid.UUID | None = None) -> None:
        self.token = token
        super().__init__("form token not valid")


def sign_token(token: uuid.UUID, *, shown_again: bool = False) -> str:
    """Return `token` with the office's signature and the time of signing.

    The token of a form that is `shown_again` says nothing about how long its text took to write.
    """
    return _signer.sign(token.hex + _AGAIN * shown_again)


def read_token(signed: str) -> uuid.UUID:
    """Return the token in `signed`. Raises `TokenNotValid` when it is not ours, or over seven days old."""
    try:
        return uuid.UUID(_signer.unsign(signed, max_age=TOKEN_LIFETIME).removesuffix(_AGAIN))
    except signing.SignatureExpired as error:
        raise TokenNotValid(uuid.UUID(_signer.unsign(signed).removesuffix(_AGAIN))) from error
    except (signing.BadSignature, ValueError) as error:
        raise TokenNotValid from error


def opened_at(signed: str) -> dt.datetime | None:
    """Return when the page with this token was fetched, for a token that `read_token` takes.

    None for a page that was shown again after its token had run out: it came with its text.
    """
    value, seconds = signing.Signer(salt=_SALT, sep=".").unsign(signed).split(".")
    if value.endswith(_AGAIN):
        return None
    return dt.datetime.fromtimestamp(signing.b62_decode(seconds), tz=dt.UTC)


# --- the form ------------------------------------------------------------------------------------------


def _length(model: Any, field: str) -> int:
    length: int = model._meta.get_field(field).max_length
    return length


def _line(css: str = "utrecht-textbox", **attributes: str) -> dict[str, str]:
    return {"class": css, **attributes}


_TOO_LONG = _("Use at most %(limit_value)d characters; there are %(show_value)d now.")
_NOT_ON_LIST = _("Choose from the list; what was sent is not on it.")


def _offered_themes() -> list[tuple[str, str]]:
    """Return the themes the office offers today, by name in the reader's language."""
    offered = [(theme.slug, str(theme.label)) for theme in Theme.objects.filter(on_form=True)]
    return sorted(offered, key=lambda theme: fold(theme[1]))


def _themes_field() -> forms.MultipleChoiceField:
    """Return the boxes; which there are is read once, and not at all when none was ticked."""
    return forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        choices=functools.cache(_offered_themes),
        help_text=_("Tick what applies; we also read your own words."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _(
                "One of the themes is not on the list (any more). Check what is ticked and send again."
            ),
        },
    )


@dataclass(frozen=True)
class Fault:
    """One line of the error summary: which control to go to, its label, and what is wrong."""

    anchor: str
    label: str
    message: str

    def __str__(self) -> str:
        if not self.label or self.label.endswith("?"):
            return f"{self.label} {self.message}".strip()
        return gettext("%(label)s: %(message)s") % {"label": self.label, "message": self.message}


class EnquiryForm(forms.Form):
    """The contact form. Field names are part of the address: other sites may post to them.

    Browser-side checks are left out on purpose: a browser speaks its own language, not the page's;
    the server answers in sentences.
    """

    use_required_attribute = False

    organisation = LineField(
        label=_("Organisation"),
        max_length=_length(Enquirer, "name"),
        widget=forms.TextInput(_line(autocomplete="organization")),
        error_messages={"required": _("Fill in the name of your organisation."), "max_length": _TOO_LONG},
    )
    organisation_kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=EnquirerKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the kind of organisation."),
            "invalid_choice": _NOT_ON_LIST,
        },
    )
    kvk = LineField(
        label=_("KvK number"),
        required=False,
        max_length=40,
        help_text=_("Eight digits of the Dutch Chamber of Commerce, if you have them."),
        widget=forms.TextInput(_line(inputmode="numeric", autocomplete="off")),
        error_messages={"max_length": _("A KvK number has eight digits, for example 12345678.")},
    )
    person = LineField(
        label=_("Your name"),
        max_length=_length(ContactPerson, "name"),
        widget=forms.TextInput(_line(autocomplete="name")),
        error_messages={"required": _("Fill in your name."), "max_length": _TOO_LONG},
    )
    email = AddressField(
        label=_("E-mail address"),
        max_length=_length(ContactPerson, "email"),
        help_text=_("We send the acknowledgement and our answer to this address."),
        widget=forms.EmailInput(_line(autocomplete="email", spellcheck="false")),
        error_messages={
            "required": _("Fill in your e-mail address."),
            "invalid": _("Fill in one e-mail address, for example name@organisation.nl."),
            "max_length": _TOO_LONG,
        },
    )
    phone = LineField(
        label=_("Telephone number"),
        required=False,
        max_length=_length(ContactPerson, "phone"),
        widget=forms.TextInput(_line(type="tel", autocomplete="tel")),
        error_messages={"max_length": _TOO_LONG},
    )
    text = ProseField(
        label=_("What are you looking for?"),
        max_length=TEXT_LENGTH,
        help_text=_(
            "In your own words, in Dutch, English or French: what you make or do, what you seek in France "
            "and with whom. At most 10,000 characters."
        ),
        widget=forms.Textarea(_line("utrecht-textarea", rows="8")),
        error_messages={
            "required": _("Tell us what you are looking for."),
            "max_length": _TOO_LONG,
        },
    )
    themes = forms.MultipleChoiceField()  # in its place on the page; its choices are read for every form
    region_wish = LineField(
        label=_("Wished regions in France"),
        required=False,
        max_length=_length(IntroductionRequest, "region_wish"),
        help_text=_("For example Lyon, or Occitanie. Leave empty if any region will do."),
        widget=forms.TextInput(_line()),
        error_messages={"max_length": _TOO_LONG},
    )
    partner_kind = forms.ChoiceField(
        label=_("Kind of partner"),
        required=False,
        choices=[("", _("No preference")), *((kind, capfirst(label)) for kind, label in PartnerKind.choices)],
        widget=forms.Select(_line("utrecht-select utrecht-select--html-select")),
        error_messages={"invalid_choice": _NOT_ON_LIST},
    )
    french_establishment = forms.ChoiceField(
        label=_("Do you have an establishment in France?"),
        required=False,
        choices=Establishment.choices,
        help_text=_("For some French subsidies and memberships this matters."),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _NOT_ON_LIST},
    )
    siren = LineField(
        label=_("SIREN number"),
        required=False,
        max_length=40,
        help_text=_("Nine digits of the French register, if you have an establishment there."),
        widget=forms.TextInput(_line(inputmode="numeric", autocomplete="off")),
        error_messages={"max_length": _("A SIREN number has nine digits, for example 732 829 320.")},
    )
    release = forms.MultipleChoiceField(
        label=_("What may we pass on to a pôle?"),
        required=False,
        choices=Release.choices,
        help_text=_(
            "Tick only what we may pass on. If you tick nothing, we ask you before we pass on anything. "
            "You can change your mind as long as nothing was sent."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _NOT_ON_LIST},
    )
    confidential = forms.BooleanField(
        label=_("Our enquiry is confidential: keep our name out of every report."),
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        preset: Preset = NO_PRESET,
        pole: Cluster | None = None,
    ) -> None:
        """`preset` is what the link to the form asked for, `pole` the pôle it leads to."""
        super().__init__(data, initial={"themes": preset.themes})
        self.fields["themes"] = _themes_field()
        self.preset, self.pole = preset, pole
        self.wants_pole = pole is not None and (data is None or presets.POLE in data)
        self.trap = "" if data is None else str(data.get(TRAP, ""))
        self.token = uuid.uuid4()
        self.token_fault = False
        self._signed = ""
        if data is not None:
            self._take_token(str(data.get("token", "")))

    def _take_token(self, signed: str) -> None:
        try:
            self.token = read_token(signed)
            self._signed = signed
        except TokenNotValid as error:
            self.token_fault = True
            # A form that was only too old stays the same form: sent twice, it is still one request.
            self.token = error.token or self.token

    @property
    def signed_token(self) -> str:
        """The token for the page. One that is good stays as it came, with the time the page was fetched."""
        return self._signed or sign_token(self.token, shown_again=self.token_fault)

    def renew(self) -> None:
        """Make what was sent a form of its own, from which no request came yet."""
        self.token = uuid.uuid4()
        self._signed = sign_token(self.token, shown_again=True)

    def suspicions(self, *, at: dt.datetime) -> list[Suspicion]:
        """Return why what was sent at `at` should be looked at first. Only after `is_valid()`."""
        answers = self.cleaned_data
        opened = opened_at(self._signed)
        return suspicion.judge(
            answers["text"],
            names=f"{answers['organisation']}\n{answers['person']}\n{answers['region_wish']}",
            trapped=bool(self.trap.strip()),
            took=at - opened if opened else None,
            fastest=settings.FASTEST_SENDING,
        )

    def clean_kvk(self) -> str:
        number = re.sub(r"[\s.]", "", self.cleaned_data["kvk"])
        if number and not re.fullmatch(r"[0-9]{8}", number):
            raise forms.ValidationError(_("A KvK number has eight digits, for example 12345678."))
        return number

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and sum(character.isdigit() for character in phone) < 6:
            raise forms.ValidationError(_("Fill in a telephone number with its digits, or leave it empty."))
        return phone

    def clean_siren(self) -> str:
        number: str = self.cleaned_data["siren"]
        if not number:
            return ""
        compact = siren.compact(number)
        if re.fullmatch(r"[0-9]{14}", compact):
            raise forms.ValidationError(
                _("This looks like a SIRET number. The SIREN number is its first nine digits.")
            )
        try:
            return str(siren.validate(compact))
        except NumberNotValid as error:
            raise forms.ValidationError(
                _("This is not a SIREN number: it has nine digits, of which the last checks the others.")
            ) from error

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("siren") and cleaned.get("french_establishment") == Establishment.NO:
            self.add_error(
                "siren",
                _("You answered that you have no establishment in France: change that, or leave this empty."),
            )
        if self.token_fault:
            self.add_error(
                None,
                _(
                    "The form had been open for a long time, or came from elsewhere. Nothing was sent yet. "
                    "What you wrote is still here: send it once more."
                ),
            )
        return cleaned

    def enquiry(self, *, language: str) -> NewEnquiry:
        """Return what was filled in. Only after `is_valid()`."""
        answers = dict(self.cleaned_data)
        return NewEnquiry(
            **answers
            | {
                "themes": tuple(dict.fromkeys(answers["themes"])),
                "release": tuple(kind.value for kind in Release if kind in answers["release"]),
                "language": language,
                "wished_cluster": self.pole.slug if self.pole and self.wants_pole else "",
                "source": self.preset.source,
            }
        )

    def faults(self) -> list[Fault]:
        """Return every fault in the order of the page, for the summary above the form."""
        found = [Fault("id_send", "", str(message)) for message in self.non_field_errors()]
        for bound in self:
            anchor = f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id
            found += [Fault(anchor, str(bound.label), str(message)) for message in bound.errors]
        return found
