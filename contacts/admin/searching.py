"""Searching requests by words, with or without the words that name persons."""

from typing import Any

from django.http import HttpRequest

from clusters.admin.base import FoldedSearch


def may_see_persons(user: Any) -> bool:
    """May `user` see persons' details? Who may not learns none by guessing either."""
    return bool(user.has_perm("contacts.view_contactperson"))


class WordSearch(FoldedSearch):
    """Search by `search_words`, or by `public_words` for who may not see persons' details."""

    def get_search_fields(self, request: HttpRequest) -> Any:
        fields = super().get_search_fields(request)  # type: ignore[misc]
        if may_see_persons(request.user):
            return fields
        return [name.replace("search_words", "public_words") for name in fields]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Refuse the columns of words in the address itself: they are asked through the search alone."""
        if "search_words" in lookup or "public_words" in lookup:
            return False
        allowed: bool = super().lookup_allowed(lookup, value, request)  # type: ignore[misc]
        return allowed
