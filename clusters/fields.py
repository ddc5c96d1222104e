"""A column that keeps other columns in folded spelling, for searching."""

from typing import Any

from django.db import models

from clusters.folding import fold


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
