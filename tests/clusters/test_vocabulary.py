"""The vocabulary that comes with the product: complete, sourced, and not taken in by false friends."""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from clusters.fixtures import Record, read
from clusters.folding import fold
from contacts.matching import Enquiry, Index, Labels, Term, Theme, Vocabulary
from contacts.matching.recognition import recognise

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LANGUAGES = ("nl", "fr", "en")

# Statements of themes in the office's document, pôle by pôle, in its own order.
THEME_FACTS = {"P1": 8, "P2": 6, "P3": 5, "P4": 4, "P5": 15, "P6": 16, "P7": 5}
POLES = {
    "P1": "lyonbiopole",
    "P2": "medicen",
    "P3": "alsace-biovalley",
    "P4": "atlanpole-biotherapies",
    "P5": "nsl",
    "P6": "cancer-bio-sante",
    "P7": "eurobiomed",
}
LONGEST_QUOTE = 20  # words; a quote is a short piece of the document, not the document

RECOGNISED = [
    ("Wij maken een zenuwstimulator tegen overactieve blaas.", "active-implants"),
    ("Wij ontwikkelden hartfalenmonitoring voor thuis.", "cardiovascular-diseases"),
    ("Wij ontwikkelden hartfalenmonitoring voor thuis.", "remote-monitoring"),
    ("Onze zorgrobot helpt mensen met suikerziekte.", "diabetes"),
    ("Een app voor nierpatiënten.", "kidney-diseases"),
    ("Wij zoeken longartsen voor een studie.", "respiratory-diseases"),
    ("Een kunstheup van titanium.", "orthopaedics"),
    ("Een kunstheup van titanium.", "implants"),
    ("Onderzoek naar hersenbloeding.", "stroke"),
    ("Een kit voor urineweginfecties.", "infectious-diseases"),
    ("Wij begeleiden longtumoren.", "cancer"),
    ("Wij bieden darmkankerscreening aan.", "cancer-diagnostics"),
    ("Nous développons un vaccin contre la grippe.", "vaccines"),
    ("Nos anticorps monoclonaux visent la sclérose en plaques.", "biologics"),
    ("Dispositifs médicaux pour les insuffisants cardiaques.", "cardiovascular-diseases"),
    ("Culture de cartilage autologue.", "tissue-engineering"),
    ("We fight AMR with phages.", "bacterial-infections"),
    ("A CAR-T product for lymphoma.", "cell-therapy"),
    ("A CAR-T product for lymphoma.", "blood-cancer"),
    ("Treating NASH and fatty liver.", "liver-diseases"),
    ("Our IVD kit measures CRP at the point of care.", "point-of-care-testing"),
    ("We are a CDMO for ATMPs.", "bioproduction"),
    ("We are a CDMO for ATMPs.", "biotherapies"),
    ("ctDNA in plasma by NGS.", "molecular-diagnostics"),
    ("Plant-based protein for hospital meals.", "proteins"),
    ("Plant-based protein for hospital meals.", "medical-nutrition"),
    ("Een dagboekje voor mensen met een trage schildklier.", "endocrinology"),
    ("Un nouveau traitement hormonal.", "endocrinology"),
    ("Growth hormone for small children.", "endocrinology"),
    ("Iets tegen hartkloppingen.", "heart-rhythm"),
    ("Un appareil pour les battements irréguliers.", "heart-rhythm"),
    ("Clogged arteries in the legs.", "cardiovascular-diseases"),
    ("Een steunzool voor een gebroken been.", "orthopaedics"),
    ("Une semelle après une entorse de la cheville.", "orthopaedics"),
    ("A splint for a broken leg.", "orthopaedics"),
    ("Ondervoede ouderen krijgen zachte maaltijden.", "medical-nutrition"),
    ("Des plats mixés pour la maison de retraite.", "medical-nutrition"),
    ("Meals on wheels for malnourished people.", "medical-nutrition"),
    ("Een zelftest voor de ziekte van lyme na een tekenbeet.", "bacterial-infections"),
    ("Un test contre la maladie de lyme.", "bacterial-infections"),
    ("Head lice and scabies.", "tropical-diseases"),
    ("Wij vervangen dierproeven door een huidmodel.", "organ-on-chip"),
    ("Remplacer les tests sur animaux.", "organ-on-chip"),
    ("Skin models without animals.", "organ-on-chip"),
    ("Weer leren lopen na een val.", "rehabilitation"),
    ("Réapprendre à marcher chez soi.", "rehabilitation"),
    ("Our game helps people to walk again.", "rehabilitation"),
    ("Een medtechcluster in de Elzas.", "medical-technology"),
    ("Looking for a medtech cluster.", "medical-technology"),
    ("Onze melkrobots draaien op 600 bedrijven.", "outside-farming"),
    ("We build satellite thrusters.", "outside-aerospace"),
    ("Nous vendons des panneaux solaires.", "outside-energy"),
]

