"""What holds for every address: the staff site's language, and how much the public side reads."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from attache import error_pages
from attache.error_pages import STAFF_PREFIX


class PublicBodyMiddleware:
    """Answers 413 to a body larger than any form of the public side, without reading it.

    Django itself does so only when a view asks for the form, and lets files of any size in. A length that
    is no number, which breaks it, is answered 400. A body in chunks has no length: Django would read it as
    empty, and what was typed would be lost without a word, so it is answered 411.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(STAFF_PREFIX):
            return self.get_response(request)
        if request.META.get("HTTP_TRANSFER_ENCODING") and not request.META.get("CONTENT_LENGTH"):
            return error_pages.no_length()
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return error_pages.bad_request(request)
        if int(length[:20]) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            return error_pages.too_large()
        return self.get_response(request)


class StaffLanguageMiddleware:
    """The staff site has one address; it speaks the signed-in person's own language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF_PREFIX):
            return self.get_response(request)
        language = getattr(request.user, "language", settings.LANGUAGE_CODE)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers["Content-Language"] = language
            return response
