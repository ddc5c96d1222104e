"""Lists to choose a pôle or a region from, in a page of another language."""

from typing import Any

from django import forms


class FrenchNames(forms.Select):
    """A list of names that are French whatever the language of the page; a screen reader says them so."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:  # not “All regions”
            option["attrs"]["lang"] = "fr"
        return option
