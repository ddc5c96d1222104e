"""The vocabulary's forms, with a look ahead: what a change would do to requests, before it takes effect.

The register made these forms and knows nothing of requests; here the desk puts its own page between
“save” and saving. It works without JavaScript: what was typed travels along in hidden fields.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin import facts, register, vocabulary
from clusters.admin.base import StaffAdmin
from clusters.admin.conflicts import compared
from clusters.models import Focus, Term
from contacts.admin.reading import badge
from contacts.enums import Verdict
from contacts.matching.comparison import Compared
from contacts.models import IntroductionRequest
from contacts.rehearsal import Rehearsed, rehearse_focus, rehearse_term

__all__ = ["facts", "register", "vocabulary"]  # they register the pages this module builds upon

CONFIRMED = "_seen_what_changes"
AGAIN = "_back_to_form"
BACK_TO_WORDS = "words"
MOST_SHOWN = 100
MAY_SEE_REQUESTS = "contacts.view_introductionrequest"


class PreviewFirst(Exception):
    """A change that matters to matching was about to be saved by someone who has not seen what it does."""

    def __init__(self, form: Any, row: Any) -> None:
        self.form = form
        self.row = row
        super().__init__(str(row))


@dataclass(frozen=True)
class Line:
    """One request that would be matched differently, ready to be shown."""

    request: IntroductionRequest
    before: str
    after: str
    verdict_before: str
    verdict_after: str
    changes: tuple[str, ...]


class Previewed(StaffAdmin):
    """Shows what a change does before saving it. `matters` are the fields that matching reads."""

    delete_confirmation_template = "admin/contacts/vocabulary/delete.html"
    matters: tuple[str, ...] = ()

    def rehearse(self, old: Any, new: Any) -> Rehearsed:
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PreviewFirst as preview:
            return self.preview(request, preview.form, preview.row)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if CONFIRMED not in request.POST and set(form.changed_data).intersection(self.matters):
            raise PreviewFirst(form, obj)
        super().save_model(request, obj, form, change)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        # “Back to the form”: what was typed, as if it had a mistake, but without one.
        return type(form.__name__, (_Unfinished, form), {}) if AGAIN in request.POST else form

    def conflict(self, request: HttpRequest, stored: models.Model) -> HttpResponse:
        """What was seen before a colleague changed the row is not what would happen now."""
        typed = request.POST.copy()
        typed.pop(CONFIRMED, None)
        request.POST = typed  # type: ignore[assignment]
        return super().conflict(request, stored)

    def preview(self, request: HttpRequest, form: Any, row: Any) -> HttpResponse:
        old = self.get_object(request, str(row.pk)) if row.pk else None
        stored = models_values(old) if old else {}
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in (CONFIRMED, AGAIN, "csrfmiddlewaretoken")
            for value in values
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("What this change would do"),
            "row": old,
            "opts": self.opts,
            "compared": [each for each in compared(form, stored) if old is None or each.differs],
            "typed": typed,
            "confirmed": CONFIRMED,
            "again": AGAIN,
            **self._what_changes(request, old, row),
        }
        return TemplateResponse(request, "admin/contacts/vocabulary/preview.html", context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        old = self.get_object(request, unquote(object_id))
        shown = {}
        if old is not None and request.method == "GET" and self.has_delete_permission(request, old):
            shown = self._what_changes(request, old, None)
        return super().delete_view(request, object_id, {**shown, **(extra_context or {})})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Many at once would go without seeing what it does."""
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def _what_changes(self, request: HttpRequest, old: Any, new: Any) -> dict[str, Any]:
        rehearsed = self.rehearse(old, new)
        may_see = request.user.has_perm(MAY_SEE_REQUESTS)
        shown = rehearsed.different[:MOST_SHOWN] if may_see else ()
        return {
            "rehearsed": rehearsed,
            "different": len(rehearsed.different),
            "lines": [_line(row, each, rehearsed) for row, each in shown],
            "may_see": may_see,
            "left_out": len(rehearsed.different) - len(shown) if may_see else 0,
        }


class _Unfinished:
    """A form that is never done, and shows no mistake either."""

    def is_valid(self) -> bool:
        return False


def models_values(row: models.Model) -> dict[str, Any]:
    """Return a row's columns as a form has them."""
    return {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}


def _line(row: IntroductionRequest, each: Compared, rehearsed: Rehearsed) -> Line:
    def name(slug: str) -> str:
        return rehearsed.names.get(slug, slug) if slug else gettext("none")

    changes = []
    if each.arrived:
        changes.append(
            gettext("new among the first three: %(names)s") % {"names": _joined(each.arrived, name)}
        )
    if each.gone:
        changes.append(
            gettext("no longer among the first three: %(names)s") % {"names": _joined(each.gone, name)}
        )
    if not changes and not each.first_changed and not each.verdict_changed:
        changes.append(gettext("other order or strength of the same pôles"))
    return Line(
        request=row,
        before=name(each.best_before),
        after=name(each.best_after),
        verdict_before=_verdict(each.before.verdict),
        verdict_after=_verdict(each.after.verdict),
        changes=tuple(changes),
    )


def _joined(slugs: tuple[str, ...], name: Any) -> str:
    return ", ".join(name(slug) for slug in slugs)


def _verdict(value: str) -> str:
    return badge(value, Verdict(value).label)


def _previewed(model: type[models.Model], behaviour: type[Previewed]) -> None:
    """Put the look ahead before whatever page the register made for the model."""
    page = type(admin.site.get_model_admin(model))
    admin.site.unregister(model)
    admin.site.register(model, type(f"Previewed{page.__name__}", (behaviour, page), {}))


class PreviewedTerms(Previewed):
    matters = ("theme", "language", "text", "mode")

    def rehearse(self, old: Any, new: Any) -> Rehearsed:
        return rehearse_term(old=old, new=new, at=timezone.now())

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Go back to the list of unknown words when the word came from there."""
        if request.GET.get("back") == BACK_TO_WORDS:
            return HttpResponseRedirect(reverse("admin:contacts_words"))
        return super().response_post_save_add(request, obj)


class PreviewedFocuses(Previewed):
    matters = ("cluster", "theme", "weight", "stated_on", "valid_from", "valid_until")

    def rehearse(self, old: Any, new: Any) -> Rehearsed:
        return rehearse_focus(old=old, new=new, at=timezone.now())


_previewed(Term, PreviewedTerms)
_previewed(Focus, PreviewedFocuses)
