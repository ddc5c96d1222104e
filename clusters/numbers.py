"""Numbers written as the reader's language does."""

from decimal import Decimal

from django.utils.formats import number_format


def written(value: Decimal | int | None) -> str:
    """Write a number as the active language does: 3.297 in Dutch, 3 297 in French; nothing for None."""
    if value is None:
        return ""
    exact = Decimal(value)
    return str(
        number_format(
            int(exact) if exact == exact.to_integral_value() else exact.normalize(),
            use_l10n=True,
            force_grouping=True,
        )
    )
