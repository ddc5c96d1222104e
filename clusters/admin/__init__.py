"""The register on the staff site. Importing this package registers its pages."""

from clusters.admin import facts, register, statements, vocabulary

__all__ = ["facts", "register", "statements", "vocabulary"]
