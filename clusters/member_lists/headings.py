"""Which column of a list is which: the plain names, and what Dutch and French lists call them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.folding import compounds_in
from clusters.member_lists.tables import UnreadableList

COLUMNS = {
    "name": gettext_lazy("name"),
    "kind": gettext_lazy("kind"),
    "city": gettext_lazy("city"),
    "siren": gettext_lazy("SIREN"),
    "website": gettext_lazy("website"),
    "since": gettext_lazy("member since"),
    "activity": gettext_lazy("what it does"),
}

_WORDS = {
    "name": (
        "name|naam|nom|raison sociale|denomination|denomination sociale|organisation|organisatie|organisme|"
        "bedrijf|bedrijfsnaam|naam organisatie|naam van de organisatie|entreprise|societe|adherent|membre|"
        "lid|member|company|nom de l entreprise|nom de la structure|nom de l organisme|structure"
    ),
    "kind": (
        "kind|type|soort|categorie|category|aard|nature|soort organisatie|type d organisation|"
        "type organisation|type d organisme|type de structure|type d adherent"
    ),
    "city": (
        "city|stad|plaats|plaatsnaam|vestigingsplaats|woonplaats|gemeente|ville|commune|localite|town|"
        "ville du siege"
    ),
    "siren": (
        "siren|siret|n siren|n siret|no siren|no siret|numero siren|numero siret|num siren|num siret|"
        "sirennummer|siretnummer|siren nummer|siret nummer|code siren|siren siret|siren number"
    ),
    "website": (
        "website|site|site internet|site web|siteweb|web|url|webadres|internet|homepage|www|"
        "adresse web|adresse internet"
    ),
    "since": (
        "since|sinds|depuis|lid sinds|membre depuis|date d adhesion|date adhesion|adhesion|date d entree|"
        "toetreding|datum toetreding|datum van toetreding|lid vanaf|lidmaatschap sinds|member since|"
        "membership date|adherent depuis|annee d adhesion|valid from"
    ),
    "activity": (
        "activity|activities|activite|activites|activiteit|activiteiten|what it does|wat het doet|"
        "wat zij doet|ce qu elle fait|domaine|domaines|domaine d activite|domaines d activite|domein|"
        "vakgebied|secteur|secteurs|secteur d activite|secteurs d activite|sector|branche|description|"
        "descriptif|omschrijving|beschrijving|description de l activite|activite principale|"
        "kernactiviteit|bedrijfsactiviteit|metier|expertise|what they do"
    ),
}
_KNOWN = {heading: column for column, words in _WORDS.items() for heading in words.split("|")}


@dataclass(frozen=True)
class Headings:
    """Where each column stands, and the headings nobody knows, by their place in the header."""

    places: dict[str, int]
    others: dict[int, str]


def understand(header: Sequence[str], by_hand: Mapping[int, str] | None = None) -> Headings:
    """Return which column is which; `by_hand` names columns by their place, and goes first.

    Raises `UnreadableList` when no column has the names, or two columns are the same one.
    """
    by_hand = by_hand or {}
    places: dict[str, int] = {}
    others: dict[int, str] = {}
    taken = set(by_hand.values())
    for place, heading in enumerate(header):
        column = by_hand.get(place) or _KNOWN.get(_plain(heading))
        if column is None or (place not in by_hand and column in taken):
            if heading.strip():
                others[place] = heading.strip()
        elif column in places:
            raise UnreadableList(
                _(
                    "Row 1: columns “%(first)s” and “%(second)s” both hold the same (%(column)s). Leave one "
                    "of them out, or give it another heading."
                )
                % {"first": header[places[column]], "second": heading, "column": COLUMNS[column]}
            )
        else:
            places[column] = place
    if "name" not in places:
        raise UnreadableList(
            _(
                "Row 1: no column has the names of the members. The headings are %(headings)s; call the "
                "right one “name”, “naam” or “nom”."
            )
            % {"headings": ", ".join(f"“{each[:40]}”" for each in header[:12]) or "–"}
        )
    return Headings(places, others)


def _plain(heading: str) -> str:
    return " ".join(part for compound in compounds_in(heading.replace("_", " ")) for part in compound)
