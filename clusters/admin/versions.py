"""The history of a whole card on the staff site: what happened, how it stood, going back to it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters import versions
from clusters.admin.numbers import number_in
from clusters.models import Cluster
from clusters.versions.returning import ADDED, CHANGED, REMOVED

MOMENTS_PER_PAGE = 20
_ACTIONS = {ADDED: "add", CHANGED: "change", REMOVED: "delete"}


class CardHistory(admin.ModelAdmin):
    """Three pages in place of the history of the pôle's own row."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/history/<int:key>/",
                wrap(require_safe(self.version_view)),
                name="clusters_cluster_version",
            ),
            path(
                "<int:pk>/history/<int:key>/return/",
                wrap(require_http_methods(["GET", "HEAD", "POST"])(self.return_view)),
                name="clusters_cluster_return",
            ),
        ]
        return [*own, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what happened to the card and everything on it, newest first."""
        card = self._card(request, object_id)
        moments = versions.moments_of(card.pk)
        page = Paginator(moments, MOMENTS_PER_PAGE).get_page(request.GET.get("p"))
        told = versions.tell(list(page.object_list))
        context = self._context(request, card, _("History of %(row)s") % {"row": card}) | {
            "page": page,
            "moments": told,
            "latest": moments[0].key if moments else "",
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/clusters/history.html", context)

    def version_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """Show the card as it stood, in words."""
        card = self._card(request, pk)
        moment = self._moment(card, key)
        pole, questions = versions.as_it_stood(card.pk, moment.at)
        title = _("%(row)s as it stood") % {"row": card}
        context = self._context(request, card, title) | {
            "moment": moment,
            "pole": pole,
            "questions": questions,
            "may_return": self.has_change_permission(request, card),
        }
        return TemplateResponse(request, "admin/clusters/version.html", context)

    def return_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """Show what going back would change; with POST, go back."""
        card = self._card(request, pk)
        if not self.has_change_permission(request, card):
            raise PermissionDenied
        moment = self._moment(card, key)
        fault = ""
        if request.method == "POST":
            try:
                self._go_back(request, card, moment)
            except versions.CardChanged:
                fault = _(
                    "Somebody changed this card after you opened this page, so nothing was changed. "
                    "Below is what going back would do now."
                )
            except versions.CannotGoBack as obstacle:
                fault = _("Nothing was changed. %(reason)s") % {"reason": obstacle}
            else:
                messages.success(request, _("The card is as it was; this too stands in its history."))
                return HttpResponseRedirect(reverse("admin:clusters_cluster_history", args=[card.pk]))
        plan = versions.plan_to_go_back(card.pk, moment)
        context = self._context(
            request, card, _("Go back to an earlier version of %(row)s") % {"row": card}
        ) | {
            "moment": moment,
            "plan": plan,
            "groups": [
                (_("Changed back"), [each for each in plan.changes if each.what == CHANGED]),
                (_("Brought back"), [each for each in plan.changes if each.what == ADDED]),
                (_("Taken away"), [each for each in plan.changes if each.what == REMOVED]),
            ],
            "fault": fault,
            "allowed": self._allowed(request, plan),
        }
        return TemplateResponse(request, "admin/clusters/return.html", context, status=409 if fault else 200)

    def _go_back(self, request: HttpRequest, card: Cluster, moment: versions.Moment) -> None:
        if not self._allowed(request, versions.plan_to_go_back(card.pk, moment)):
            raise PermissionDenied
        versions.go_back(
            card.pk, moment, token=request.POST.get("token", ""), by=request.user, at=timezone.now()
        )

    def _allowed(self, request: HttpRequest, plan: versions.Plan) -> bool:
        """Going back adds, changes and deletes facts: whoever does it may do each of these by hand."""
        user: Any = request.user
        return all(
            user.has_perm(f"clusters.{_ACTIONS[what]}_{model._meta.model_name}")
            for what, model in plan.touched
        )

    def _card(self, request: HttpRequest, pk: Any) -> Cluster:
        if number_in(str(pk)) is None:
            raise Http404
        card: Cluster = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, card):
            raise PermissionDenied
        return card

    def _moment(self, card: Cluster, key: int) -> versions.Moment:
        try:
            return versions.find_moment(card.pk, str(key))
        except versions.NoSuchMoment as missing:
            raise Http404(_("This card has no version of that moment.")) from missing

    def _context(self, request: HttpRequest, card: Cluster, title: str) -> dict[str, Any]:
        request.current_app = self.admin_site.name
        return {**self.admin_site.each_context(request), "title": title, "card": card, "opts": self.opts}
