"""A page that grows while the work it tells of goes on: it begins at once, and ends with how the work ended.

Without a script and without a worker: the work is done while the answer is being sent. Whoever leaves the
page breaks the work off between two steps.
"""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.member_lists.progress import Progress, Step, Steps
from clusters.numbers import written

TEMPLATE = "admin/clusters/growing.html"
LINES, FEWEST_ROWS = 20, 5000
_HERE = "<!-- here -->"
_log = logging.getLogger(__name__)

_DONE = {
    Step.LOOKING: gettext_lazy("%(done)s rows are read and held against the register"),
    Step.STORING: gettext_lazy("%(done)s rows are stored"),
    Step.TAGGING: gettext_lazy("in %(done)s organisations themes are looked for"),
    Step.UNDOING: gettext_lazy("%(done)s rows stand as before"),
}
_DONE_OF = {
    Step.LOOKING: gettext_lazy("%(done)s of %(whole)s rows are read and held against the register"),
    Step.STORING: gettext_lazy("%(done)s of %(whole)s rows are stored"),
    Step.TAGGING: gettext_lazy("in %(done)s of %(whole)s organisations themes are looked for"),
    Step.UNDOING: gettext_lazy("%(done)s of %(whole)s rows stand as before"),
}


def growing(
    request: HttpRequest, context: dict[str, Any], work: Callable[[], Steps[SafeString]], *, failed: str
) -> StreamingHttpResponse:
    """Answer with a page that tells each step of `work`, and then what it returns.

    `context` is that of the template; `failed` is the sentence for when the work fails by itself.
    """
    # Now, while messages can still be ticked off as read; the language of the reader is known too.
    begin, _mark, end = render_to_string(TEMPLATE, context, request).partition(_HERE)
    response = StreamingHttpResponse(_pieces(begin, end, work, translation.get_language() or "nl", failed))
    response.headers["Content-Encoding"] = "identity"  # compressed, pieces would be held back
    response.headers["X-Accel-Buffering"] = "no"  # nor by a proxy
    response.headers["Cache-Control"] = "no-store"
    return response


def _pieces(
    begin: str, end: str, work: Callable[[], Steps[SafeString]], language: str, failed: str
) -> Iterator[str]:
    """Yield the page. By then it has been answered, and the language of its reader must be set again."""
    with translation.override(language):
        yield begin
        steps = work()
        try:
            result = yield from _told(steps)
        except Exception as problem:  # noqa: BLE001  whatever it was, the page must say that it failed
            _log.error("A growing page broke off: %s", type(problem).__name__)
            result = format_html('<ul class="messagelist"><li class="error">{}</li></ul>', failed)
        finally:
            steps.close()  # who left the page: nothing is half done
        yield f"</div>{result}{end}"


def _told(steps: Steps[SafeString]) -> Any:
    told = Progress(Step.LOOKING, 0)
    while True:
        try:
            progress = next(steps)
        except StopIteration as over:
            return over.value
        if _is_news(told, progress):
            told = progress
            yield _line(progress)


def _is_news(told: Progress, now: Progress) -> bool:
    """Whoever has the page read out is told some twenty times, however long the list is."""
    least = now.whole / LINES if now.whole else FEWEST_ROWS
    return told.step != now.step or now.done - told.done >= least or now.done == now.whole


def _line(progress: Progress) -> str:
    whole = progress.whole
    if not whole:
        return format_html("<p>{}</p>\n", str(_DONE[progress.step]) % {"done": written(progress.done)})
    text = str(_DONE_OF[progress.step]) % {"done": written(progress.done), "whole": written(whole)}
    return format_html(
        '<p><label>{} <progress value="{}" max="{}"></progress></label></p>\n', text, progress.done, whole
    )


def ending(sentences: list[tuple[str, str]], address: str) -> SafeString:
    """Return what stands at the end: each (level, sentence), and the way on."""
    return SafeString(
        render_to_string(
            "admin/clusters/_growing_end.html",
            {"sentences": sentences, "address": address, "way_on": _("Go on")},
        )
    )
