"""Who may what, as a table: every address of the staff site × role × method. What is missing from it fails.

A letter stands for a role: A attaché, C coordinator, R reader, N staff without a role. Whoever has no
letter is refused (403) and changes nothing; whoever is not signed in is sent to the sign-in page.
"""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_migrate
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, resolve, reverse
from django.utils import translation
from zeal import zeal_ignore

from attache import roles
from attache.models import User
from clusters import versions
from clusters.models import Cluster, ClusterContact
from contacts.models import Introduction, IntroductionRequest, OutgoingMail
from tests import builders
from tests.test_admin_pages import one_of_everything, saved

pytestmark = pytest.mark.django_db
LETTERS = {"A": "attache", "C": "coordinator", "R": "reader", "N": ""}

# Pages of a model: who may look (list, page, history), add, change, delete.
MODELS = {
    # the desk
    "contacts.introductionrequest": ("ACR", "AC", "AC", ""),
    "contacts.introduction": ("AC", "", "AC", ""),
    "contacts.enquirer": ("ACR", "AC", "AC", ""),
    "contacts.contactperson": ("AC", "AC", "AC", ""),
    "contacts.outgoingmail": ("AC", "", "", ""),
    "contacts.historyentry": ("AC", "", "", ""),
    # the register: pôles and their cards
    "clusters.cluster": ("ACR", "C", "AC", "C"),
    "clusters.clustercontact": ("AC", "AC", "AC", "AC"),
    "clusters.clustername": ("ACR", "AC", "AC", "AC"),
    "clusters.clusterregion": ("ACR", "AC", "AC", "AC"),
    "clusters.clusterseat": ("ACR", "AC", "AC", "AC"),
    "clusters.label": ("ACR", "AC", "AC", "AC"),
    "clusters.succession": ("ACR", "AC", "AC", "AC"),
    "clusters.statement": ("ACR", "AC", "AC", "AC"),
    "clusters.figure": ("ACR", "AC", "AC", "AC"),
    "clusters.strategicline": ("ACR", "AC", "AC", "AC"),
    "clusters.linelead": ("ACR", "AC", "AC", "AC"),
    "clusters.membership": ("ACR", "AC", "AC", "AC"),
    "clusters.project": ("ACR", "AC", "AC", "AC"),
    "clusters.facility": ("ACR", "AC", "AC", "AC"),
    "clusters.agreement": ("ACR", "AC", "AC", "AC"),
    "clusters.evaluation": ("ACR", "AC", "AC", "AC"),
    "clusters.event": ("ACR", "AC", "AC", "AC"),
    "clusters.thememention": ("ACR", "AC", "AC", "AC"),
    "clusters.networkparticipation": ("ACR", "AC", "AC", "AC"),
    "clusters.ambiguity": ("ACR", "AC", "AC", "AC"),
    "clusters.ambiguitysource": ("ACR", "AC", "AC", "AC"),
    "clusters.organisation": ("ACR", "AC", "AC", "C"),
    "clusters.organisationpair": ("ACR", "", "", ""),
    "clusters.organisationmerge": ("ACR", "", "", ""),
    "clusters.organisationname": ("ACR", "AC", "AC", "C"),
    # settings
    "contacts.lettertemplate": ("AC", "C", "C", "C"),
    "clusters.theme": ("ACR", "C", "C", "C"),
    "clusters.term": ("ACR", "C", "C", "C"),
    "clusters.focus": ("ACR", "C", "C", "C"),
    "clusters.sector": ("ACR", "C", "C", "C"),
    "clusters.source": ("ACR", "C", "C", "C"),
    "clusters.network": ("ACR", "C", "C", "C"),
    "clusters.region": ("ACR", "C", "C", "C"),
    "clusters.city": ("ACR", "C", "C", "C"),
    "clusters.placename": ("ACR", "C", "C", "C"),
    # the office
    "attache.sitepage": ("AC", "C", "C", "C"),
    "clusters.download": ("C", "", "", ""),
    "clusters.memberimport": ("AC", "", "", ""),
    "attache.user": ("C", "C", "C", ""),
    "auth.group": ("", "", "", ""),
}
# Pages of their own: who may GET, who may POST.
PAGES = {
    # anybody who works here
    "index": ("ACRN", "ACRN"),
    "login": ("ACRN", "ACRN"),
    "logout": ("ACRN", "ACRN"),
    "password_change": ("ACRN", "ACRN"),
    "password_change_done": ("ACRN", "ACRN"),
    "jsi18n": ("ACRN", "ACRN"),
    "view_on_site": ("ACRN", "ACRN"),
    "language": ("ACRN", "ACRN"),
    "shortcuts": ("ACRN", "ACRN"),
    # the desk
    "contacts_quarter": ("ACR", "ACR"),
    "contacts_quarter_download": ("ACR", "ACR"),  # answers to GET only
    "contacts_quarter_making": ("ACR", "ACR"),  # one's own; GET only
    "contacts_quarter_made": ("ACR", "ACR"),
    "contacts_quarter_kept": ("ACR", "ACR"),
    "contacts_quarter_close": ("C", "C"),
    "contacts_quarter_link": ("C", "C"),
    "contacts_introductionrequest_step": ("AC", "AC"),
    "contacts_introductionrequest_why_not": ("ACR", "ACR"),
    "contacts_introduction_step": ("AC", "AC"),
    "contacts_outgoingmail_send_again": ("AC", "AC"),
    "contacts_outgoingmail_came_back": ("AC", "AC"),
    "contacts_lettertemplate_preview": ("AC", "AC"),  # shows, stores nothing
    "contacts_words": ("ACR", "C"),
    "contacts_evaluation": ("AC", "C"),
    # the register
    "clusters_freshness": ("ACR", "ACR"),
    "clusters_confirm_card": ("AC", "AC"),
    "clusters_confirm_contact": ("AC", "AC"),
    "clusters_cluster_version": ("ACR", "ACRN"),  # answers to GET only: 405 for everybody
    "clusters_cluster_return": ("AC", "AC"),
    "clusters_memberimport_upload": ("AC", "AC"),
    "clusters_memberimport_look": ("AC", "AC"),
    "clusters_organisation_merge": ("AC", "AC"),  # looks for another one, stores nothing
    "clusters_organisation_merge_with": ("AC", "AC"),
    "clusters_organisationpair_decide": ("AC", "AC"),  # answers to POST only
    "clusters_organisationmerge_look": ("ACR", "AC"),  # POST undoes it
    "clusters_cluster_export": ("ACR", "ACR"),
    "clusters_organisation_export": ("ACR", "ACR"),
    "clusters_membership_export": ("ACR", "ACR"),
    "clusters_theme_export": ("ACR", "ACR"),
    "clusters_focus_export": ("ACR", "ACR"),
    "clusters_source_export": ("ACR", "ACR"),
    # the desk's lists as files
    "contacts_introductionrequest_export": ("C", "C"),
    "contacts_introduction_export": ("C", "C"),
    "contacts_enquirer_export": ("C", "C"),
    "contacts_contactperson_export": ("C", "C"),
    # the office
    "attache_sitepage_preview": ("AC", "AC"),  # shows, stores nothing
    "auth_user_password_change": ("C", "C"),
    # asked by a field about its model: here about pôles
    "autocomplete": ("ACR", "ACRN"),  # answers to GET only
    # lists of one app's models, those one may see
    "app_list": ("ACRN", "ACRN"),
}
OF_MODELS = {"changelist": 0, "history": 0, "change": 0, "add": 1, "delete": 3}
POSTED = {**OF_MODELS, "change": 2}
WITHOUT_SIGN_IN = {"login", "jsi18n", "logout"}
REGISTERED = {model._meta.label_lower: model for model in admin.site._registry}


