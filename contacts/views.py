"""The public form of the desk."""

import logging
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
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from contacts import intake, references
from contacts.forms import EnquiryForm

logger = logging.getLogger(__name__)


# No CSRF cookie: a forged post could do nothing the forger cannot do from his own browser, since no
# sender is signed in here. What a form needs, that one filled-in form is one request and that it came
# from a page of ours, its signed token gives; so a visitor without cookies can write to the office.
@method_decorator(csrf_exempt, name="dispatch")
class EnquiryView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        response = _form_page(request, EnquiryForm())
        # Not `no-store`: with it the back button fetches a new form, with a new token, and what was
        # sent, changed and sent again would be two requests. The empty form holds nothing personal,
        # and `private` keeps its token from a second visitor behind the same proxy.
        patch_cache_control(response, private=True, no_cache=True, max_age=0)
        return response

    @method_decorator(never_cache)
    def post(self, request: HttpRequest) -> HttpResponse:
        form = EnquiryForm(request.POST)
        if not form.is_valid():
            return _form_page(request, form)
        try:
            receipt = intake.receive(form.enquiry(language=_language()), at=timezone.now(), token=form.token)
        except DatabaseError as error:
            logger.error("A request could not be stored: %s", type(error).__name__)
            return _form_page(request, form, status=503, not_stored=True)
        address = references.status_path(receipt.request.reference, language=_language())
        if receipt.corrected:
            address += "?corrected=1"
        return HttpResponseRedirect(address, status=303)


def _form_page(request: HttpRequest, form: EnquiryForm, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"form": form, "faults": form.faults(), "mailbox": settings.OFFICE_MAILBOX}
    return render(request, "contacts/form.html", context, status=status)


def _language() -> str:
    return get_language() or "nl"
