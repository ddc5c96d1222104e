"""What tells one state of a row from every other: whoever saves shows which state was seen."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


def version_of(row: models.Model) -> str:
    """Return what tells this state of the row from every other: its `version`, else a digest of it."""
    version = getattr(row, "version", None)
    if version is not None:
        return str(version)
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    plain = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
