"""Words of every day that look like words of the vocabulary.

Collected by running the most frequent words of Dutch, French and English through the recognition.
They are about language, not about any theme, and so are kept here and not with the terms.
"""

import re

# Abbreviations that are everyday words, units, months or titles when not in capitals.
ABBREVIATIONS = frozenset(
    (
        "als ms ai ia io os mes est sein ad hoc ra sla sma it ict pet spect pig bio cap car pac ace met ars "
        "lab tia rage mais son sa men was is so no go do me he we us hr ok pr dm ic ed er re if on be cf had "
        "has ent til mou inn rom ml mr oct sep gi art cad ct ons hai lid pas cas sur bus mi la li ma led vat "
        "lamp fish prom tea"
    ).split()
)

# Correct words one letter away from a word of the vocabulary: no typing errors.
CORRECT = frozenset(
    (
        "aannemen academia academici academicus addition additions advocated ailments apparait assembler "
        "atomique batterie batteries belegger bepaling bepalingen bewaring bewerking bewerkingen blasting "
        "blending bloeding boekhouden bothering breaching campagne campagnes certains chartier circuler "
        "completent compliment compliments concerned concerns concerted concerto contained contaminer "
        "converts courrier decoratif decorative defaillant deformer dementir depenses detentie douceurs "
        "dreiging duurzamer enseignent entrepris faconner fourniture fractured franchie habilement "
        "harvested horloger importee imposteur infectee infectees inferieur influenced influences "
        "injectie injecties inventing investeerde investir irritatie irritation kalmeren konijnen "
        "lanceerde licencier lichting lightning manufacture manufactured maritiem mediation medicare "
        "meditation messages minerais mobiliser monstres omleiding ondergoed ondervond patenten patienter "
        "pavement pharmacien photographed photographier photography physicien plaisante pointure "
        "pretention processor processors produced produces published publishes refection rembourser "
        "retainer revocation sainement schommel schooling schreven screaming simulateur simulator "
        "simulators skimming slamming sparring speakers stalling starring stationary steaming stelling "
        "stellingen strolling stuffing supplied topographie topography tortures transnational transporter "
        "uitgeven verdelen verdiensten verloving verplichting verplichtingen vertalen vieillit vocation "
        "voorspelling"
    ).split()
)

# Ends of Dutch words that only look like the last part of a compound: wetenschappen has no schapen.
NO_LAST_PART = ("schap", "schappen", "vervulling", "aanvulling", "voltrekker", "verstrekker", "verstrekkers")

# Sayings in which a medical word says nothing about health, nor about anything else.
IDIOMS = re.compile(
    r"\b(?:at\s+the\s+(?:very\s+)?heart\s+of|in\s+the\s+heart\s+of|in\s+het\s+hart\s+van|au\s+c(?:œ|oe)ur\s+d[eu'’]"
    r"|een\s+warm\s+hart|ter\s+harte|van\s+harte|hartelijk\w*|pain\s+points?|pijnpunt\w*"
    r"|(?:in\s+)?(?:our|their|its|the\s+company's)\s+dna|(?:ons|hun|het|bedrijfs)\s+dna|(?:notre|leur|son|l['’])\s*adn"
    r"|long[\s-]+terms?|long[\s-]+standing|long[\s-]+lasting|eye[\s-]+catch\w*|op\s+het\s+netvlies|back\s?-?bone\s+of"
    r"|with\s+open\s+arms|met\s+open\s+armen|à\s+bras\s+ouverts|bloedserieus|new\s+blood|vers\s+bloed|nieuw\s+bloed"
    r"|health(?:y|ier)\s+(?:business|growth|margins?|competition|company|profits?)|gezond\s+verstand|gezonde\s+groei"
    r"|in\s+good\s+health|vinger\s+aan\s+de\s+pols|implantation\s+en\s+\w+|implantée?s?\s+(?:en\s+france|aux\s+pays)"
    r"|traitement\s+de\s+(?:votre|notre|la|cette)\s+demande|traitement\s+(?:des|de|de\s+nos|de\s+vos)\s+données"
    r"|under\s+the\s+skin\s+of|koud\s+bloed|viral\s+(?:marketing|campaigns?)|go(?:es|ing)?\s+viral|viraal\s+gaa\w*"
    r"|achilles\s+heel|achilleshiel|mise\s+en\s+bouche|bouche\s+à\s+oreille|word\s+of\s+mouth|mond[\s-]op[\s-]mond|mond-tot-mond"
    r"|on\s+the\s+other\s+hand|at\s+hand|coup\s+de\s+main|main\s+d['’]œuvre|d['’]autre\s+part|on\s+the\s+one\s+hand)",
    re.IGNORECASE,
)
