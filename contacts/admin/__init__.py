"""The desk on the staff site. Importing this package registers its pages."""

from contacts.admin import enquirers, introductions, letter_templates, outbox, requests, vocabulary

__all__ = ["enquirers", "introductions", "letter_templates", "outbox", "requests", "vocabulary"]
