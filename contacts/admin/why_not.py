"""“Why not X?”: for any pôle what speaks for it and what against, by the code that made the shortlist."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clusters import lifeline
from clusters.admin.base import StaffAdmin
from clusters.models import Cluster
from contacts import experience, shortlist
from contacts.admin.reading import badge, marked, without_overlaps
from contacts.enums import MatchDecision
from contacts.models import IntroductionRequest, Match

ADDRESS = "contacts_introductionrequest_why_not"


def every_cluster(
    *,
    on: dt.date,
    successors: Mapping[int, int] | None = None,
    clusters: Iterable[Cluster] | None = None,
) -> list[tuple[str, str, str]]:
    """Return short name, name and (when it ended) successor's name of every pôle.

    Two queries, less one for `successors` of that day and one for `clusters` when they are known.
    """
    if clusters is None:
        clusters = Cluster.objects.only("slug", "name").order_by("name")
    rows = {row.pk: row for row in clusters}
    if successors is None:
        successors = lifeline.last_successors(on=on)
    return [
        (row.slug, row.name, rows[successors[row.pk]].name if row.pk in successors else "")
        for row in rows.values()
    ]


class WhyNotPage(StaffAdmin):
    """Gives a request's pages one more: `…/why-not/?pole=SLUG`, to be linked to."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.why_not_view)
        return [path("<int:pk>/why-not/", view, name=ADDRESS), *super().get_urls()]

    def why_not_address(self, row: IntroductionRequest) -> str:
        return reverse(f"admin:{ADDRESS}", args=[row.pk])

    def why_not_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows: QuerySet[IntroductionRequest] = self.get_queryset(request).prefetch_related("themes")
        row = rows.filter(pk=pk).first()
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        slug = request.GET.get("pole", "")
        if not slug:
            return HttpResponseRedirect(reverse("admin:contacts_introductionrequest_change", args=[row.pk]))
        cluster = Cluster.objects.filter(slug=slug).first()
        if cluster is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Why not %(cluster)s?") % {"cluster": cluster},
            "row": row,
            "opts": self.opts,
            **self._answer(row, cluster, at=timezone.now()),
        }
        return TemplateResponse(request, "admin/contacts/why_not.html", context)

    def _answer(self, row: IntroductionRequest, cluster: Cluster, *, at: dt.datetime) -> dict[str, Any]:
        today = timezone.localdate(at)
        spoken = shortlist.why_not(row, cluster, language=get_language() or "nl", on=today)
        spans = [span for reason in spoken for span in reason.spans]
        on_list = Match.objects.filter(request=row, cluster=cluster).select_related("decided_by").first()
        successors = lifeline.last_successors(on=today)
        seen = experience.recent(at=at, clusters={cluster.pk}, successors=successors)
        return {
            "chosen": cluster,
            "successor": lifeline.successor_of(cluster, on=today),
            "against": [reason for reason in spoken if not reason.supports],
            "for": [reason for reason in spoken if reason.supports],
            "text": marked(row.text, without_overlaps(spans)),
            "match": on_list,
            "decision": badge(on_list.decision, on_list.get_decision_display()) if on_list else "",
            "decided": bool(on_list and on_list.decision != MatchDecision.PROPOSED),
            "experience": seen.get(cluster.pk, experience.NONE),
            "every_cluster": every_cluster(on=today, successors=successors),
        }
