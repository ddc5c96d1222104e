"""Where a request stands, and what its enquirer can do about it: the pages behind the signed links.

No CSRF cookie, as for the form: nobody is signed in, the signed link says more than a cookie would, and
each form carries a token that is good for this request and this action only. A GET changes nothing:
mail scanners and browsers open links on their own.
"""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from contacts import after_sending, references, standing, workflow
from contacts.enums import Release, RemarkKind
from contacts.models import IntroductionRequest
from contacts.standing import Passed, Stage
from contacts.status_forms import ActionForm, CorrectionForm, RemarkForm

logger = logging.getLogger(__name__)
WITHDRAW = "withdraw"


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class SignedPage(View):
    """A page of one request. `self.row` is that request; a link that is not ours never gets this far."""

    http_method_names: tuple[str, ...] = ("get", "head", "post", "options")
    beside: tuple[str, ...] = ("corrections", "remarks")  # what the page reads beside the request
    row: IntroductionRequest
    signed: str

    def dispatch(self, request: HttpRequest, *args: Any, signed: str, **kwargs: Any) -> HttpResponse:
        row = self.found(signed)
        if row is None:
            response = unknown(request)
        else:
            self.row, self.signed = row, signed
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
        return response

    def found(self, signed: str) -> IntroductionRequest | None:
        """Return the request a link leads to; None for an altered link and for one to nothing."""
        try:
            reference = references.read(signed)
        except references.LinkNotValid:
            return None
        return self.requests().filter(reference=reference).first()

    def requests(self) -> QuerySet[IntroductionRequest]:
        rows = IntroductionRequest.objects.select_related("enquirer", "contact", "wished_cluster")
        return rows.prefetch_related(*self.beside)

    def back(self, done: str = "") -> HttpResponse:
        address = reverse("contacts:status", args=[self.signed])
        return HttpResponseRedirect(f"{address}?done={done}" if done else address, status=303)


def unknown(request: HttpRequest) -> HttpResponse:
    context = {"mailbox": settings.OFFICE_MAILBOX}
    return render(request, "contacts/status_unknown.html", context, status=404)


def _not_stored(error: DatabaseError) -> None:
    logger.error("What an enquirer sent could not be stored: %s", type(error).__name__)


# --- where it stands, and a remark ---------------------------------------------------------------------


