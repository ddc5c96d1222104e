"""What the desk stores. Import models from here."""

from contacts.models.answers import ClusterAnswer
from contacts.models.enquirers import ContactPerson, Enquirer
from contacts.models.history import HistoryEntry
from contacts.models.introductions import Introduction, Outcome
from contacts.models.learning import EvaluationRun, IgnoredWord
from contacts.models.letters import LetterTemplate
from contacts.models.likeness import TextLikeness
from contacts.models.mail import OutgoingMail
from contacts.models.quarters import ClosedQuarter, QuarterFile
from contacts.models.remarks import Remark
from contacts.models.requests import Correction, IntroductionRequest
from contacts.models.shortlist import Match

__all__ = [
    "ClosedQuarter",
    "ClusterAnswer",
    "ContactPerson",
    "Correction",
    "Enquirer",
    "EvaluationRun",
    "HistoryEntry",
    "IgnoredWord",
    "Introduction",
    "IntroductionRequest",
    "LetterTemplate",
    "Match",
    "Outcome",
    "OutgoingMail",
    "QuarterFile",
    "Remark",
    "TextLikeness",
]
