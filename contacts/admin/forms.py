"""The small forms of the steps: each asks just what its step needs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.enums import ThemeKind
from clusters.models import Cluster, ClusterContact, Theme
from clusters.presence import standing
from contacts import review
from contacts.admin.steps import StepForm
from contacts.bounces import BounceReason
from contacts.enums import DeclineReason, MatchDecision, OutcomeKind, RefusalReason, RejectReason, Release
from contacts.models import Correction, IntroductionRequest, Match

NOT_CHOSEN: list[tuple[str, Any]] = [("", "---------")]


def _note(*, required: bool = False, label: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label or _("Note"), required=required, widget=forms.Textarea(attrs={"rows": 2, "cols": 40})
    )


class NoteForm(StepForm):
    note = _note()


class RemarkForm(StepForm):
    note = _note(required=True)


class AssignForm(StepForm):
    to: Any = forms.ModelChoiceField(label=_("To"), queryset=None, required=False, empty_label=_("nobody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues()  # type: ignore[attr-defined]
        self.initial.setdefault("to", self.row.assigned_to_id)

    def stored(self) -> Mapping[str, Any]:
        return {"to": self.row.assigned_to_id}


def colleagues() -> Any:
    """Return those to whom a request can be given."""
    return get_user_model()._default_manager.filter(is_active=True, is_staff=True).order_by("username")


class DeclineForm(StepForm):
    reason = forms.ChoiceField(label=_("Why not forwarded"), choices=[*NOT_CHOSEN, *DeclineReason.choices])
    note = _note()


class FollowUpForm(StepForm):
    """On which day, and what is to be done then. A button of `soon` answers the first by itself."""

    what = forms.CharField(label=_("What is to be done then"), max_length=200, required=False)
    on = forms.DateField(
        label=_("On"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    soon = (("1", _("In a week")), ("2", _("In two weeks")), ("4", _("In four weeks")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.stored().items():
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        """Take the button pressed for the answer, else the day; ask for one of them."""
        answers: dict[str, Any] = super().clean() or {}
        pressed = self.data.get("weeks", "")
        if pressed in dict(self.soon):
            self.errors.pop("on", None)
            return {**answers, "on": None, "weeks": int(pressed)}
        if not answers.get("on") and "on" not in self.errors:
            self.add_error("on", _("Choose a day, or one of the buttons below."))
        return answers

    def stored(self) -> Mapping[str, Any]:
        return {"what": self.row.follow_up_what, "on": self.row.follow_up_on}


class ReleaseForm(StepForm):
    release = forms.MultipleChoiceField(
        label=_("What may be passed on"),
        choices=Release.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = _note(required=True, label=_("How did they tell us?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("release", self.row.release)

    def stored(self) -> Mapping[str, Any]:
        return {"release": self.row.release}


class _EditFields(forms.ModelForm):
    class Meta:
        model = IntroductionRequest
        fields = review.EDITABLE
        widgets = {"themes": forms.SelectMultiple(attrs={"size": 8})}


class EditForm(StepForm):
    """The fields of `review.EDITABLE`, checked as the model checks them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(_EditFields(instance=self.row).fields)
        subjects = Theme.objects.filter(kind=ThemeKind.SUBJECT).order_by("position", "slug")
        self.fields["themes"].queryset = subjects  # type: ignore[attr-defined]
        for name, value in self.stored().items():
            self.initial.setdefault(name, value)

    def stored(self) -> Mapping[str, Any]:
        values = model_to_dict(self.row, fields=[name for name in review.EDITABLE if name != "themes"])
        return {**values, "themes": [theme.pk for theme in self.row.themes.all()]}


class CorrectionForm(StepForm):
    about = forms.ModelChoiceField(queryset=Correction.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = self.row.corrections.all()  # type: ignore[attr-defined]


class MatchForm(StepForm):
    """A step about one suggestion; `seen` is the decision the person had before them."""

    about = forms.ModelChoiceField(queryset=Match.objects.none(), widget=forms.HiddenInput)
    seen = forms.ChoiceField(choices=MatchDecision.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = self.row.matches.select_related("cluster", "request")  # type: ignore[attr-defined]


class RejectForm(MatchForm):
    reason = forms.ChoiceField(label=_("Why not"), choices=[*NOT_CHOSEN, *RejectReason.choices])
    note = _note()


class AddClusterForm(StepForm):
    cluster = forms.ModelChoiceField(label=_("Pôle"), queryset=Cluster.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cluster"]
        field.queryset = standing(on=timezone.localdate())
        if known := getattr(self.row, "clusters_to_add", None):
            field.widget.choices = known  # read with every other pôle of the page


class _LetterFields(StepForm):
    """Both texts of a letter: to the pôle, and the copy for the enquirer."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Letter to the pôle"), widget=forms.Textarea(attrs={"rows": 24}))
    copy_subject = forms.CharField(label=_("Subject of the copy"), max_length=200)
    copy_body = forms.CharField(label=_("Copy for the enquirer"), widget=forms.Textarea(attrs={"rows": 24}))


class LetterForm(_LetterFields):
    recipient = forms.ModelChoiceField(
        label=_("Addressed to"),
        queryset=ClusterContact.objects.none(),
        required=False,
        empty_label=_("nobody yet"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_body"].help_text = _(
            "Where it quotes the letter, it follows what you change in the letter."
        )
        contacts = self.row.cluster.contacts.filter(is_active=True).order_by("name")
        self.fields["recipient"].queryset = contacts  # type: ignore[attr-defined]
        for name, value in self.stored().items():
            self.initial.setdefault(name, value)

    def stored(self) -> Mapping[str, Any]:
        return {
            "recipient": self.row.recipient_id,
            "subject": self.row.subject,
            "body": self.row.body,
            "copy_subject": self.row.copy_subject,
            "copy_body": self.row.copy_body,
        }


class DisclosureForm(_LetterFields):
    """The letter that names the enquirer; the page puts the templates' texts in it as a beginning."""


class RefusalForm(StepForm):
    reason = forms.ChoiceField(label=_("Why refused"), choices=[*NOT_CHOSEN, *RefusalReason.choices])
    note = _note()


class ElsewhereForm(StepForm):
    other_cluster = forms.ModelChoiceField(
        label=_("Which pôle did they name?"), queryset=Cluster.objects.none()
    )
    note = _note()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = standing(on=timezone.localdate()).exclude(pk=self.row.cluster_id)
        self.fields["other_cluster"].queryset = others  # type: ignore[attr-defined]


class OutcomeForm(StepForm):
    kind = forms.ChoiceField(label=_("What came of it"), choices=[*NOT_CHOSEN, *OutcomeKind.choices])
    happened_on = forms.DateField(
        label=_("On"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = _note()


class ResendForm(forms.Form):
    recipient = forms.EmailField(label=_("Send to"))


class CameBackForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why it came back"), choices=[*NOT_CHOSEN, *BounceReason.choices])
    note = _note()
