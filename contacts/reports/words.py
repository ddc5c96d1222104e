"""The Dutch words in the cells of the report.

They are part of the contract with its readers, like the header: the same in every language of the
staff site, and untouched when a label there is worded anew. A test holds that no value is missing.
"""

from collections.abc import Mapping

from contacts.enums import (
    Channel,
    DeclineReason,
    EnquirerKind,
    Establishment,
    IntroductionStatus,
    OutcomeKind,
    PartnerKind,
    RefusalReason,
    RequestStatus,
)

CONFIDENTIAL = "vertrouwelijk"
ONE_PERSON = "niet vermeld"  # a one-person business often bears its owner's name

CHANNEL: Mapping[str, str] = {
    Channel.FORM: "formulier",
    Channel.MAIL: "e-mail",
    Channel.PHONE: "telefoon",
    Channel.FAIR: "beurs of bezoek",
    Channel.OTHER: "anders",
}

ENQUIRER_KIND: Mapping[str, str] = {
    EnquirerKind.SME: "mkb",
    EnquirerKind.START_UP: "start-up",
    EnquirerKind.LARGE_COMPANY: "grootbedrijf",
    EnquirerKind.SOLE_TRADER: "zzp of eenpersoonsbedrijf",
    EnquirerKind.HOSPITAL: "ziekenhuis of zorginstelling",
    EnquirerKind.RESEARCH: "kennisinstelling",
    EnquirerKind.GOVERNMENT: "overheid",
    EnquirerKind.OTHER: "anders",
}

PARTNER_KIND: Mapping[str, str] = {
    PartnerKind.COMPANY: "bedrijf",
    PartnerKind.PHARMA: "farmaceutisch bedrijf",
    PartnerKind.RESEARCH: "onderzoeksgroep",
    PartnerKind.HOSPITAL: "ziekenhuis",
    PartnerKind.PRODUCTION: "productiepartner",
    PartnerKind.INVESTOR: "investeerder",
    PartnerKind.CLUSTER: "de pôle zelf",
}

ESTABLISHMENT: Mapping[str, str] = {Establishment.YES: "ja", Establishment.NO: "nee"}

REQUEST_STATUS: Mapping[str, str] = {
    RequestStatus.RECEIVED: "nieuw",
    RequestStatus.IN_REVIEW: "in behandeling",
    RequestStatus.INTRODUCED: "geïntroduceerd",
    RequestStatus.COMPLETED: "afgerond",
    RequestStatus.DECLINED: "niet doorgestuurd",
    RequestStatus.WITHDRAWN: "ingetrokken",
}
APART: Mapping[str, str] = {
    RequestStatus.SPAM: "spam",
    RequestStatus.QUARANTINED: "apart gezet, nog te beoordelen",
}

DECLINE_REASON: Mapping[str, str] = {
    DeclineReason.NO_FIT: "geen passende pôle",
    DeclineReason.OUT_OF_REMIT: "geen vraag voor dit bureau",
    DeclineReason.INCOMPLETE: "te weinig informatie",
    DeclineReason.DUPLICATE: "zelfde vraag al ontvangen",
    DeclineReason.ELSEWHERE: "doorverwezen naar een andere organisatie",
    DeclineReason.OTHER: "andere reden",
}

INTRODUCTION_STATUS: Mapping[str, str] = {
    IntroductionStatus.SENT: "wacht op antwoord",
    IntroductionStatus.ACCEPTED: "opgepakt",
    IntroductionStatus.REFUSED: "geweigerd",
    IntroductionStatus.UNANSWERED: "geen antwoord",
    IntroductionStatus.COMPLETED: "afgerond",
    IntroductionStatus.CANCELLED: "geannuleerd",
}

REFUSAL_REASON: Mapping[str, str] = {
    RefusalReason.OTHER_SUBJECT: "ander onderwerp",
    RefusalReason.NO_PARTNER: "geen geschikt lid",
    RefusalReason.NO_CAPACITY: "nu geen tijd",
    RefusalReason.NOT_ELIGIBLE: "aanvrager komt niet in aanmerking",
    RefusalReason.ELSEWHERE: "past beter bij een andere pôle",
    RefusalReason.OTHER: "andere reden",
}

# Lowest first: of several outcomes the last one in this order is a request's highest.
OUTCOME: Mapping[str, str] = {
    OutcomeKind.NO_CONTACT: "geen contact gekregen",
    OutcomeKind.NO_FOLLOW_UP: "geen vervolg",
    OutcomeKind.NO_FIT: "kennisgemaakt, past niet",
    OutcomeKind.MEETING: "gesprek gevoerd",
    OutcomeKind.NDA: "geheimhouding getekend",
    OutcomeKind.JOINT_PROJECT: "gezamenlijk project gestart",
    OutcomeKind.AGREEMENT: "overeenkomst gesloten",
}

CONFIRMED_ALL, CONFIRMED_SOME, CONFIRMED_NONE = "ja", "deels", "nee"
NO_THEME = "geen thema gekozen"
NO_REGION = "geen voorkeur"
REGION_NOT_KNOWN = "anders"
NOTHING_YET = "nog geen uitkomst"
TOTAL = "totaal"
YES, NO = "ja", "nee"
THEME, REGION = "thema", "regio"
# The last row of a file that broke off; it has fewer cells than the header, so readers refuse it too.
INCOMPLETE = "ONVOLLEDIG: het maken van dit bestand is afgebroken"
APPEARED, VANISHED, CHANGED = "bijgekomen", "verdwenen", "gewijzigd"
NOT_REPEATED = "(niet herhaald)"  # what was a name once may have become confidential since
