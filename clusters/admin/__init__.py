"""The register on the staff site. Importing this package registers its pages."""

from clusters.admin import downloads, facts, member_imports, register, statements, vocabulary

__all__ = ["downloads", "facts", "member_imports", "register", "statements", "vocabulary"]