FALSE_FRIENDS = [
    ("Wij bouwen een robot.", "orthopaedics"),  # bot
    ("Ce problème est difficile.", "bacterial-infections"),  # Clostridium difficile
    ("Au sein de notre société.", "breast-cancer"),  # sein
    ("Our hearing aids are small.", "viral-infections"),  # AIDS
    ("Het is ons goed bevallen.", "womens-health"),  # bevallen
    ("Wij kiezen voor kwaliteit.", "dental"),  # kiezen
    ("We save costs and have tens of clients.", "pain"),  # TENS
    ("Notre éditeur de logiciels.", "outside-media"),
    ("Een ploeg van vijf mensen.", "outside-farming"),  # ploeg
    ("Une levée de fonds.", "outside-water"),  # levee
    ("Wij werven patiënten.", "outside-hr"),
    ("Wij bouwen een sensor.", "outside-construction"),  # bouw
    ("Onderzoek aan de alvleesklier.", "outside-food-trade"),  # vlees
    ("Wij hebben veel ervaring.", "animal-health"),  # vee
    ("De wethouders waren aanwezig.", "ageing"),  # ouder
    ("De ouders van de oprichter komen mee.", "ageing"),
    ("Een boot op het water.", "orthopaedics"),
    ("Wij maken handschoenen voor de operatiekamer.", "outside-textiles"),
    ("De opvoeding van kinderen.", "nutrition-health"),
    ("Tot onze verwondering bleek dit anders.", "wounds-burns"),
    ("Dan bellen wij u als het mag.", "digestive-diseases"),  # maag
    ("Als het kan komen wij langs.", "rare-diseases"),  # ALS
    ("Een vast contract en enkele vragen.", "diets"),  # vasten
    ("Een vast contract en enkele vragen.", "orthopaedics"),  # enkel
    ("In verband met vakantie antwoorden wij later.", "wounds-burns"),
    ("Wij leveren dit graag.", "liver-diseases"),
    ("Wij hebben geen vestiging.", "genomics"),  # genen
    ("Wij zijn op zoek naar mensen die elders wonen.", "ageing"),
    ("Wij willen u graag leren kennen.", "outside-textiles"),  # leer
    ("Het product is af en wij zijn er trots op.", "emergency-care"),  # ER
    ("Het is een kwestie van overgang naar een ander systeem.", "womens-health"),
    ("Tous nos clients sont satisfaits.", "respiratory-diseases"),  # toux
    ("Une fois le marché connu, nous viendrons.", "liver-diseases"),  # foie
    ("Une fois le marché connu, nous viendrons.", "rehabilitation"),  # marche
    ("La reine nous a rendu visite.", "kidney-diseases"),  # reins
    ("Les gens sont contents de la qualité.", "genomics"),  # gènes
    ("Une jeune société avec des clients âgés de dix ans.", "diets"),  # jeûne
    ("Ce sujet est difficile et déjà traité.", "bacterial-infections"),
    ("Ce sujet est difficile et déjà traité.", "outside-farming"),  # traite
    ("Nous sommes en train de recruter.", "outside-rail"),
    ("L'élevé prix et les élèves.", "outside-education"),
    ("We look forward to hearing from you.", "hearing"),
    ("A joint project with our spin-off.", "orthopaedics"),  # joint, spine
    ("State of the art technology.", "outside-culture"),
    ("We have concrete plans to bridge the gap.", "outside-construction"),
    ("CAR-T cells for solid tumours.", "outside-mobility"),  # cars
    ("Blood vessel imaging.", "outside-maritime"),
    ("We care about quality.", "outside-mobility"),
    ("A pilot study was published in a journal.", "outside-aerospace"),  # piloten
    ("A pilot study was published in a journal.", "outside-media"),
    ("The disease stage and its stadium do not matter.", "outside-sport"),
    ("Our battery cell testing uses X-ray inspection.", "radiology"),
    ("Traitement de surface des métaux.", "therapies"),
]


@cache
def records(model: str) -> list[Record]:
    """What the loader makes of the files; it refuses them whole when a row has a fault."""
    return [record for record in read(FIXTURES) if record.model._meta.model_name == model]


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / "vocabulary" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def index() -> Index:
    return Index.build(
        themes=[
            Theme(
                row["slug"],
                Labels(row["label_nl"], row["label_fr"], row["label_en"]),
                row["kind"],
                row["broader"],
            )
            for row in rows("themes")
        ],
        vocabulary=Vocabulary.build(
            Term(row["theme"], row["text"], row["mode"], row["language"]) for row in rows("terms")
        ),
        profiles=[],
    )


def themes_in(text: str) -> set[str]:
    reading = recognise(Enquiry(text=text), index())
    return {found.theme for found in (*reading.subjects, *reading.outside, *reading.partners)}


