"""A pôle in the words of schema.org, for search engines: what its card says of today, and no more."""

import datetime as dt
from typing import Any

from clusters.cards import Card
from clusters.presence import Presence


def of_pole(card: Card, *, address: str, presence: Presence, on: dt.date) -> dict[str, Any]:
    """Return the card's pôle as an Organization; what is not known, or not verified, is left out."""
    found = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{address}#pole",
        "name": card.name,
        "alternateName": [fact.text for fact in card.names],
        "mainEntityOfPage": address,
        "url": card.website if card.website_verified else "",
        "foundingDate": _as_known(card.founded.day, card.founded.precision) if card.founded else "",
        "dissolutionDate": (
            presence.ended_on.isoformat() if presence.ended_on and presence.has_ended(on) else ""
        ),
        "areaServed": [{"@type": "AdministrativeArea", "name": fact.text} for fact in card.regions],
        # Subjects carry a weight; kinds of partner and passing mentions do not.
        "knowsAbout": [fact.text for group in card.strengths for fact in group.facts if fact.weight],
        "location": [
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": seat.city,
                    "addressRegion": seat.region,
                    "addressCountry": "FR",
                },
            }
            for seat, _note in card.seats
        ],
    }
    return {name: value for name, value in found.items() if value}


def _as_known(day: dt.date, precision: str) -> str:
    """Return the day no more exactly than it is known: 2005, 2005-07 or 2005-07-13."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
