"""What invented enquirers write: sentences of the office's own kind, around the vocabulary's own terms."""

from dataclasses import dataclass
from random import Random

from contacts.enums import PartnerKind

_WE = {
    "nl": (
        "Wij ontwikkelen een oplossing voor {}.",
        "Ons team werkt sinds enkele jaren aan {}.",
        "Voor een nieuw product op het gebied van {} willen wij de Franse markt leren kennen.",
        "Onze afdeling onderzoekt {} en heeft een eerste prototype klaar.",
    ),
    "en": (
        "We are developing a solution for {}.",
        "Our team has been working on {} for some years.",
        "For a new product in the field of {} we would like to get to know the French market.",
        "Our department studies {} and has a first prototype ready.",
    ),
    "fr": (
        "Nous développons une solution pour {}.",
        "Notre équipe travaille depuis quelques années sur {}.",
        "Pour un nouveau produit dans le domaine suivant, {}, nous voulons connaître le marché français.",
        "Notre service étudie {} et dispose d’un premier prototype.",
    ),
}
_ALSO = {
    "nl": ("Ook {} speelt daarbij een rol.", "Daarnaast hebben wij ervaring met {}."),
    "en": ("This also involves {}.", "In addition we have experience with {}."),
    "fr": ("Il s’agit aussi de {}.", "Nous avons également de l’expérience avec {}."),
}
_SEEK = {
    "nl": "Wij zoeken {}{}.",
    "en": "We are looking for {}{}.",
    "fr": "Nous cherchons {}{}.",
}
_PARTNER = {
    "nl": {
        "": "een partner in Frankrijk",
        "company": "een bedrijf dat met ons wil samenwerken",
        "pharma": "een farmaceutisch bedrijf",
        "research": "een onderzoeksgroep",
        "hospital": "een ziekenhuis voor een klinische proef",
        "production": "een partner voor de productie",
        "investor": "een investeerder",
        "cluster": "aansluiting bij een pôle",
    },
    "en": {
        "": "a partner in France",
        "company": "a company to work with",
        "pharma": "a pharmaceutical company",
        "research": "a research group",
        "hospital": "a hospital for a clinical trial",
        "production": "a partner for production",
        "investor": "an investor",
        "cluster": "a pôle to join",
    },
    "fr": {
        "": "un partenaire en France",
        "company": "une entreprise avec laquelle collaborer",
        "pharma": "une entreprise pharmaceutique",
        "research": "un groupe de recherche",
        "hospital": "un hôpital pour un essai clinique",
        "production": "un partenaire de production",
        "investor": "un investisseur",
        "cluster": "un pôle auquel adhérer",
    },
}
_IN = {"nl": ", het liefst in {}", "en": ", preferably in {}", "fr": ", de préférence en région {}"}
_SPAM = (
    "Improve the ranking of your website now, first page guaranteed within a week.",
    "Business loan at two percent, no questions asked, reply today.",
)
LETTER = {
    "nl": ("Kennismaking", "Geachte heer, mevrouw,\n\nGraag brengen wij u in contact over:\n\n{}\n"),
    "en": (
        "Introduction",
        "Dear Sir or Madam,\n\nWe would like to put you in touch about this enquiry:\n\n{}\n",
    ),
    "fr": (
        "Mise en relation",
        "Madame, Monsieur,\n\nNous souhaitons vous mettre en relation au sujet de cette demande :\n\n{}\n",
    ),
}
PARTNERS = ("", *PartnerKind.values)


@dataclass(frozen=True)
class Written:
    """A text, and where in it each term of a theme stands."""

    text: str
    spans: tuple[tuple[int, int], ...]


def enquiry(language: str, terms: list[str], partner: str, region: str, rng: Random) -> Written:
    """Return an enquiry about one or two terms, in the language they are in."""
    sentences = [rng.choice(_WE[language]).format(terms[0])]
    sentences += [rng.choice(_ALSO[language]).format(term) for term in terms[1:]]
    place = _IN[language].format(region) if region else ""
    sentences.append(_SEEK[language].format(_PARTNER[language][partner], place))
    text = " ".join(sentences)
    return Written(text, tuple((start := text.find(term), start + len(term)) for term in terms))


def spam(rng: Random) -> Written:
    return Written(rng.choice(_SPAM), ())
