"""Which pôles fit an enquiry, and why: frozen values in, ranked candidates with reasons out.

The way a text goes: `text` cuts it into words that remember where they stood; `terms` finds in
them what the vocabulary knows; `places` finds the wished regions; `scoring` weighs what was found
against each pôle's profile; `reasons` keeps why, and says it in the reader's language. Nothing in
here reads a database or a clock, and the same values always give the same answer.
"""

from contacts.matching.index import Index
from contacts.matching.likeness import Likeness, digest_of, sentences_of
from contacts.matching.ranking import explain_one, match
from contacts.matching.reasons import Spoken, from_json, say, to_json
from contacts.matching.terms import Vocabulary
from contacts.matching.values import (
    Candidate,
    Carriers,
    City,
    Enquiry,
    Focus,
    Labels,
    Named,
    Place,
    Profile,
    Reason,
    Region,
    Result,
    Term,
    Theme,
)

__all__ = [
    "Candidate",
    "Carriers",
    "City",
    "Enquiry",
    "Focus",
    "Index",
    "Labels",
    "Likeness",
    "Named",
    "Place",
    "Profile",
    "Reason",
    "Region",
    "Result",
    "Spoken",
    "Term",
    "Theme",
    "Vocabulary",
    "digest_of",
    "explain_one",
    "from_json",
    "match",
    "say",
    "sentences_of",
    "to_json",
]
