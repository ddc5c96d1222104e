"""What is shown when a request cannot be answered: in the language of the address, with a way back.

None of these pages needs a good request or a database: both may be what is wrong.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

STAFF_PREFIX = "/admin/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 to who sent more than the site reads."""
    return too_large() if isinstance(exception, RequestDataTooBig) else _page("400.html", 400)


def too_large() -> HttpResponse:
    return _page("413.html", 413)


def no_length() -> HttpResponse:
    return _page("411.html", 411)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page("500.html", 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without the token of the page it came from: mostly a page open for too long."""
    return _page("403_csrf.html", 403, is_staff_site=request.path_info.startswith(STAFF_PREFIX))


def _page(template: str, status: int, **more: object) -> HttpResponse:
    words = render_to_string(template, {"mailbox": settings.OFFICE_MAILBOX, **more})
    return HttpResponse(words, status=status)
