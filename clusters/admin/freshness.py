"""The staff page “To look at again”, and “confirmed today” in one click from wherever it is offered.

It belongs to no model; the project's urls put `freshness_urls()` in front of the admin site's own.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clusters import freshness
from clusters.models import Cluster, ClusterContact
from clusters.versions import tokens, version_of


def freshness_urls(site: AdminSite) -> list[URLPattern]:
    """Return the page's addresses, to stand before the site's own in its namespace."""
    view = permission_required("clusters.view_cluster", raise_exception=True)
    card = permission_required("clusters.change_cluster", raise_exception=True)
    contact = permission_required("clusters.change_clustercontact", raise_exception=True)

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        return freshness_page(request, site)

    return [
        path("clusters/freshness/", site.admin_view(view(page)), name="clusters_freshness"),
        path(
            "clusters/freshness/card/<int:pk>/",
            site.admin_view(card(require_POST(confirm_card))),
            name="clusters_confirm_card",
        ),
        path(
            "clusters/freshness/contact/<int:pk>/",
            site.admin_view(contact(require_POST(confirm_contact))),
            name="clusters_confirm_contact",
        ),
    ]


def freshness_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what nobody confirmed for twelve months, labels that end, and mail that came back."""
    today = timezone.localdate()
    found = freshness.look_after(on=today)
    sees_people = request.user.has_perm("clusters.view_clustercontact")
    card_tokens = tokens({row.pk for row in found.cards} | {row.cluster.pk for row in found.labels})

    def card(row: Cluster) -> dict[str, Any]:
        return {
            "row": row,
            "page": reverse("admin:clusters_cluster_change", args=[row.pk]),
            "confirm": reverse("admin:clusters_confirm_card", args=[row.pk]),
            "token": card_tokens[row.pk],
            "fresh": row.confirmed_on == today,
        }

    def person(row: ClusterContact) -> dict[str, Any]:
        return {
            "row": row,
            "page": reverse("admin:clusters_clustercontact_change", args=[row.pk]),
            "card": reverse("admin:clusters_cluster_change", args=[row.cluster_id]),
            "confirm": reverse("admin:clusters_confirm_contact", args=[row.pk]),
            "token": version_of(row),
        }

    context: dict[str, Any] = {
        **site.each_context(request),
        "title": gettext_lazy("To look at again"),
        "cards": [card(row) for row in found.cards],
        "labels": [{**card(row.cluster), "label": row} for row in found.labels],
        "contacts": [person(row) for row in found.contacts] if sees_people else [],
        "bounced": [person(row) for row in found.bounced] if sees_people else [],
        "sees_people": sees_people,
    }
    request.current_app = site.name
    return TemplateResponse(request, "admin/clusters/freshness.html", context)


def confirm_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that everything on the card is right, as of today."""
    try:
        card = freshness.confirm_card(
            pk, token=request.POST.get("token", ""), by=request.user, at=timezone.now()
        )
    except Cluster.DoesNotExist:
        messages.warning(request, _("This pôle was deleted meanwhile; there is nothing left to confirm."))
    except freshness.Stale:
        messages.warning(
            request,
            _("Somebody changed this card after you opened the page. Look at it again, then confirm it."),
        )
    else:
        messages.success(request, _("“%(name)s” is confirmed as of today.") % {"name": card})
    return _back(request)


def confirm_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that person and address are right, as of today."""
    try:
        person = freshness.confirm_contact(pk, seen=request.POST.get("token", ""), at=timezone.now())
    except ClusterContact.DoesNotExist:
        messages.warning(request, _("This person was deleted meanwhile; there is nothing left to confirm."))
    except freshness.Stale:
        messages.warning(
            request,
            _("Somebody changed this person's details after you opened the page. Look again, then confirm."),
        )
    else:
        messages.success(request, _("“%(name)s” is confirmed as of today.") % {"name": person})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if safe else reverse("admin:clusters_freshness"))
