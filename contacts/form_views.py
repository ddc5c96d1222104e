"""The form on the site: shown as its link asks, taken in, or shown again with what is in the way."""

import datetime as dt
import logging
import math
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from contacts import after_sending, enquiries, intake, presets, references, sender_limit
from contacts.enums import RemarkKind
from contacts.forms import EnquiryForm
from contacts.models import IntroductionRequest
from contacts.sender_limit import Sender

logger = logging.getLogger(__name__)
LINK = "link"  # the field in which the form carries its preset along


# No CSRF cookie: a forged post could do nothing the forger cannot do from his own browser, since no
# sender is signed in here. What a form needs, that one filled-in form is one request and that it came
# from a page of ours, its signed token gives; so a visitor without cookies can write to the office.
@method_decorator(csrf_exempt, name="dispatch")
class EnquiryView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        preset = presets.read(request.GET)
        pole = presets.cluster_of(preset, on=timezone.localdate())
        return _private(_form_page(request, EnquiryForm(preset=preset, pole=pole)))

    def post(self, request: HttpRequest) -> HttpResponse:
        return _private(self._take(request))

    def _take(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        form = _sent(request, at=at)
        if not form.is_valid():
            return _form_page(request, form)
        sender = Sender.of(request.META, proxies=settings.TRUSTED_PROXIES, at=at)
        try:
            again_at = sender_limit.refused_until(
                sender, limit=settings.CONTACT_RATE_LIMIT, token=form.token, at=at
            )
            if again_at:
                return _too_many_page(request, form, again_at, at=at)
            enquiry = form.enquiry(language=_language())
            receipt = intake.receive(
                enquiry,
                at=at,
                token=form.token,
                suspicions=form.suspicions(at=at),
                sender_digest=sender.digest,
                keep_changes=False,
            )
            if not receipt.created:
                return _sent_again(request, form, receipt.request, enquiry, at=at)
        except DatabaseError as error:
            logger.error("A request could not be stored: %s", type(error).__name__)
            return _form_page(request, form, status=503, not_stored=True)
        return _to_status_page(receipt.request)


def _private(response: HttpResponse) -> HttpResponse:
    """Let the visitor's own browser keep the page for its back button, and nobody else.

    Not `no-store`: with it the back button fetches a new form, with a new token, and what was sent, changed
    and sent again would be two requests; and in place of a form that came back with faults, and was then
    sent, it shows a page of the browser's own that everything typed is gone. `private` keeps the token from
    a second visitor behind the same proxy.
    """
    patch_cache_control(response, private=True, no_cache=True, max_age=0)
    return response


def _sent_again(
    request: HttpRequest,
    form: EnquiryForm,
    row: IntroductionRequest,
    enquiry: enquiries.NewEnquiry,
    *,
    at: dt.datetime,
) -> HttpResponse:
    """Take the same form once more, as the page of its request takes it."""
    try:
        changed = after_sending.correct(row, enquiry, at=at, is_resent=True)
    except after_sending.IsClosed as closed:
        form.renew()
        withdrawn = after_sending.is_withdrawn(closed.request)
        return _form_page(request, form, enquiry=row, is_closed=True, is_withdrawn=withdrawn)
    if changed.too_many:
        noted = changed.permission
        return _form_page(request, form, status=429, enquiry=row, too_many="correction", noted=noted)
    if changed.answers:
        return _to_status_page(row, "?corrected=1")
    return _to_status_page(row, f"?done={RemarkKind.PERMISSION}" if changed.permission else "")


def _to_status_page(row: IntroductionRequest, query: str = "") -> HttpResponse:
    address = references.status_path(row.reference, language=_language())
    return HttpResponseRedirect(address + query, status=303)


def _sent(request: HttpRequest, *, at: dt.datetime) -> EnquiryForm:
    preset = presets.read_carried(request.POST.get(LINK, ""))
    pole = presets.cluster_of(preset, on=timezone.localdate(at))
    return EnquiryForm(request.POST, preset=preset, pole=pole)


def _too_many_page(
    request: HttpRequest, form: EnquiryForm, again_at: dt.datetime, *, at: dt.datetime
) -> HttpResponse:
    """Show the form as it was sent, and say when it can be sent: to the minute, and never too early."""
    seconds = math.ceil((again_at - at).total_seconds())
    shown = timezone.localtime(again_at + dt.timedelta(seconds=59)).replace(second=0, microsecond=0)
    is_today = shown.date() == timezone.localdate(at)
    response = _form_page(request, form, status=429, again_at=shown, again_today=is_today)
    response.headers["Retry-After"] = str(seconds)
    return response


def _form_page(request: HttpRequest, form: EnquiryForm, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"form": form, "faults": form.faults(), "mailbox": settings.OFFICE_MAILBOX}
    return render(request, "contacts/form.html", context, status=status)


def _language() -> str:
    return get_language() or "nl"
