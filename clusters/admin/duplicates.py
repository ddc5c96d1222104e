"""Organisations that may be one, on the staff site: the list of pairs, and what somebody says of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import FoldedSearch, ReadOnlyAdmin
from clusters.admin.numbers import number_in
from clusters.duplicates import deciding, finding
from clusters.enums import PairReason, PairState
from clusters.likeness import host_of
from clusters.models import Cluster, Membership, Organisation, OrganisationPair

_LABELS = dict(PairReason.choices)


def may_merge(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.has_perms(("clusters.add_organisationmerge", "clusters.change_organisation")))


def may_decide(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.has_perm("clusters.change_organisationpair"))


def merge_address(one: int, other: int) -> str:
    """Return where the merge of these two is shown first."""
    return reverse("admin:clusters_organisation_merge_with", args=[one, other])


class ReasonFilter(admin.SimpleListFilter):
    title = _("why")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return PairReason.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in PairReason.values:
            return queryset
        # SQLite does not search in JSON; both engines search in its text.
        told = queryset.annotate(told=Cast("reasons", TextField()))
        return told.filter(told__contains=f'"{self.value()}"')


class PoleFilter(admin.SimpleListFilter):
    title = _("pôle")
    parameter_name = "pole"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(str(pk), name) for pk, name in Cluster.objects.order_by("name").values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        pole = number_in(self.value() or "")
        if pole is None:
            return queryset
        of_pole = Membership.objects.filter(cluster=pole)
        return queryset.filter(
            Exists(of_pole.filter(Q(organisation=OuterRef("one")) | Q(organisation=OuterRef("other"))))
        )


def _poles_of(side: str) -> Coalesce:
    ties = Membership.objects.filter(organisation=OuterRef(side)).order_by().values("organisation")
    counted = ties.annotate(number=Count("cluster", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def told_of(organisation: Organisation, poles: int) -> list[str]:
    """Return what tells one organisation from another: town, SIREN, site, and of how many pôles it is."""
    number = ngettext("%(number)d pôle", "%(number)d pôles", poles) % {"number": poles}
    town = str(organisation.city) if organisation.city else gettext("no town")
    siren = f"SIREN {organisation.siren}" if organisation.siren else ""
    return [part for part in (town, siren, _site(organisation.website), number) if part]


def _site(website: str) -> str:
    try:
        return host_of(website)
    except ValueError:
        return website


def _cell(organisation: Organisation, poles: int) -> SafeString:
    address = reverse("admin:clusters_organisation_change", args=[organisation.pk])
    parts = format_html_join("", "<span>{}</span>", ((part,) for part in told_of(organisation, poles)))
    return format_html(
        '<a class="party" href="{}">{}</a><span class="party-facts">{}</span>',
        address,
        organisation.name,
        parts,
    )


def reasons_in_words(pair: OrganisationPair) -> list[str]:
    return [str(_LABELS.get(each, each)) for each in pair.reasons]


@admin.register(OrganisationPair)
class OrganisationPairAdmin(FoldedSearch, ReadOnlyAdmin):
    """Found anew when the list is opened after an organisation or a name changed."""

    index_position = 3
    index_query = f"?state__exact={PairState.OPEN}"
    change_list_template = "admin/clusters/pairs.html"
    list_display_links = None
    list_select_related = ("one__city", "other__city", "decided_by")
    list_filter = ("state", ReasonFilter, PoleFilter)
    ordering = ("-state", "-likeness", "pk")  # “open” comes before “apart”
    search_fields = (
        *("one__name_folded__contains", "other__name_folded__contains"),
        *("one__names__text_folded__contains", "other__names__text_folded__contains"),
    )
    search_help_text = _("Words of a name, without regard to accents; other names too.")
    fields = ("one", "other", "why", "likeness", "state", "found_at", "decided_at", "decided_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.annotate(poles_of_one=_poles_of("one"), poles_of_other=_poles_of("other"))

    def get_list_display(self, request: HttpRequest) -> Any:
        return ("first", "second", "why", "alike", "standing", self._actions_for(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    @admin.display(description=_("organisation"), ordering="one__name_folded")
    def first(self, pair: Any) -> SafeString:
        return _cell(pair.one, pair.poles_of_one)

    @admin.display(description=_("may be the same as"), ordering="other__name_folded")
    def second(self, pair: Any) -> SafeString:
        return _cell(pair.other, pair.poles_of_other)

    @admin.display(description=_("why"))
    def why(self, pair: OrganisationPair) -> str:
        return "; ".join(reasons_in_words(pair))

    @admin.display(description=_("names alike"), ordering="likeness")
    def alike(self, pair: OrganisationPair) -> str:
        return f"{pair.likeness} %"

    @admin.display(description=_("state"), ordering="state")
    def standing(self, pair: OrganisationPair) -> SafeString:
        colour = "busy" if pair.state == PairState.OPEN else "done"
        return format_html('<span class="badge badge-{}">{}</span>', colour, pair.get_state_display())

    def _actions_for(self, request: HttpRequest) -> Callable[[Any], Any]:
        """Return the column with what this person may do; its buttons send the list's own form."""
        query = request.GET.urlencode()
        back = f"?{query}" if query else ""

        @admin.display(description=_("what to do"))
        def to_do(pair: OrganisationPair) -> Any:
            parts = []
            names = {"one": pair.one.name, "other": pair.other.name}
            if pair.state == PairState.OPEN and may_merge(request):
                label = gettext("Merge “%(one)s” and “%(other)s”") % names
                address = merge_address(pair.one_id, pair.other_id)
                parts.append(
                    format_html('<a href="{}" aria-label="{}">{}</a>', address, label, gettext("Merge…"))
                )
            if may_decide(request):
                apart = pair.state == PairState.APART
                say = gettext("May be one after all") if apart else gettext("These are two")
                address = reverse("admin:clusters_organisationpair_decide", args=[pair.pk]) + back
                parts.append(
                    format_html(
                        '<button type="submit" class="button" formaction="{}" name="say" value="{}" '
                        'aria-label="{}">{}</button>',
                        address,
                        PairState.OPEN if apart else PairState.APART,
                        f"{say}: {pair}",
                        say,
                    )
                )
            return format_html(
                '<span class="to-do">{}</span>', format_html_join("", "{}", ((p,) for p in parts))
            )

        return to_do

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("<int:pk>/decide/", site.admin_view(self.decide), name="clusters_organisationpair_decide"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if self.has_view_permission(request):
            finding.up_to_date(at=timezone.now())
        told = {"title": _("Organisations that may be one"), "most_of_a_site": finding.MOST_OF_ONE_SITE}
        return super().changelist_view(request, {**told, **(extra_context or {})})

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep that a pair are two, or take that back; answers to POST only."""
        if not may_decide(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if request.POST.get("say") == PairState.OPEN:
            pair = deciding.doubt_again(pk)
            said = gettext("“%(one)s” and “%(other)s” are to be looked at again.")
        else:
            pair = deciding.say_two(pk, by=request.user, at=timezone.now())
            said = gettext("“%(one)s” and “%(other)s” are two. They will not be asked about again.")
        if pair is None:
            gone = gettext("This pair is not there any more: one of the two was changed, merged or deleted.")
            messages.warning(request, gone)
        else:
            messages.success(request, said % {"one": pair.one.name, "other": pair.other.name})
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(reverse("admin:clusters_organisationpair_changelist") + query)