class StatusPage(SignedPage):
    """Reads only; what is done is posted to the addresses below it."""

    http_method_names: tuple[str, ...] = ("get", "head", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, RemarkForm(self.row.reference))

    def page(
        self, request: HttpRequest, form: RemarkForm, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        row, language = self.row, get_language() or "nl"
        passed = standing.passed_on(row)
        stage = standing.stage_of(row, passed)
        context |= {
            "enquiry": row,
            "signed": self.signed,
            "stage": stage,
            "steps": [step for step in Stage if step != Stage.CLOSED],
            "withdrawn": after_sending.is_withdrawn(row),
            "closed": after_sending.is_closed(row),
            "passed": passed,
            "waits": any(each.may_withdraw for each in passed),
            "allowed": [standing.FACTS[kind] for kind in Release if kind in row.release],
            "suggestions": standing.suggestions(row, language=language),
            "added": _added(row),
            "done": _done(request.GET, row),
            "form": form,
            "faults": form.faults(),
            "mailbox": settings.OFFICE_MAILBOX,
        }
        return render(request, "contacts/status.html", context, status=status)


def _added(row: IntroductionRequest) -> list[tuple[str, dt.datetime]]:
    """Return what the enquirer sent later, oldest first; its words stay with the office."""
    corrections = [("correction", each.received_at) for each in row.corrections.all()]
    remarks = [(each.kind, each.received_at) for each in row.remarks.all()]
    return sorted([*corrections, *remarks], key=lambda each: each[1])


def _done(query: Any, row: IntroductionRequest) -> str:
    """Return what was just done, by the address; only what the request bears out is said."""
    done = "correction" if "corrected" in query else query.get("done", "")
    kinds = {kind for kind, _at in _added(row)}
    return done if done == "unchanged" or done in kinds else ""


class RemarkPage(StatusPage):
    """Takes a remark; what is wrong with it is said on the status page, with the words still there."""

    http_method_names = SignedPage.http_method_names

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RemarkForm(self.row.reference, request.POST)
        if not form.is_valid():
            return self.page(request, form)
        try:
            after_sending.remark(self.row, form.cleaned_data["text"], token=form.token, at=timezone.now())
        except after_sending.TooManyRemarks:
            return self.page(request, form, too_many="remark")
        except DatabaseError as error:
            _not_stored(error)
            return self.page(request, form, status=503, not_stored=True)
        return self.back(RemarkKind.REMARK)


# --- correcting ----------------------------------------------------------------------------------------


class CorrectPage(SignedPage):
    """The form, filled in with what the desk holds."""

    beside = ("corrections", "themes")

    def get(self, request: HttpRequest) -> HttpResponse:
        if after_sending.is_closed(self.row):
            return self.back()
        return self.page(request, CorrectionForm(self.row))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CorrectionForm(self.row, request.POST)
        if not form.is_valid():
            return self.page(request, form)
        enquiry = form.enquiry(language=get_language() or "nl")
        try:
            changed = after_sending.correct(self.row, enquiry, at=timezone.now())
        except after_sending.IsClosed:
            return self.back()
        except DatabaseError as error:
            _not_stored(error)
            return self.page(request, form, status=503, not_stored=True)
        if changed.too_many:
            return self.page(request, form, too_many="correction", noted=changed.permission)
        if changed.answers:
            return self.back("correction")
        return self.back(RemarkKind.PERMISSION if changed.permission else "unchanged")

    def page(
        self, request: HttpRequest, form: CorrectionForm, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        context |= {
            "enquiry": self.row,
            "signed": self.signed,
            "form": form,
            "faults": form.faults(),
            "mailbox": settings.OFFICE_MAILBOX,
        }
        return render(request, "contacts/correct.html", context, status=status)


# --- withdrawing ---------------------------------------------------------------------------------------


class WithdrawPage(SignedPage):
    """Says what withdrawing means and does it when the button is pressed: as a whole, or from one pôle."""

    def get(self, request: HttpRequest, introduction: int | None = None) -> HttpResponse:
        passed = standing.passed_on(self.row)
        about = self._about(passed, introduction)
        if introduction and about is None:
            return unknown(request)
        if not self._possible(about):
            return self.back()
        return self.page(request, passed, about, self._form(about))

    def post(self, request: HttpRequest, introduction: int | None = None) -> HttpResponse:
        passed = standing.passed_on(self.row)
        about = self._about(passed, introduction)
        if introduction and about is None:
            return unknown(request)
        form = self._form(about, request.POST)
        if not form.is_valid():
            return self.page(request, passed, about, form)
        try:
            return self.back(self._withdraw(about))
        except workflow.TransitionNotAllowed:
            return self.back()
        except DatabaseError as error:
            _not_stored(error)
            return self.page(request, passed, about, form, status=503, not_stored=True)

    def _withdraw(self, about: Passed | None) -> str:
        at = timezone.now()
        if about:
            after_sending.withdraw_from(about.introduction, at=at)
            return RemarkKind.WITHDRAWN_FROM
        after_sending.withdraw(self.row, at=at)
        return RemarkKind.WITHDRAWN

    def _about(self, passed: list[Passed], introduction: int | None) -> Passed | None:
        """Return the letter in question; only one of this request, and only one the page shows."""
        return next((each for each in passed if each.introduction.pk == introduction), None)

    def _possible(self, about: Passed | None) -> bool:
        if about:
            return about.may_withdraw
        return not after_sending.is_closed(self.row)

    def _form(self, about: Passed | None, data: Any = None) -> ActionForm:
        action = f"{WITHDRAW}-{about.introduction.pk}" if about else WITHDRAW
        return ActionForm(self.row.reference, action, data)

    def page(
        self,
        request: HttpRequest,
        passed: list[Passed],
        about: Passed | None,
        form: ActionForm,
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        told = [about] if about else [each for each in passed if each.may_withdraw]
        context |= {
            "enquiry": self.row,
            "signed": self.signed,
            "about": about,
            "told": [each for each in told if each.answer != standing.Answer.RETURNED],
            "form": form,
            "faults": form.faults(),
            "mailbox": settings.OFFICE_MAILBOX,
        }
        return render(request, "contacts/withdraw.html", context, status=status)


# --- the address ---------------------------------------------------------------------------------------


class ConfirmPage(SignedPage):
    """Asks whether mail reached whom it was meant for; the link is in that mail alone."""

    def found(self, signed: str) -> IntroductionRequest | None:
        try:
            reference, digest = references.read_address(signed)
        except references.LinkNotValid:
            return None
        row = self.requests().filter(reference=reference).first()
        return row if row and references.is_address(digest, reference, row.contact.email) else None

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, ActionForm(self.row.reference, "confirm"))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ActionForm(self.row.reference, "confirm", request.POST)
        if not form.is_valid():
            return self.page(request, form)
        try:
            after_sending.confirm_address(self.row, at=timezone.now())
        except DatabaseError as error:
            _not_stored(error)
            return self.page(request, form, status=503, not_stored=True)
        return HttpResponseRedirect(request.path, status=303)

    def page(
        self, request: HttpRequest, form: ActionForm, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        context |= {
            "enquiry": self.row,
            "form": form,
            "faults": form.faults(),
            "mailbox": settings.OFFICE_MAILBOX,
        }
        return render(request, "contacts/confirm.html", context, status=status)
