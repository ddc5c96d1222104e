"""Who may what: one table, three roles, applied to every database after `migrate`.

Each role is a group of Django's. The table is the whole truth about these three groups: whatever a
group has more or less is put right at the next `migrate`. Who needs something else gets a group beside
them. `docs/roles.md` says the same for people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """`key` is the group's name in the database; people read `label`."""

    key: str
    label: str | Promise
    meaning: str | Promise


ATTACHE = Role(
    "attache",
    _("Attaché"),
    _("Works requests from inbox to answer, keeps the cards of the register, sees the quarter."),
)
COORDINATOR = Role(
    "coordinator",
    _("Coordinator"),
    _("Does what an attaché does, and keeps the settings: vocabulary, sources, templates, accounts."),
)
READER = Role(
    "reader",
    _("Reader"),
    _("Looks at requests, register and quarter, without persons’ details. Changes nothing."),
)
ROLES = (ATTACHE, COORDINATOR, READER)

_ACTIONS = {"v": "view", "a": "add", "c": "change", "d": "delete", "x": "export", "i": "import"}
# What, and who may view (v), add (a), change (c) and delete (d) it, take a list of it along as a file (x)
# and bring one in (i): attaché, coordinator, reader.
TABLE: tuple[tuple[str, str, str, str], ...] = (
    # --- the desk -------------------------------------------------------------------------------------
    ("contacts.introductionrequest", "vac", "vacx", "v"),
    ("contacts.correction contacts.match", "vac", "vac", "v"),
    ("contacts.enquirer", "vac", "vacx", "v"),
    ("contacts.contactperson contacts.introduction", "vac", "vacx", ""),  # x of a person: contact details
    ("contacts.outcome", "vac", "vac", ""),
    ("contacts.clusteranswer contacts.remark", "vac", "vac", ""),
    ("contacts.historyentry", "v", "v", ""),
    ("contacts.outgoingmail", "vc", "vc", ""),  # change: send again
    ("contacts.closedquarter", "v", "va", "v"),  # add: close
    # --- the desk's settings --------------------------------------------------------------------------
    ("contacts.lettertemplate", "v", "vacd", ""),
    ("contacts.ignoredword", "v", "vacd", ""),
    ("contacts.evaluationrun", "v", "va", ""),  # add: measure now
    # --- the register: pôles and what is on their cards -----------------------------------------------
    ("clusters.cluster", "vcx", "vacdx", "vx"),
    ("clusters.clustercontact", "vacd", "vacd", ""),
    ("clusters.clustername clusters.clusterregion clusters.clusterseat", "vacd", "vacd", "v"),
    ("clusters.label clusters.succession clusters.statement clusters.figure", "vacd", "vacd", "v"),
    ("clusters.strategicline clusters.linelead", "vacd", "vacd", "v"),
    ("clusters.membership", "vacdxi", "vacdxi", "vx"),
    ("clusters.project clusters.facility clusters.agreement clusters.evaluation", "vacd", "vacd", "v"),
    ("clusters.event clusters.thememention clusters.networkparticipation", "vacd", "vacd", "v"),
    ("clusters.ambiguity clusters.ambiguitysource", "vacd", "vacd", "v"),
    ("clusters.organisation", "vacxi", "vacdxi", "vx"),
    ("clusters.organisationname", "vac", "vacd", "v"),
    ("clusters.organisationpair", "vc", "vc", "v"),  # change: say that they are two
    ("clusters.organisationmerge", "vac", "vac", "v"),  # add: merge; change: undo
    ("clusters.organisationtheme", "v", "v", "v"),
    # --- the register's settings ----------------------------------------------------------------------
    ("clusters.theme clusters.focus clusters.source", "vx", "vacdx", "vx"),
    ("clusters.term clusters.sector clusters.network", "v", "vacd", "v"),
    ("clusters.region clusters.city clusters.placename", "v", "vacd", "v"),
    # --- the office -----------------------------------------------------------------------------------
    ("attache.sitepage", "v", "vacd", ""),
    ("clusters.download", "", "v", ""),
    ("clusters.memberimport", "v", "v", ""),  # brought in by who may import memberships
    ("attache.user", "", "vac", ""),  # an account is closed, not deleted: the story names who did what
)
# Nobody's by role: groups, and what the desk keeps for itself.
NOT_GIVEN = (
    "auth.group",
    "clusters.loadedrecord",
    "clusters.derivation",
    "clusters.downloadpiece",
    "contacts.textlikeness",
    "contacts.quarterfile",
)
_APPS = ("attache", "clusters", "contacts")


def permissions_of(role: Role) -> set[str]:
    """Return the names of everything the role may, such as `contacts.view_match`."""
    column = 1 + ROLES.index(role)
    return {
        model.replace(".", f".{_ACTIONS[letter]}_")
        for row in TABLE
        for model in row[0].split()
        for letter in row[column]
    }


def apply_roles(using: str, registry: Any = apps) -> None:
    """Make the groups of the roles and give each exactly what the table says.

    `registry` holds the models of the moment. What a half-way migration does not have yet is left out.
    """
    for name in _APPS:
        create_permissions(
            apps.get_app_config(name), verbosity=0, interactive=False, using=using, apps=registry
        )
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in registry.get_model("auth", "Permission")
        .objects.using(using)
        .filter(content_type__app_label__in=_APPS)
        .values_list("pk", "content_type__app_label", "codename")
    }
    groups = registry.get_model("auth", "Group").objects.using(using)
    for role in ROLES:
        group, _made = groups.get_or_create(name=role.key)
        group.permissions.set([known[name] for name in permissions_of(role) if name in known])


def after_migrate(sender: AppConfig, *, using: str, **kwargs: Any) -> None:
    """Apply the table to a database that was just migrated, or emptied."""
    registry = kwargs.get("apps", apps)
    try:
        registry.get_model("auth", "Group")
    except LookupError:  # migrated back to before there were groups
        return
    apply_roles(using, registry)


def role_of(group: Any) -> Role | None:
    """Return which role the group is; None for one the office made itself."""
    return next((role for role in ROLES if role.key == group.name), None)


def give(user: Any, *keys: str) -> None:
    """Put a member of staff into the roles of these keys, beside the groups they are in."""
    user.groups.add(*apps.get_model("auth", "Group").objects.filter(name__in=keys))


# --- what one may hand on ------------------------------------------------------------------------------


def grantable_groups(by: Any) -> list[Any]:
    """Return the groups that give nothing which `by` does not have: no one hands on more than they hold."""
    groups = list(
        apps.get_model("auth", "Group").objects.prefetch_related("permissions__content_type").order_by("pk")
    )
    if by.is_superuser:
        return groups
    own = by.get_all_permissions()
    return [group for group in groups if _names(group.permissions.all()) <= own]


def may_manage(by: Any, account: Any) -> bool:
    """Say whether `by` may change this account: it is nobody who may more than `by`."""
    if by.is_superuser:
        return True
    if account.is_superuser:
        return False
    # An account that is closed has no permissions to Django; it would have them again once opened.
    permissions = apps.get_model("auth", "Permission").objects
    held = permissions.filter(Q(group__user=account) | Q(user=account)).distinct()
    return _names(held.select_related("content_type")) <= by.get_all_permissions()


def _names(permissions: Iterable[Any]) -> set[str]:
    return {f"{each.content_type.app_label}.{each.codename}" for each in permissions}
