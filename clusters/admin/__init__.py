"""The register on the staff site. Importing this package registers its pages."""

from clusters.admin import facts, register, vocabulary

__all__ = ["facts", "register", "vocabulary"]
