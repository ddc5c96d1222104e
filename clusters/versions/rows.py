"""What tells one state of a row from every other: whoever saves shows which state was seen."""

import hashlib
import json
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

# Signing in is no change of an account.
_OF_NO_ACCOUNT = {"last_login"}


def version_of(row: models.Model) -> str:
    """Return what tells this state of the row from every other: its `version`, else a digest of it.

    The digest reads the row's many-valued columns too: one query for each, where it has any.
    """
    version = getattr(row, "version", None)
    if version is not None:
        return str(version)
    values: dict[str, object] = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OF_NO_ACCOUNT
    }
    for many in row._meta.many_to_many:
        values[many.name] = sorted(other.pk for other in getattr(row, many.name).all())
    return _digest(values)


def versions_of(rows: Iterable[models.Model]) -> str:
    """Return what tells the state of these rows together from every other."""
    return _digest([(row.pk, version_of(row)) for row in rows])


def _digest(values: object) -> str:
    plain = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
