"""What a request is found by, when something beside the request itself changes."""

from typing import Any

from django.db import transaction

from contacts.models import ContactPerson, Enquirer, IntroductionRequest


@transaction.atomic
def refresh_words(of: Enquirer | ContactPerson) -> int:
    """Collect anew the words by which the requests of an enquirer or a person are found; return how many.

    To be called by whatever changes a name, a KvK number or an e-mail address there. The requests keep
    their version: nothing a person sees of them changed.
    """
    locked = of.requests.select_related("enquirer", "contact").select_for_update(of=("self",), no_key=True)
    columns: list[Any] = [IntroductionRequest._meta.get_field(name) for name in IntroductionRequest.WORDS]
    rows = list(locked.order_by("pk"))
    for row in rows:
        for column in columns:
            column.pre_save(row, add=False)
    IntroductionRequest.objects.bulk_update(rows, IntroductionRequest.WORDS, batch_size=200)
    return len(rows)
