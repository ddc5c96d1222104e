"""The register on the staff site. Importing this package registers its pages."""

from clusters.admin import (
    downloads,
    duplicates,
    facts,
    member_imports,
    merges,
    register,
    statements,
    vocabulary,
)

__all__ = [
    "downloads",
    "duplicates",
    "facts",
    "member_imports",
    "merges",
    "register",
    "statements",
    "vocabulary",
]