def named(patterns: Any) -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += named(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.append(pattern.name or "")
    return found


def rows_of_everything() -> dict[str, Any]:
    """A row of each model, by its label."""
    anouk = builders.staff("anouk")
    one_of_everything(anouk)
    Group.objects.create(name="friends")
    rows = {label: model._default_manager.order_by("pk").first() for label, model in REGISTERED.items()}
    rows["attache.user"] = builders.staff("plain", superuser=False)
    return rows


def arguments(name: str, rows: dict[str, Any]) -> dict[str, Any]:
    pole = Cluster.objects.get(slug="pole-1")
    request, letter = IntroductionRequest.objects.get(), Introduction.objects.get()
    moment = next(iter(versions.moments_of(pole.pk)), None)
    known: dict[str, dict[str, Any]] = {
        "contacts_quarter_making": {"pk": 1},
        "contacts_quarter_made": {"pk": 1},
        "contacts_quarter_kept": {"quarter": "2026-Q3", "name": "requests.csv"},
        "contacts_quarter_close": {"quarter": "2026-Q3"},
        "contacts_quarter_link": {"quarter": "2026-Q3"},
        "contacts_introductionrequest_step": {"pk": request.pk, "name": "note"},
        "contacts_introductionrequest_why_not": {"pk": request.pk},
        "contacts_introduction_step": {"pk": letter.pk, "name": "cancel"},
        "contacts_outgoingmail_send_again": {"pk": OutgoingMail.objects.order_by("pk")[0].pk},
        "contacts_outgoingmail_came_back": {"pk": OutgoingMail.objects.order_by("pk")[0].pk},
        "clusters_confirm_card": {"pk": pole.pk},
        "clusters_confirm_contact": {"pk": ClusterContact.objects.get().pk},
        "clusters_cluster_version": {"pk": pole.pk, "key": moment.key if moment else 1},
        "clusters_cluster_return": {"pk": pole.pk, "key": moment.key if moment else 1},
        "clusters_organisation_merge": {"pk": rows["clusters.organisation"].pk},
        "clusters_organisation_merge_with": {"pk": rows["clusters.organisation"].pk, "other": 1},
        "clusters_organisationpair_decide": {"pk": rows["clusters.organisationpair"].pk},
        "clusters_organisationmerge_look": {"pk": rows["clusters.organisationmerge"].pk},
        "clusters_memberimport_look": {"pk": rows["clusters.memberimport"].pk},
        "auth_user_password_change": {"id": rows["attache.user"].pk},
        "view_on_site": {"content_type_id": 1, "object_id": 1},
        "app_list": {"app_label": "clusters"},
    }
    return known.get(name, {})


def every_address(rows: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(address, who may GET, who may POST) for everything in the two tables."""
    found = []
    for label, who in MODELS.items():
        for view, column in OF_MODELS.items():
            args = [] if view in ("changelist", "add") else [rows[label].pk]
            address = reverse(f"admin:{label.replace('.', '_')}_{view}", args=args)
            found.append((address, who[column], who[POSTED[view]]))
    for name, (get, post) in PAGES.items():
        found.append((reverse(f"admin:{name}", kwargs=arguments(name, rows)), get, post))
    return found


class Said(BaseStorage):
    """Messages nobody reads."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, *args: Any, **kwargs: Any) -> list[Any]:
        return []


def answer(user: Any, method: str, address: str) -> str:
    """What the page says to `user`: opens, refused or sign-in. The page itself is not drawn, to save time."""
    query = {"app_label": "clusters", "model_name": "focus", "field_name": "cluster", "term": ""}
    request: Any = getattr(RequestFactory(), method.lower())(
        address, query if "autocomplete" in address else {}
    )
    request.user, request.session, request._dont_enforce_csrf_checks = user, SessionStore(), True
    request._messages = Said(request)
    view = resolve(address)
    try:
        response: HttpResponse = view.func(request, *view.args, **view.kwargs)
    except PermissionDenied:
        return "refused"
    except Http404:
        return "opens"
    if response.status_code == 302 and response["Location"].startswith(reverse("admin:login")):
        return "sign-in"
    return "refused" if response.status_code == 403 else "opens"


def everything() -> dict[str, list[Any]]:
    """Every row of the three apps, as stored."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for name in ("attache", "clusters", "contacts", "auth")
        for model in apps.get_app_config(name).get_models()
    }


def somebody(letter: str) -> User:
    user = builders.staff("somebody", superuser=False)
    roles.give(user, LETTERS[letter])
    return User.objects.get(pk=user.pk)


def test_every_address_of_the_staff_site_stands_in_the_tables() -> None:
    expected = set(PAGES) | {f"{label.replace('.', '_')}_{view}" for label in MODELS for view in OF_MODELS}
    names = set(named(admin.site.get_urls()))
    assert names - expected - {""} == set(), "say in MODELS or PAGES who may open these"
    assert expected - names == set(), "these are no longer there"
    assert set(REGISTERED) == set(MODELS)


def test_addresses_without_a_name_lead_to_one_that_has_it_or_nowhere() -> None:
    unnamed = [
        str(pattern.pattern)
        for each in admin.site.get_urls()
        for pattern in (each.url_patterns if isinstance(each, URLResolver) else [each])
        if not pattern.name
    ]
    assert set(unnamed) == {"<path:object_id>/", "(?P<url>.*)$"}


@pytest.mark.parametrize("letter", LETTERS)
def test_a_role_opens_what_the_table_says_and_is_refused_the_rest(letter: str) -> None:
    user, wrong, refused = somebody(letter), [], []
    addresses = every_address(rows_of_everything())
    with zeal_ignore():
        for address, get, post in addresses:
            wanted = "opens" if letter in get else "refused"
            if (got := answer(user, "GET", address)) != wanted:
                wrong.append(f"GET {address}: {got}")
            if letter in post and (got := answer(user, "POST", address)) != "opens":
                wrong.append(f"POST {address}: {got}")
            if letter not in post:
                refused.append(address)
        before = everything()
        wrong += [f"POST {each}: not refused" for each in refused if answer(user, "POST", each) != "refused"]
    assert not wrong, "\n".join(wrong)
    assert everything() == before


def test_whoever_is_not_signed_in_comes_to_the_sign_in_page_and_changes_nothing() -> None:
    addresses = [each for each, _get, _post in every_address(rows_of_everything())]
    before, nobody = everything(), AnonymousUser()
    open_to_all = {reverse(f"admin:{name}") for name in WITHOUT_SIGN_IN}
    for method in ("GET", "POST"):
        wrong = [each for each in addresses if answer(nobody, method, each) != "sign-in"]
        assert set(wrong) <= open_to_all
    assert everything() == before


# --- the table of roles ------------------------------------------------------------------------------


def test_the_roles_are_in_every_database_and_every_model_has_its_line() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {"attache", "coordinator", "reader"}
    lines = [model for row in roles.TABLE for model in row[0].split()]
    assert len(lines) == len(set(lines))
    models = {
        model._meta.label_lower
        for name in ("attache", "clusters", "contacts")
        for model in apps.get_app_config(name).get_models()
        if not model.__name__.startswith("Historical")
    }
    assert models - set(lines) - set(roles.NOT_GIVEN) == set()
    for role in roles.ROLES:
        held = Permission.objects.filter(group__name=role.key).values_list(
            "content_type__app_label", "codename"
        )
        assert {f"{app}.{name}" for app, name in held} == roles.permissions_of(role)


def test_a_coordinator_may_all_an_attache_may_and_an_attache_all_a_reader_may() -> None:
    reader, attache, coordinator = (
        roles.permissions_of(each) for each in (roles.READER, roles.ATTACHE, roles.COORDINATOR)
    )
    assert reader < attache < coordinator
    assert all(".view_" in name or ".export_" in name for name in reader)
    assert not any(
        name in reader for name in ("contacts.export_contactperson", "contacts.export_introductionrequest")
    )


def test_migrating_again_puts_a_role_right_and_leaves_other_groups_alone() -> None:
    reader, own = Group.objects.get(name="reader"), Group.objects.create(name="friends")
    extra = Permission.objects.get(codename="delete_cluster")
    reader.permissions.add(extra)
    reader.permissions.remove(Permission.objects.get(codename="view_cluster"))
    own.permissions.add(extra)
    user = somebody("R")
    config = apps.get_app_config("attache")
    post_migrate.send(config, app_config=config, using="default", verbosity=0, interactive=False, apps=apps)
    assert extra not in reader.permissions.all()
    assert reader.permissions.filter(codename="view_cluster").exists()
    assert list(own.permissions.all()) == [extra]
    assert user.groups.get() == reader


# --- nobody hands on more than they hold --------------------------------------------------------------


@pytest.fixture
def coordinator(client):
    person = somebody("C")
    client.force_login(person)
    return person


def account(user: User) -> str:
    return reverse("admin:attache_user_change", args=[user.pk])


def test_a_coordinator_gives_a_colleague_a_role_and_nobody_superpowers(client, coordinator):
    bram = builders.staff("bram", superuser=False)
    group = Group.objects.get(name="attache")
    extra = Permission.objects.get(codename="delete_user")
    form = {"groups": [group.pk], "is_superuser": "on", "user_permissions": [extra.pk]}
    assert saved(client, account(bram), **form).status_code == 302
    bram = User.objects.get(pk=bram.pk)
    assert list(bram.groups.all()) == [group]
    assert not bram.is_superuser
    assert not bram.user_permissions.exists()
    own = saved(client, account(coordinator), is_superuser="on", user_permissions=[extra.pk])
    assert own.status_code == 302
    assert not User.objects.get(pk=coordinator.pk).has_perm("attache.delete_user")


def test_a_coordinator_hands_on_no_group_that_may_more(client, coordinator):
    bram, strong = builders.staff("bram", superuser=False), Group.objects.create(name="stronghold")
    strong.permissions.add(Permission.objects.get(codename="delete_user"))
    assert saved(client, account(bram), groups=[strong.pk]).status_code == 200
    assert not bram.groups.exists()
    assert "stronghold" not in client.get(account(bram)).content.decode()


@pytest.mark.parametrize("kind", ["superuser", "closed superuser", "of a stronger group"])
def test_a_coordinator_cannot_take_over_an_account_that_may_more(client, coordinator, kind):
    boss = builders.staff("boss", superuser="superuser" in kind, is_active="closed" not in kind)
    if "group" in kind:
        strong = Group.objects.create(name="stronghold")
        strong.permissions.add(Permission.objects.get(codename="delete_user"))
        boss.groups.add(strong)
    before = User.objects.filter(pk=boss.pk).values().get()
    new = {"password1": "a wholly new password", "password2": "a wholly new password"}
    password = reverse("admin:auth_user_password_change", args=[boss.pk])
    assert client.post(account(boss), {"email": "mine@office.example"}).status_code == 403
    assert client.post(password, {**new, "usable_password": "true"}).status_code == 403
    assert User.objects.filter(pk=boss.pk).values().get() == before


def test_the_account_page_says_what_each_role_is_for(client, coordinator):
    bram = builders.staff("bram", superuser=False, language="nl")
    html = client.get(account(bram)).content.decode()
    with translation.override(coordinator.language):
        assert [role.key for role in roles.ROLES if f"{role.label}: " not in html] == []
    assert "is_superuser" not in html


def test_a_role_is_changed_in_the_table_not_by_hand(client):
    client.force_login(builders.staff("anouk"))
    page = reverse("admin:auth_group_change", args=[Group.objects.get(name="reader").pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "reader"}).status_code == 403


# --- what is drawn -----------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["A", "C", "R", "N"])
def test_every_link_of_the_first_page_opens_for_whoever_sees_it(client, letter):
    rows_of_everything()
    user = somebody(letter)
    html = client.get("/admin/login/").content.decode()
    client.force_login(user)
    html = client.get("/admin/").content.decode()
    links = set(re.findall(r'href="(/admin/[^"#?]*)', html))
    assert links
    with zeal_ignore():
        assert {each for each in links if answer(user, "GET", each) != "opens"} == set()


def test_a_reader_sees_a_request_without_persons_and_without_a_button(client):
    rows_of_everything()
    client.force_login(somebody("R"))
    row = IntroductionRequest.objects.get()
    html = client.get(reverse("admin:contacts_introductionrequest_change", args=[row.pk])).content.decode()
    assert row.subject in html
    for secret in (row.contact.name, row.contact.email, row.contact.phone, "Claire Dubois", "claire@"):
        assert secret not in html
    assert "/step/" not in html
    client.force_login(builders.staff("bram"))
    html = client.get(reverse("admin:contacts_introductionrequest_change", args=[row.pk])).content.decode()
    assert row.contact.email in html
    assert "/step/" in html


def test_the_box_of_the_roles_is_called_so(client):
    client.force_login(builders.staff("anouk"))
    account = builders.staff("rita", superuser=False)
    form = client.get(reverse("admin:attache_user_change", args=[account.pk])).context["adminform"].form
    assert str(form["groups"].label) == "Rollen"
