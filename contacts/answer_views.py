"""The pages on which a pôle's contact person answers, without an account: for who has the signed link.

Opening one changes nothing: mail scanners and previews open every link.
"""

import datetime as dt
import logging
import uuid
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from contacts import answer_links, answers
from contacts.answer_forms import AnswerForm
from contacts.enums import IntroductionStatus, MailKind
from contacts.models import ClusterAnswer, Introduction

logger = logging.getLogger(__name__)


# No CSRF cookie, as for the enquirer's form: nobody is signed in here, and the signed link says more
# than a cookie would. The form's own signed token makes one filled-in form one answer.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class AnswerView(View):
    http_method_names = ("get", "head", "post", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
        return response  # type: ignore[return-value]

    def get(self, request: HttpRequest, signed: str) -> HttpResponse:
        at = timezone.now()
        introduction, expired = _introduction(signed, at=at)
        if introduction is None:
            return _unknown(request)
        if expired:
            return _expired_page(request, introduction, at=at)
        if "given" in request.GET and (answer := _given(introduction, request.GET["given"])):
            return _thanks_page(request, introduction, answer)
        form = AnswerForm(introduction, answers.offered(introduction), on=timezone.localdate(at))
        return _form_page(request, introduction, form)

    def post(self, request: HttpRequest, signed: str) -> HttpResponse:
        at = timezone.now()
        introduction, expired = _introduction(signed, at=at)
        if introduction is None:
            return _unknown(request)
        if expired:
            return _renew(request, introduction, at=at)
        offered = answers.offered(introduction)
        form = AnswerForm(introduction, offered, request.POST, on=timezone.localdate(at))
        if not form.is_valid():
            return _form_page(request, introduction, form)
        try:
            receipt = answers.receive(introduction, form.answer(), token=form.token, at=at)
        except answers.NotLive:
            return _unknown(request)
        except DatabaseError as error:
            logger.error("An answer could not be stored: %s", type(error).__name__)
            return _form_page(request, introduction, form, status=503, not_stored=True)
        return HttpResponseRedirect(f"{request.path}?given={receipt.answer.form_token}", status=303)


def _introduction(signed: str, *, at: dt.datetime) -> tuple[Introduction | None, bool]:
    """Return the introduction a link leads to, and whether the link has run out.

    None for an altered link, for one that leads to nothing any more and for one that is not live yet:
    from outside these are one.
    """
    try:
        pk, written = answer_links.read(signed)
    except answer_links.LinkNotValid:
        return None, False
    row = Introduction.objects.select_related("request", "recipient").filter(pk=pk).first()
    if row is None or not answers.is_live(row):
        return None, False
    return row, answer_links.has_run_out(row, written, at=at)


def _given(introduction: Introduction, token: str) -> ClusterAnswer | None:
    try:
        row = introduction.answers.select_related("other_cluster").get(form_token=uuid.UUID(token))
    except (ValueError, ClusterAnswer.DoesNotExist):
        return None
    row.introduction = introduction
    return row


def _unknown(request: HttpRequest) -> HttpResponse:
    context = {"mailbox": settings.OFFICE_MAILBOX}
    return render(request, "contacts/answer_unknown.html", context, status=404)


def _form_page(
    request: HttpRequest, introduction: Introduction, form: AnswerForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        "introduction": introduction,
        "form": form,
        "faults": form.faults(),
        "only_message": len(form.offered) == 1,
        "taken_up": introduction.status in IntroductionStatus.TAKEN_UP,
        "refused": introduction.status == IntroductionStatus.REFUSED,
        "closed": not answers.is_open(introduction),
        "mailbox": _attache(introduction),
    }
    return render(request, "contacts/answer.html", context, status=status)


def _thanks_page(request: HttpRequest, introduction: Introduction, answer: ClusterAnswer) -> HttpResponse:
    context = {
        "introduction": introduction,
        "answer": answer,
        "followed": answers.is_followed(answer),
        "mailbox": _attache(introduction),
    }
    return render(request, "contacts/answer_given.html", context)


def _attache(introduction: Introduction) -> str:
    """Return where an answer to the letter went: the attaché who sent it, else the office's mailbox."""
    letter = introduction.mails.filter(kind=MailKind.INTRODUCTION).order_by("-pk").first()
    return (letter.reply_to if letter else "") or settings.OFFICE_MAILBOX


# --- a link that has run out ---------------------------------------------------------------------------


def _expired_page(request: HttpRequest, introduction: Introduction, *, at: dt.datetime) -> HttpResponse:
    address = answers.address_for_link(introduction)
    context = {
        "introduction": introduction,
        "masked": _masked(address),
        "sent": answers.last_link(introduction, at=at),
        "too_many": answers.too_many_links(introduction, at=at),
        "days": answer_links.VALID_FOR.days,
        "mailbox": _attache(introduction),
    }
    return render(request, "contacts/answer_expired.html", context)


def _renew(request: HttpRequest, introduction: Introduction, *, at: dt.datetime) -> HttpResponse:
    """Send a fresh link if one may be sent; the page itself tells when the last one went out."""
    try:
        answers.renew_link(introduction, at=at)
    except answers.NotLive:
        return _unknown(request)
    except answers.NoFreshLink:
        pass
    return HttpResponseRedirect(request.path, status=303)


def _masked(address: str) -> str:
    """Return an address that its owner knows again and nobody else learns: `c…@pole.example`."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}" if host else ""
