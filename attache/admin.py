"""The people of the office on the staff site."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attache import page_admin  # noqa: F401  registers the website's statements
from attache.models import User
from attache.roles import grantable_groups, may_manage, role_of
from clusters.admin.base import StaffAdmin
from clusters.admin.freshness import freshness_urls
from contacts.admin.evaluation import evaluation_urls
from contacts.admin.home import today
from contacts.admin.reports import quarter_urls
from contacts.admin.words import words_urls

_pages = (quarter_urls, freshness_urls, words_urls, evaluation_urls)
admin.site.pages = lambda site: [page for urls in _pages for page in urls(site)]  # type: ignore[attr-defined]
admin.site.what_waits = today  # type: ignore[attr-defined]


class RolesField(forms.ModelMultipleChoiceField):
    """The groups to tick, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        role = role_of(obj)
        return f"{role.label}: {role.meaning}" if role else str(obj)


@admin.register(User)
class StaffUserAdmin(StaffAdmin, UserAdmin):
    """Accounts. Whoever is no superuser makes none, and hands on no more than they hold themselves."""

    list_display = ("username", "first_name", "last_name", "email", "roles", "language", "is_active")
    list_filter = ("is_active", "groups", "is_superuser", "language")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email", "language", "shortcuts")}),
        (_("Roles"), {"fields": ("groups", "is_active", "is_staff")}),
        (_("Beyond the roles"), {"fields": ("is_superuser", "user_permissions"), "classes": ("collapse",)}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("user_permissions",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, row: User) -> str:
        found = [(role_of(group), group) for group in row.groups.all()]
        names = [str(role.label) if role else str(group) for role, group in found]
        return ", ".join(["superuser"] * row.is_superuser + names) or "–"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return fieldsets
        return [each for each in fieldsets if "is_superuser" not in each[1]["fields"]]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label = _("Roles")  # the column's own name is Django's: groups
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        allowed = [group.pk for group in grantable_groups(request.user)]
        return RolesField(
            queryset=Group.objects.filter(pk__in=allowed),
            required=False,
            help_text=_("Somebody without a role can sign in and sees nothing."),
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))


admin.site.unregister(Group)


@admin.register(Group)
class OfficeGroupAdmin(StaffAdmin, GroupAdmin):
    """Groups beside the roles; those of the roles are what `attache.roles` says, at every migrate."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).prefetch_related("permissions__content_type")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or role_of(obj) is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or role_of(obj) is None)
