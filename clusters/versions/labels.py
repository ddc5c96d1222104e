"""What a column is called for a person: a translated one says which language it holds."""

from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext


def label_of(column: Any) -> str:
    """Return the column's name, with its language where there is one column for each."""
    label = capfirst(str(column.verbose_name))
    for code, language in settings.LANGUAGES:
        if column.name.endswith(f"_{code}"):
            return f"{label} ({gettext(str(language))})"
    return label
