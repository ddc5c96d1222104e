"""The desk's closed lists and their groups. Leaf module: imports nothing of the project."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestStatus(models.TextChoices):
    """Where an introduction request stands; `workflow.REQUEST_TRANSITIONS` says what may follow."""

    QUARANTINED = "quarantined", _("set aside")
    RECEIVED = "received", pgettext_lazy("status of a request", "new")
    IN_REVIEW = "in_review", _("in review")
    INTRODUCED = "introduced", _("introduced")
    COMPLETED = "completed", _("completed")
    DECLINED = "declined", _("not forwarded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SPAM = "spam", _("spam")

    OPEN = nonmember(("received", "in_review", "introduced"))
    FINAL = nonmember(("completed", "declined", "withdrawn", "spam"))
    BEFORE_INTRODUCTION = nonmember(("quarantined", "received", "in_review"))
    AFTER_INTRODUCTION = nonmember(("introduced", "completed"))


class IntroductionStatus(models.TextChoices):
    """Where one introduction stands, apart from its request: three pôles can answer three ways."""

    DRAFT = "draft", _("letter in preparation")
    SENT = "sent", _("sent, waiting for an answer")
    ACCEPTED = "accepted", _("taken up by the pôle")
    REFUSED = "refused", _("refused by the pôle")
    UNANSWERED = "unanswered", _("no answer")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")

    BEFORE_SENDING = nonmember(("draft",))
    ANSWERED = nonmember(("accepted", "refused", "completed"))
    TAKEN_UP = nonmember(("accepted", "completed"))
    FINAL = nonmember(("refused", "unanswered", "completed", "cancelled"))
    LEFT = nonmember(("sent", "accepted", "refused", "unanswered", "completed"))


class Channel(models.TextChoices):
    FORM = "form", _("form on the site")
    MAIL = "mail", _("e-mail")
    PHONE = "phone", _("telephone")
    FAIR = "fair", _("fair or visit")
    OTHER = "other", pgettext_lazy("channel", "other")


class EnquirerKind(models.TextChoices):
    SME = "sme", _("SME")
    START_UP = "start_up", _("start-up")
    LARGE_COMPANY = "large_company", _("large company")
    SOLE_TRADER = "sole_trader", _("self-employed, one-person business")
    HOSPITAL = "hospital", _("hospital or care institution")
    RESEARCH = "research", _("research institute or university")
    GOVERNMENT = "government", _("government")
    OTHER = "other", pgettext_lazy("kind of organisation", "other")

    @staticmethod
    def of_request(said: str, recorded: str) -> str:
        """Return the kind a request is counted under: what was said with it, else that of the enquirer."""
        return said or recorded

    @classmethod
    def hides_name(cls, *kinds: str) -> bool:
        """Say whether the organisation's name is a person's: any of what was said or recorded is enough."""
        return cls.SOLE_TRADER in kinds


class PartnerKind(models.TextChoices):
    """The kind of partner looked for in France; empty means no preference."""

    COMPANY = "company", _("company")
    PHARMA = "pharma", _("pharmaceutical company")
    RESEARCH = "research", _("research group")
    HOSPITAL = "hospital", _("hospital")
    PRODUCTION = "production", _("production partner")
    INVESTOR = "investor", _("investor")
    CLUSTER = "cluster", _("the cluster itself")


class Establishment(models.TextChoices):
    """Does the enquirer have an establishment under French law?"""

    YES = "yes", _("yes")
    NO = "no", _("no")


class Release(models.TextChoices):
    """What the enquirer allows the office to pass on to a pôle; nothing unless ticked."""

    ORGANISATION = "organisation", _("the name of our organisation")
    CONTACT = "contact", _("the name, e-mail address and telephone number of the contact person")
    TEXT = "text", _("our enquiry as we wrote it")


class DeclineReason(models.TextChoices):
    """Why a request was not forwarded to any pôle."""

    NO_FIT = "no_fit", _("no pôle of the register works on this")
    OUT_OF_REMIT = "out_of_remit", _("not a question for this office")
    INCOMPLETE = "incomplete", _("too little information, no answer to our questions")
    DUPLICATE = "duplicate", _("same enquiry received before")
    ELSEWHERE = "elsewhere", _("referred to another organisation")
    OTHER = "other", pgettext_lazy("reason", "other")


class Suspicion(models.TextChoices):
    """Why a message of the public form was set aside for a person to look at; never a reason to drop it."""

    TRAP = "trap", _("filled in a field that people do not see")
    TOO_FAST = "too_fast", _("sent faster than a person can type")
    LINKS = "links", _("mostly links")
    ADVERTISING = "advertising", _("reads like advertising")
    OTHER_SCRIPT = "other_script", _("mostly in another script than Latin")


class Verdict(models.TextChoices):
    SUGGEST = "suggest", _("suggestion")
    DOUBTFUL = "doubtful", _("doubtful, check")
    NONE = "none", _("none of the pôles fits")


class Band(models.TextChoices):
    STRONG = "strong", _("strong")
    PLAUSIBLE = "plausible", _("plausible")


class MatchDecision(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


class MatchOrigin(models.TextChoices):
    ENGINE = "engine", _("proposed by the matching")
    STAFF = "staff", _("added by hand")
    CLUSTER = "cluster", _("named by a pôle")
    ENQUIRER = "enquirer", _("asked for by the enquirer")


class RejectReason(models.TextChoices):
    OTHER_SUBJECT = "other_subject", _("works on another subject")
    WRONG_REGION = "wrong_region", _("wrong region")
    WRONG_PARTNER = "wrong_partner", _("not this kind of partner")
    BUSY = "busy", _("too many open introductions there")
    BETTER_ONE = "better_one", _("another pôle fits better")
    NOT_WANTED = "not_wanted", _("the enquirer does not want this pôle")
    OTHER = "other", pgettext_lazy("reason", "other")


class RefusalReason(models.TextChoices):
    """Why a pôle does not take an introduction up."""

    OTHER_SUBJECT = "other_subject", _("not our subject")
    NO_PARTNER = "no_partner", _("no suitable member")
    NO_CAPACITY = "no_capacity", _("no time at present")
    NOT_ELIGIBLE = "not_eligible", _("the enquirer is not eligible")
    ELSEWHERE = "elsewhere", _("better for another pôle")
    OTHER = "other", pgettext_lazy("reason", "other")


class OutcomeKind(models.TextChoices):
    """What came of an introduction: a ladder from a first meeting up, negatives included."""

    MEETING = "meeting", _("meeting held")
    NDA = "nda", _("confidentiality agreement signed")
    JOINT_PROJECT = "joint_project", _("joint project started")
    AGREEMENT = "agreement", _("agreement or contract signed")
    NO_CONTACT = "no_contact", _("parties could not reach each other")
    NO_FIT = "no_fit", _("met, but no fit")
    NO_FOLLOW_UP = "no_follow_up", _("came to nothing")

    LADDER = nonmember(("meeting", "nda", "joint_project", "agreement"))


class HistoryAction(models.TextChoices):
    """One line of a request's story."""

    RECEIVED = "received", _("request received")
    MOVED = "moved", _("status changed")
    ASSIGNED = "assigned", _("assigned")
    CORRECTED = "corrected", _("correction received from the enquirer")
    CORRECTION_APPLIED = "correction_applied", _("correction taken over")
    EDITED = "edited", _("edited")
    RELEASED = "released", _("permission to pass on recorded")
    SHORTLIST_DRAWN = "shortlist_drawn", _("shortlist drawn up")
    MATCH_ACCEPTED = "match_accepted", _("suggestion accepted")
    MATCH_REJECTED = "match_rejected", _("suggestion rejected")
    MATCH_ADDED = "match_added", _("pôle added by hand")
    LETTER_PREPARED = "letter_prepared", _("letter prepared")
    LETTER_EDITED = "letter_edited", _("letter edited")
    LETTER_SENT = "letter_sent", _("letter handed to the mail")
    SENDING_UNDONE = "sending_undone", _("sending undone")
    REVEALED = "revealed", _("name of the enquirer disclosed to the pôle")
    ANSWER_RECEIVED = "answer_received", _("message from the pôle")
    LINK_RENEWED = "link_renewed", _("fresh link for answering sent to the pôle")
    ANSWERED = "answered", _("answer recorded")
    OUTCOME = "outcome", _("outcome recorded")
    MAIL_SENT = "mail_sent", _("mail delivered")
    MAIL_FAILED = "mail_failed", _("mail could not be delivered")
    MAIL_BOUNCED = "mail_bounced", _("mail came back")
    FOLLOW_UP = "follow_up", _("date to come back to it")
    ADDRESS_CONFIRMED = "address_confirmed", _("e-mail address confirmed by the enquirer")
    REMARKED = "remarked", _("remark received from the enquirer")
    NOTE = "note", _("note")


