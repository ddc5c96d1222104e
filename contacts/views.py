"""Where a request stands, for who has its signed link."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from contacts import references
from contacts.enums import RequestStatus
from contacts.models import IntroductionRequest

# Someone whose request was set aside is not told so: a person sees what is done, not what is suspected.
STAGES = {
    RequestStatus.QUARANTINED: 1,
    RequestStatus.RECEIVED: 1,
    RequestStatus.SPAM: 1,
    RequestStatus.IN_REVIEW: 2,
    RequestStatus.INTRODUCED: 3,
    RequestStatus.COMPLETED: 4,
    RequestStatus.DECLINED: 0,
    RequestStatus.WITHDRAWN: 0,
}
STEPS = [
    (1, _("Received")),
    (2, _("Being read by an attaché")),
    (3, _("Introduced to a pôle")),
    (4, _("Completed")),
]


@never_cache
def status(request: HttpRequest, signed: str) -> HttpResponse:
    """Show the reference, how far the office is and what happens next; for who has the signed link."""
    try:
        reference = references.read(signed)
    except references.LinkNotValid as error:
        raise Http404 from error
    enquiry = get_object_or_404(IntroductionRequest, reference=reference)
    corrections = list(enquiry.corrections.order_by("pk").values_list("received_at", flat=True))
    response = render(
        request,
        "contacts/status.html",
        {
            "enquiry": enquiry,
            "stage": STAGES[RequestStatus(enquiry.status)],
            "steps": STEPS,
            "corrections": corrections,
            "mailbox": settings.OFFICE_MAILBOX,
            "just_corrected": bool(corrections) and "corrected" in request.GET,
        },
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
