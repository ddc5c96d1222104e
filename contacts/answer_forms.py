"""What a pôle's contact person fills in on the page for answering."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clusters.choices import FrenchNames
from clusters.models import Cluster
from clusters.presence import standing
from contacts.answers import NewAnswer
from contacts.enums import AnswerKind, RefusalReason
from contacts.forms import TOKEN_LIFETIME, Fault, ProseField
from contacts.models import Introduction

TEXT_LENGTH = 5_000
# “Better for another pôle” has a choice of its own, which asks for the pôle.
REASONS = [(value, label) for value, label in RefusalReason.choices if value != RefusalReason.ELSEWHERE]

_signer = signing.TimestampSigner(salt="contacts.answer-form", sep=".")
_NOT_ON_LIST = _("Choose from the list; what was sent is not on it.")
_SELECT = {"class": "utrecht-select utrecht-select--html-select"}


def sign_token(token: uuid.UUID, introduction: int) -> str:
    """Return `token` with the office's signature, good for this introduction only."""
    return _signer.sign(f"{token.hex}-{introduction}")


def read_token(signed: str, introduction: int) -> tuple[uuid.UUID, bool]:
    """Return the token, and whether the form has lain open longer than `TOKEN_LIFETIME`.

    Raises `BadSignature` or `ValueError` when it is not ours, or belongs to another introduction.
    """
    try:
        text, old = _signer.unsign(signed, max_age=TOKEN_LIFETIME), False
    except signing.SignatureExpired:
        text, old = _signer.unsign(signed), True
    token, _dash, number = text.partition("-")
    if number != str(introduction):
        raise signing.BadSignature
    return uuid.UUID(token), old


class AnswerForm(forms.Form):
    """Understands every kind of answer, also one no longer offered: a double click sends it twice."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What is your answer?"),
        choices=AnswerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers."), "invalid_choice": _NOT_ON_LIST},
    )
    reason = forms.ChoiceField(
        label=_("Why is it not for you?"),
        required=False,
        choices=[("", _("Choose a reason")), *((reason, capfirst(label)) for reason, label in REASONS)],
        widget=forms.Select(_SELECT),
        error_messages={"invalid_choice": _NOT_ON_LIST},
    )
    other_cluster = forms.ModelChoiceField(
        label=_("For which pôle is it better?"),
        required=False,
        queryset=Cluster.objects.none(),
        empty_label=_("Choose a pôle"),
        widget=FrenchNames(_SELECT),
        error_messages={"invalid_choice": _NOT_ON_LIST},
    )
    text = ProseField(
        label=_("Your message"),
        required=False,
        max_length=TEXT_LENGTH,
        help_text=_("The attaché reads it. At most 5,000 characters."),
        widget=forms.Textarea({"class": "utrecht-textarea", "rows": "5"}),
        error_messages={
            "max_length": _("Use at most %(limit_value)d characters; there are %(show_value)d now.")
        },
    )

    def __init__(
        self,
        introduction: Introduction,
        offered: list[AnswerKind],
        data: Mapping[str, Any] | None = None,
        *,
        on: dt.date,
    ) -> None:
        super().__init__(data, initial={"kind": offered[0]} if len(offered) == 1 else None)
        self.introduction = introduction
        self.offered = offered
        others = standing(on=on).exclude(pk=introduction.cluster_id)
        self.fields["other_cluster"].queryset = others  # type: ignore[attr-defined]
        self.token = uuid.uuid4()
        self.token_fault = False
        if data is not None:
            self._take_token(str(data.get("token", "")))

    def _take_token(self, signed: str) -> None:
        try:
            self.token, self.token_fault = read_token(signed, self.introduction.pk)
        except (signing.BadSignature, ValueError):
            self.token_fault = True

    @property
    def signed_token(self) -> str:
        return sign_token(self.token, self.introduction.pk)

    @property
    def options(self) -> list[tuple[str, Any, bool]]:
        """The answers to choose from on the page: value, words, chosen."""
        chosen = self["kind"].value()
        return [(kind.value, kind.label, kind == chosen) for kind in self.offered]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        kind = answers.get("kind")
        if kind == AnswerKind.REFUSED and not answers.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose a reason; a short “no” helps us too."))
        if kind == AnswerKind.ELSEWHERE and not answers.get("other_cluster") and not self.errors:
            self.add_error("other_cluster", _("Choose the pôle you think of."))
        if kind == AnswerKind.MESSAGE and not answers.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write your message."))
        if self.token_fault:
            self.add_error(
                None,
                _(
                    "The page had been open for a long time, or came from elsewhere. Nothing was sent yet. "
                    "What you wrote is still here: send it once more."
                ),
            )
        return answers

    def answer(self) -> NewAnswer:
        """Return what was said, without what belongs to another choice. Only after `is_valid()`."""
        said = self.cleaned_data
        kind = said["kind"]
        return NewAnswer(
            kind=kind,
            reason=said["reason"] if kind == AnswerKind.REFUSED else "",
            other_cluster=said["other_cluster"] if kind == AnswerKind.ELSEWHERE else None,
            text=said["text"],
        )

    def faults(self) -> list[Fault]:
        """Return every fault in the order of the page, for the summary above the form."""
        found = [Fault("id_send", "", str(message)) for message in self.non_field_errors()]
        for bound in self:
            anchor = f"id_kind_{self.offered[0].value}" if bound.name == "kind" else bound.auto_id
            found += [Fault(anchor, str(bound.label), str(message)) for message in bound.errors]
        return found
