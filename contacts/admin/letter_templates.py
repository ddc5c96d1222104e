"""The letters' templates on the staff site: what there is, a form with its checks, a look at the result."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import StaffAdmin
from clusters.enums import Language
from contacts import letter_templates, letters
from contacts.enums import LetterKind
from contacts.letter_templates import Difference, Fault, Problem, Text
from contacts.models import LetterTemplate


@dataclass(frozen=True)
class Cell:
    """One letter in one language on the list: its page, and whose text it is."""

    language: str
    page: str
    state: Any
    needs_attention: bool


@dataclass(frozen=True)
class Place:
    """A placeholder as the form's list explains it."""

    name: str
    meaning: Any
    needed: bool


def places(kind: str) -> list[Place]:
    """Return what may be filled in in a letter of this kind, in the order of the list of meanings."""
    allowed, needed = letter_templates.ALLOWED[kind], letter_templates.NEEDED[kind]
    return [
        Place(f"{{{name}}}", meaning, name in needed)
        for name, meaning in letter_templates.MEANING.items()
        if name in allowed
    ]


def said(kind: str, problem: Problem) -> str:
    """Return a problem in words, with the placeholders to choose from where a name is wrong."""
    text = str(problem.fault.label) % {"where": ", ".join(problem.where)}
    if problem.fault in (Fault.UNKNOWN, Fault.NAMES):
        known = ", ".join(place.name for place in places(kind))
        text = f"{text} {gettext('To choose from: %(known)s.') % {'known': known}}"
    return text


def compared(difference: Difference) -> str:
    """Return in words how a text's placeholders differ from those of another language."""
    language = str(Language(difference.language).label)
    parts = []
    if there := ", ".join(f"{{{name}}}" for name in difference.only_there):
        parts.append(
            gettext("%(language)s has %(names)s, this text does not.")
            % {"language": language, "names": there}
        )
    if here := ", ".join(f"{{{name}}}" for name in difference.only_here):
        parts.append(
            gettext("This text has %(names)s, %(language)s does not.") % {"language": language, "names": here}
        )
    return " ".join(parts)


class TemplateForm(forms.ModelForm):
    differs = forms.BooleanField(
        label=_("Store it although another language has other placeholders"),
        required=False,
        help_text=_("Only when you are about to change the other languages as well."),
    )

    class Meta:
        model = LetterTemplate
        fields = ("kind", "language", "subject", "body")
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "body": forms.Textarea(attrs={"rows": 30, "class": "vLargeTextField"}),
        }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        kind = values.get("kind") or self.instance.kind
        language = values.get("language") or self.instance.language
        if not (kind and language and values.get("subject") and values.get("body")):
            return values
        values["body"] = values["body"].replace("\r\n", "\n").strip()
        text = Text(values["subject"], values["body"])
        for problem in letter_templates.problems(kind, text):
            self.add_error("body", said(kind, problem))
        if not self.errors and not values.get("differs"):
            for difference in letter_templates.differences(kind, language, text):
                self.add_error("differs", compared(difference))
        return values


@admin.register(LetterTemplate)
class LetterTemplateAdmin(StaffAdmin):
    form = TemplateForm
    fields = ("kind", "language", "subject", "body", "differs")
    change_list_template = "admin/contacts/letter_templates/list.html"
    change_form_template = "admin/contacts/letter_templates/form.html"
    ordering = ("kind", "language")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name="contacts_lettertemplate_preview"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind", "language") if obj else ()

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in request.GET:  # chosen on the list already
            kwargs["widget"] = forms.HiddenInput()
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        kind, language = _asked(request.GET)
        text = letter_templates.delivered(kind, language)
        return {"kind": kind, "language": language, "subject": text.subject, "body": text.body}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        rows: dict[str, list[LetterTemplate]] = defaultdict(list)
        for row in LetterTemplate.objects.all():
            rows[row.kind].append(row)
        grid = [(kind.label, self._cells(kind, rows[kind])) for kind in LetterKind]
        context = {
            "title": _("Letter templates"),
            "grid": grid,
            "columns": [language.label for language in Language],
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def _cells(self, kind: LetterKind, rows: list[LetterTemplate]) -> list[Cell]:
        own, used = {row.language: row for row in rows}, letter_templates.chosen(kind, rows)
        every = [set(text.names) for text in used.values()]
        found = []
        for language in Language.values:
            row = own.get(language)
            if row is None:
                page = f"{reverse('admin:contacts_lettertemplate_add')}?kind={kind}&language={language}"
                state: Any = _("as delivered")
            else:
                page = reverse("admin:contacts_lettertemplate_change", args=[row.pk])
                state = _("changed by the office")
            if row and letter_templates.problems(kind, Text(row.subject, row.body)):
                state = _("cannot be used, the delivered text is")
                found.append(Cell(str(Language(language).label), page, state, True))
                continue
            lacks = bool(set.union(*every) - set(used[language].names))
            found.append(Cell(str(Language(language).label), page, state, lacks))
        return found

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        kind, language = (obj.kind, obj.language) if obj else _asked(request.POST or request.GET)
        context |= {
            "title": capfirst(f"{LetterKind(kind).label} ({Language(language).label})"),
            "subtitle": None,
            "places": places(kind),
            "kind": kind,
            "language": language,
            "preview": reverse("admin:contacts_lettertemplate_preview"),
            "show_delete": False,
            "show_save_and_add_another": False,
            "delivered_again": bool(obj) and self.has_delete_permission(request, obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show the text as it stands in the form, filled in for an invented request; nothing is stored."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        kind, language = _asked(request.POST, also="shown_")
        text = Text(request.POST.get("subject", ""), request.POST.get("body", "").replace("\r\n", "\n"))
        found = letter_templates.problems(kind, text)
        context = {
            **self.admin_site.each_context(request),
            "title": _("How it reads"),
            "opts": self.opts,
            "name": f"{LetterKind(kind).label} ({Language(language).label})",
            "language": language,
            "problems": [said(kind, problem) for problem in found],
            "differences": [compared(each) for each in letter_templates.differences(kind, language, text)],
            "letter": None if found else letters.render(text, letters.sample(kind, language)),
        }
        return TemplateResponse(
            request, "admin/contacts/letter_templates/preview.html", context, status=422 if found else 200
        )


def _asked(given: Any, *, also: str = "") -> tuple[str, str]:
    """Return the letter and language that an address or a form names; the introduction in French else."""
    kind, language = given.get(f"{also}kind", ""), given.get(f"{also}language", "")
    return (
        kind if kind in LetterKind.values else LetterKind.INTRODUCTION.value,
        language if language in Language.values else Language.FR.value,
    )
