"""The Dutch party asking, and the person who speaks for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clusters.enums import Language
from clusters.fields import FoldedField
from contacts.enums import EnquirerKind


class Enquirer(models.Model):
    """A Dutch organisation that asked at least once. Recognised by KvK number only, never by an empty one."""

    name = models.CharField(_("organisation"), max_length=200)
    name_folded = FoldedField(of=("name", "kvk"))
    kvk = models.CharField(
        _("KvK number"), max_length=8, blank=True, help_text=_("Eight digits of the Chamber of Commerce.")
    )
    kind = models.CharField(_("kind of organisation"), max_length=16, choices=EnquirerKind.choices)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["name_folded", "version"])

    class Meta:
        verbose_name = _("enquirer")
        verbose_name_plural = _("enquirers")
        default_permissions = ("add", "change", "delete", "view", "export")
        constraints = [
            models.UniqueConstraint(
                fields=["kvk"],
                condition=~Q(kvk=""),
                name="contacts_enquirer_kvk_unique",
                violation_error_message=_("Another enquirer has this KvK number already."),
            ),
            models.CheckConstraint(name="contacts_enquirer_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="contacts_enquirer_kvk_eight_digits",
                condition=Q(kvk="") | Q(kvk__regex=r"^[0-9]{8}$"),
                violation_error_message=_("A KvK number has eight digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPerson(models.Model):
    """The enquirer's person. Personal data: shown to staff, passed on only after release."""

    enquirer = models.ForeignKey(
        Enquirer, verbose_name=_("enquirer"), on_delete=models.CASCADE, related_name="people"
    )
    name = models.CharField(_("name"), max_length=120)
    name_folded = FoldedField(of=("name", "email"))
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.NL)

    history = HistoricalRecords(excluded_fields=["name_folded"])

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        default_permissions = ("add", "change", "delete", "view", "export")
        constraints = [
            models.CheckConstraint(name="contacts_contactperson_has_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name