def themes_of(kind: str) -> list[str]:
    return [row["slug"] for row in rows("themes") if row["kind"] == kind]


# --- the files ---------------------------------------------------------------------------------------


def test_the_loader_accepts_every_row() -> None:
    for model, name in (("theme", "themes"), ("term", "terms"), ("focus", "focuses")):
        assert len(records(model)) == len(rows(name)) > 0


def test_every_theme_has_a_label_in_each_language() -> None:
    for row in rows("themes"):
        assert all(row[f"label_{language}"].strip() for language in LANGUAGES), row["slug"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_themes_are_called_the_same(language: str) -> None:
    """Two equal labels on a form or in a reason would tell nobody which is meant."""
    labels = Counter(fold(row[f"label_{language}"]) for row in rows("themes") if row["kind"] != "partner")
    assert [label for label, count in labels.items() if count > 1] == []


def test_broader_themes_lead_to_a_root_among_subjects() -> None:
    broader = {row["slug"]: row["broader"] for row in rows("themes")}
    subjects = set(themes_of("subject"))
    for slug in broader:
        path = [slug]
        while broader[path[-1]]:
            assert broader[path[-1]] not in path, path
            path.append(broader[path[-1]])
        assert len(path) == 1 or set(path) <= subjects, path


def test_the_form_offers_a_list_one_can_oversee() -> None:
    offered = [row for row in rows("themes") if row["on_form"] == "1"]
    assert 12 <= len(offered) <= 24
    assert {row["kind"] for row in offered} == {"subject"}


def test_every_theme_is_known_by_words_of_each_language() -> None:
    languages: dict[str, set[str]] = defaultdict(set)
    for row in rows("terms"):
        languages[row["theme"]].add(row["language"])
    lacking = {slug: set(LANGUAGES) - languages[slug] for slug in (row["slug"] for row in rows("themes"))}
    assert {slug: missing for slug, missing in lacking.items() if missing} == {}


def test_no_term_stands_twice_in_one_theme_and_language() -> None:
    seen = Counter((row["theme"], row["language"], fold(row["text"])) for row in rows("terms"))
    assert [key for key, count in seen.items() if count > 1] == []


def test_a_phrase_has_several_words_and_a_stem_one() -> None:
    for row in rows("terms"):
        several = len(re.findall(r"\w+", row["text"])) > 1
        assert several == (row["mode"] == "phrase"), row


# --- what the pôles are strong in --------------------------------------------------------------------


@pytest.mark.parametrize("number", POLES)
def test_every_theme_of_the_office_document_is_carried_by_a_focus_of_its_pole(number: str) -> None:
    carried: set[str] = set()
    for row in rows("focuses"):
        if row["cluster"] == POLES[number]:
            carried.update(row["reference"].split())
    stated = {f"{number}-THE-{fact:02d}" for fact in range(1, THEME_FACTS[number] + 1)}
    assert stated - carried == set()
    assert {fact for fact in carried if "-THE-" in fact} - stated == set()


def test_no_focus_rests_on_a_fact_of_another_pole() -> None:
    for row in rows("focuses"):
        numbers = {fact[:2] for fact in row["reference"].split() if re.match(r"P\d-", fact)}
        assert {POLES[number] for number in numbers} <= {row["cluster"]}, row


def test_every_focus_says_where_it_comes_from() -> None:
    for row in rows("focuses"):
        assert all(row[column] for column in ("source", "quote", "reference")), row
        assert len(row["quote"].split()) <= LONGEST_QUOTE, row["quote"]


def test_what_only_follows_from_a_fact_weighs_one_or_says_why() -> None:
    """A weight above one without remark is a theme the document itself states."""
    for row in rows("focuses"):
        stated = re.search(r"P\d-(THE|STR|GOA|DES|FAC|PRJ|FIG|MEM|PAR|STU|NET|EVT)-", row["reference"])
        assert stated, row
        if row["weight"] == "1" and not row["theme"].startswith("partner-"):
            assert row["remark_en"] or row["remark_nl"], row


def test_a_pole_has_a_theme_once() -> None:
    open_rows = Counter((row["cluster"], row["theme"]) for row in rows("focuses") if not row["valid_until"])
    assert [key for key, count in open_rows.items() if count > 1] == []


def test_outside_subjects_are_nobodys_strength() -> None:
    assert {row["theme"] for row in rows("focuses")} & set(themes_of("outside")) == set()


# --- what is recognised ------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "theme"), RECOGNISED)
def test_people_are_understood_in_their_own_words(text: str, theme: str) -> None:
    assert theme in themes_in(text)


@pytest.mark.parametrize(("text", "theme"), FALSE_FRIENDS)
def test_an_everyday_word_is_not_taken_for_a_subject(text: str, theme: str) -> None:
    assert theme not in themes_in(text)
