"""The register on the staff site. Importing this package registers its pages."""

from clusters.admin import downloads, facts, register, statements, vocabulary

__all__ = ["downloads", "facts", "register", "statements", "vocabulary"]
