"""Columns of their own kind: folded spellings for searching, and the part of an address that names a pôle."""

from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import gettext as _

from clusters.folding import fold, words_in
from clusters.word_index import Having


class FoldedField(models.TextField):
    """Holds `fold()` of the named columns, refreshed whenever the row is saved or bulk-created.

    With `save(update_fields=[...])` name this column too when one of its columns changes.
    """

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        kwargs |= {"editable": False, "default": "", "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("editable", "default", "blank"):
            kwargs.pop(implied, None)
        return name, path, list(args), kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold(" ".join(str(getattr(model_instance, name) or "") for name in self.of))
        setattr(model_instance, self.attname, folded)
        return folded


class WordsField(FoldedField):
    """Holds every word of the named columns once, folded, with single blanks between; for a word search.

    A column of a related row is named with a dot ("enquirer.kvk"). When that row changes, this one has to
    be saved again. `column__having="ia-7k4 imag"` finds the rows; `clusters.word_index` makes its index.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        texts = (str(attrgetter(name)(model_instance) or "") for name in self.of)
        words = " ".join(sorted(words_in(" ".join(texts))))
        setattr(model_instance, self.attname, words)
        return words


WordsField.register_lookup(Having)


# Pages of the site's own that stand where a pôle's page would: /poles/compare/.
RESERVED_ADDRESSES = frozenset({"compare"})


def refuse_reserved(value: str) -> None:
    if value.lower() in RESERVED_ADDRESSES:
        raise ValidationError(
            _("“%(value)s” is the address of another page; choose a different one."),
            code="reserved",
            params={"value": value},
        )


class AddressField(models.SlugField):
    """A slug that cannot hide a page of the site behind a pôle; to the database it is a plain slug."""

    default_validators = [validate_slug, refuse_reserved]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", list(args), kwargs