class RemarkKind(models.TextChoices):
    """What an enquirer told the office from the status page, for somebody to read."""

    REMARK = "remark", _("remark")
    WITHDRAWN = "withdrawn", _("withdrew the request")
    WITHDRAWN_FROM = "withdrawn_from", _("withdrew the request from one pôle")
    PERMISSION = "permission", _("changed what may be passed on")


class MailKind(models.TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement to the enquirer")
    OFFICE_NOTICE = "office_notice", _("notice to the office")
    CORRECTION_NOTICE = "correction_notice", _("notice of a correction to the office")
    REMARK_NOTICE = "remark_notice", _("notice of a remark to the office")
    WITHDRAWAL_NOTICE = "withdrawal_notice", _("notice of a withdrawal to the office")
    INTRODUCTION = "introduction", _("introduction to the pôle")
    INTRODUCTION_COPY = "introduction_copy", _("copy of the introduction to the enquirer")
    DISCLOSURE = "disclosure", _("disclosure to the pôle")
    DISCLOSURE_COPY = "disclosure_copy", _("copy of the disclosure to the enquirer")
    ANSWER_LINK = "answer_link", _("fresh link for answering to the pôle")

    LETTERS = nonmember(("introduction", "introduction_copy", "disclosure", "disclosure_copy"))


class MailStatus(models.TextChoices):
    QUEUED = "queued", _("waiting")
    HELD = "held", _("held until released")
    SENT = "sent", _("handed over to the mail server")
    FAILED = "failed", _("given up, needs attention")
    BOUNCED = "bounced", _("came back")
    CANCELLED = "cancelled", _("cancelled")

    DELIVERED = nonmember(("sent", "bounced"))
    NEEDS_ATTENTION = nonmember(("failed", "bounced"))


class AnswerKind(models.TextChoices):
    """What a pôle's contact person can say through the link in the letter."""

    TAKEN_UP = "taken_up", _("we take this up")
    REFUSED = "refused", _("not for us")
    ELSEWHERE = "elsewhere", _("better for another pôle")
    MESSAGE = "message", _("a message")


class LetterKind(models.TextChoices):
    """The letters staff write from a template; each goes out with the enquirer's copy of it."""

    INTRODUCTION = "introduction", _("introduction to the pôle")
    INTRODUCTION_COPY = "introduction_copy", _("copy of the introduction to the enquirer")
    TEASER = "teaser", _("introduction without the enquirer's name")
    TEASER_COPY = "teaser_copy", _("copy of the introduction without name to the enquirer")
    DISCLOSURE = "disclosure", _("disclosure of the name to the pôle")
    DISCLOSURE_COPY = "disclosure_copy", _("copy of the disclosure to the enquirer")
