"""Who signs in: the people of the office. And what the office says of itself on the website."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

LONGEST_PAGE = 50_000  # characters


class User(AbstractUser):
    """Someone who works at the office; `language` is the one the staff site speaks to them."""

    language = models.CharField(
        _("language of the staff site"), max_length=2, choices=settings.LANGUAGES, default="nl"
    )

    shortcuts = models.BooleanField(
        _("keyboard shortcuts"),
        default=True,
        help_text=_("Single keys on the inbox and the request page; the page lists them under “Keyboard”."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("member of staff")  # type: ignore[assignment]  # the stubs of AbstractUser say str
        verbose_name_plural = _("staff")  # type: ignore[assignment]


class PageKey(models.TextChoices):
    """The statements of the public side."""

    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    PRIVACY = "privacy", _("Privacy statement")


class SitePage(models.Model):
    """One statement as the office wrote it, in every language; without a row the delivered text is shown."""

    key = models.CharField(_("statement"), max_length=20, choices=PageKey.choices, unique=True)
    dated = models.DateField(
        _("date of the text"), help_text=_("The day on which the office last went through all of it.")
    )
    body_nl = models.TextField(_("text"), max_length=LONGEST_PAGE)
    body_en = models.TextField(_("text"), max_length=LONGEST_PAGE)
    body_fr = models.TextField(_("text"), max_length=LONGEST_PAGE)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        verbose_name = _("statement on the website")
        verbose_name_plural = _("statements on the website")
        constraints = [
            models.CheckConstraint(
                name="attache_sitepage_not_empty",
                condition=~Q(body_nl="") & ~Q(body_en="") & ~Q(body_fr=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_key_display()

    def in_language(self, code: str) -> str:
        """Return the text in that language."""
        return str(getattr(self, f"body_{code}"))
