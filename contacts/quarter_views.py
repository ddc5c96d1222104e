"""The page with a closed quarter's files, without an account: for who has the signed link."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from clusters.enums import DownloadWay
from contacts import kept_files, quarter_links
from contacts.closing import closed_quarter
from contacts.models import ClosedQuarter


@method_decorator(never_cache, name="dispatch")
class QuarterPage(View):
    """Lists the files, each to be taken along."""

    http_method_names = ("get", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
        return response

    def get(self, request: HttpRequest, signed: str, name: str = "") -> HttpResponseBase:
        context = {"mailbox": settings.OFFICE_MAILBOX, "days": quarter_links.VALID_FOR.days}
        try:
            quarter = quarter_links.read(signed, at=timezone.now())
        except quarter_links.LinkRunOut:
            return render(request, "contacts/quarter_expired.html", context, status=410)
        except quarter_links.LinkNotValid:
            return render(request, "contacts/quarter_unknown.html", context, status=404)
        closed = closed_quarter(quarter)
        if closed is None:
            return render(request, "contacts/quarter_unknown.html", context, status=404)
        if name:
            return self.file(request, closed, name, context)
        files = list(kept_files.files_of_closed(closed))
        context |= {"closed": closed, "quarter": quarter, "files": files, "signed": signed}
        return render(request, "contacts/quarter.html", {**context, "all": kept_files.whole_name(closed)})

    def file(
        self, request: HttpRequest, closed: ClosedQuarter, name: str, context: dict[str, Any]
    ) -> HttpResponseBase:
        given = kept_files.give(closed, name, by=None, way=DownloadWay.LINK, clock=timezone.now)
        if given is None:
            return render(request, "contacts/quarter_unknown.html", context, status=404)
        return answered(given)


def answered(given: kept_files.Given) -> HttpResponseBase:
    """Return the file as an attachment that nothing on the way keeps."""
    response: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
        given.pieces, content_type=given.content_type
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{given.name}"'
    response.headers["Cache-Control"] = "no-store"
    if given.size is not None:
        response.headers["Content-Length"] = str(given.size)
    return response
