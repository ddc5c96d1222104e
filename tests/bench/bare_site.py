"""The site with one address more: a bare view that writes what one sent form writes, and does nothing else.

It is what the form is measured against: the same rows by the same ORM, in one transaction, with as many
queries, but nothing checked, nothing worded and nothing matched.
"""

import contextlib
import datetime as dt
import functools
import os
import uuid
from collections import Counter
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attache.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from attache import urls as site  # noqa: E402
from clusters.models import Theme  # noqa: E402
from contacts import references  # noqa: E402
from contacts.models import ContactPerson, Enquirer, IntroductionRequest  # noqa: E402

BARE = "/bare/"
# Columns that every row has anew.
_UNIQUE = {"reference": references.new_reference, "form_token": uuid.uuid4, "message_id": uuid.uuid4}


@functools.cache
def pattern() -> dict[str, Any]:
    """The rows of the newest request that has a shortlist; read once per process."""
    requests = IntroductionRequest.objects.filter(matches__isnull=False)
    request = requests.select_related("enquirer", "contact").latest("pk")
    return {
        "enquirer": request.enquirer,
        "contact": request.contact,
        "request": request,
        "themes": list(request.themes.all()),
        "story": list(request.story.all()),
        "mails": list(request.mails.all()),
        "matches": list(request.matches.all()),
    }


def copied(row: Any, **parents: Any) -> Any:
    """An unsaved copy of the row under other parents."""
    columns = {
        field.name: _UNIQUE[field.name]() if field.name in _UNIQUE else getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.is_relation
    }
    related = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.is_relation and field.name not in parents
    }
    return type(row)(**columns, **related, **parents)


def _count(asked: Counter[str], execute: Any, *arguments: Any) -> Any:
    asked["queries"] += 1
    return execute(*arguments)


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    """Write the rows; `?queries=N` says how many queries it has to take, without BEGIN and COMMIT."""
    request.POST.get("text")
    while True:
        with contextlib.suppress(IntegrityError):  # a reference that is taken: once in ten thousand
            return HttpResponse(write(int(request.GET["queries"])), status=303)


def write(queries: int) -> str:
    like, asked = pattern(), Counter[str]()
    with transaction.atomic(), connection.execute_wrapper(functools.partial(_count, asked)):
        enquirer: Enquirer = copied(like["enquirer"])
        enquirer.save()
        contact: ContactPerson = copied(like["contact"], enquirer=enquirer)
        contact.save()
        made: IntroductionRequest = copied(like["request"], enquirer=enquirer, contact=contact)
        made.received_at = timezone.now() - dt.timedelta(seconds=1)
        made.save()
        made.themes.add(*like["themes"])
        for row in (*like["story"], *like["mails"]):
            copied(row, request=made).save()
        type(like["matches"][0]).objects.bulk_create([copied(row, request=made) for row in like["matches"]])
        while asked["queries"] < queries:
            Theme.objects.only("slug").first()
    return str(made.reference)


site.urlpatterns[:0] = [path(BARE.strip("/") + "/", bare)]
settings.CONTACT_RATE_LIMIT = None
