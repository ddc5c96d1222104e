"""Which column of a list is which: the plain names, and what Dutch and French lists call them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.folding import compounds_in


class UnreadableList(ValueError):
    """The file as a whole cannot be read; the message is a sentence with the row, the reason and a remedy."""


class UnclearHeadings(UnreadableList):
    """The headings do not say which column is which; somebody may say it by hand."""


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
        "name|naam|nom|raison sociale|denomination|denomination sociale|organisation|organisatie|"
        "organisme|bedrijf|bedrijfsnaam|naam organisatie|naam van de organisatie|entreprise|societe|"
        "adherent|membre|lid|member|company|nom de l entreprise|nom de la structure|"
        "nom de l organisme|structure|noms|namen|leden|membres|adherents|entreprises|nom entreprise|"
        "nom de la societe|nom societe|nom structure|nom organisme|nom de l organisation|"
        "nom organisation|nom de l adherent|nom adherent|nom du membre|nom membre|"
        "nom de l etablissement|nom etablissement|etablissement|nom usuel|nom commercial|"
        "denomination usuelle|denomination legale|libelle|naam bedrijf|naam lid|naam instelling|"
        "naam onderneming|onderneming|instelling|organisatienaam|handelsnaam|statutaire naam|"
        "organisation name|company name|organization|name of organisation"
    ),
    "kind": (
        "kind|type|soort|categorie|category|aard|nature|soort organisatie|type d organisation|"
        "type organisation|type d organisme|type de structure|type d adherent|type d entreprise|"
        "type d etablissement|type de membre|type d acteur|type de societe|categorie d adherent|"
        "categorie de membre|categorie d entreprise|type adherent|type structure|"
        "statut de la structure|soort lid|soort bedrijf|soort instelling|type bedrijf|type lid|"
        "type organisatie|organisatietype|aard van de organisatie|kind of organisation|"
        "organisation type|type of organisation"
    ),
    "city": (
        "city|stad|plaats|plaatsnaam|vestigingsplaats|woonplaats|gemeente|ville|commune|localite|"
        "town|ville du siege|villes|ville siege|commune du siege|ville d implantation|vestigingsstad|"
        "standplaats|plaats van vestiging|hoofdkantoor|localite du siege"
    ),
    "siren": (
        "siren|siret|n siren|n siret|no siren|no siret|numero siren|numero siret|num siren|num siret|"
        "sirennummer|siretnummer|siren nummer|siret nummer|code siren|siren siret|siren number|"
        "numero de siren|numero de siret|n de siren|n de siret|no de siren|no de siret|num de siren|"
        "siren entreprise|siret etablissement|siret du siege|identifiant siren|identifiant siret|"
        "nr siren|nr siret|siret number"
    ),
    "website": (
        "website|site|site internet|site web|siteweb|web|url|webadres|internet|homepage|www|"
        "adresse web|adresse internet|websites|sites web|site internet url|adresse du site|"
        "adresse du site internet|adresse du site web|adresse url|lien|lien internet|lien site|"
        "lien web|page web|webpagina|webpage|webadres url|site web url|internetadres|web site|"
        "url site|url du site"
    ),
    "since": (
        "since|sinds|depuis|lid sinds|membre depuis|date d adhesion|date adhesion|adhesion|"
        "date d entree|toetreding|datum toetreding|datum van toetreding|lid vanaf|lidmaatschap sinds|"
        "member since|membership date|adherent depuis|annee d adhesion|valid from|"
        "date d adhesion au pole|adhesion depuis|adherent depuis le|date de l adhesion|"
        "annee adhesion|annee d entree|date entree|premiere adhesion|date de premiere adhesion|"
        "membre depuis le|datum lidmaatschap|jaar van toetreding|startdatum|startdatum lidmaatschap|"
        "ingangsdatum|begin lidmaatschap|start date|joined|date joined|year joined|datum lid|"
        "lid sinds jaar"
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
# Understood only where nothing better stands beside it.
_WEAK = frozenset(
    {"nom commercial", "nom usuel", "denomination usuelle", "handelsnaam", "libelle", "etablissement", "lien"}
    | {"instelling", "structure", "adherent", "nature", "adhesion", "statut de la structure", "hoofdkantoor"}
)
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")


@dataclass(frozen=True)
class Headings:
    """Where each column stands, and the headings nobody knows, by their place in the header."""

    places: dict[str, int]
    others: dict[int, str]


def understand(header: Sequence[str], by_hand: Mapping[int, str] | None = None, *, row: int = 1) -> Headings:
    """Return which column is which; `by_hand` names columns by their place, and goes first.

    The header stands in `row`.

    Raises `UnclearHeadings` when no column has the names, or two columns are the same one.
    """
    by_hand = by_hand or {}
    places: dict[str, int] = {}
    others: dict[int, str] = {}
    taken = set(by_hand.values())
    for place, heading in enumerate(header):
        column = by_hand.get(place) or _column_of(heading)
        if place not in by_hand and _is_second_best(heading, header):
            column = None
        if column is None or (place not in by_hand and column in taken):
            if heading.strip():
                others[place] = heading.strip()
        elif column in places:
            raise UnclearHeadings(
                _(
                    "Row %(row)d: columns “%(first)s” and “%(second)s” both hold the same (%(column)s). "
                    "Leave one of them out, or give it another heading."
                )
                % {"row": row, "first": header[places[column]], "second": heading, "column": COLUMNS[column]}
            )
        else:
            places[column] = place
    if "name" not in places:
        raise UnclearHeadings(
            _(
                "Row %(row)d: no column has the names of the members. The headings are %(headings)s; call "
                "the right one “name”, “naam” or “nom”."
            )
            % {
                "row": row,
                "headings": ", ".join(_("“%(word)s”") % {"word": each[:40]} for each in header[:12]) or "–",
            }
        )
    return Headings(places, others)


def is_header(cells: Sequence[str], *, surely: bool = False) -> bool:
    """Do these cells name the columns of a list? `surely` when nothing else could look like this."""
    known = {_column_of(cell) for cell in cells} - {None}
    return "name" in known and (not surely or len(known) > 1 or sum(map(bool, cells)) == 1)


def _column_of(heading: str) -> str | None:
    """Return which column this is, whatever stands with it in brackets: “Site web (URL)”."""
    return _KNOWN.get(_plain(heading)) or _KNOWN.get(_plain(_IN_BRACKETS.sub(" ", heading)))


def _is_second_best(heading: str, header: Sequence[str]) -> bool:
    """Does another column say the same better: a SIREN than a SIRET, the name than the trade name?"""
    column = _column_of(heading)
    if _plain(heading) == "organisation" and any(_plain(other) == "organisation name" for other in header):
        return True  # in the register's own list this is the short name
    return _is_weak(heading) and any(_column_of(other) == column and not _is_weak(other) for other in header)


def _is_weak(heading: str) -> bool:
    plain = _plain(heading)
    return "siret" in plain or plain in _WEAK


def _plain(heading: str) -> str:
    return " ".join(part for compound in compounds_in(heading.replace("_", " ")) for part in compound)
