"""Who signs in: the people of the office."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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
